package dev.foliot.sample.inventory;

import org.springframework.data.jpa.repository.JpaRepository;

interface StockLevels extends JpaRepository<StockLevel, String> {}
