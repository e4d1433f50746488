package dev.foliot.sample.catalog;

import org.springframework.data.jpa.repository.JpaRepository;

interface Products extends JpaRepository<Product, String> {}
