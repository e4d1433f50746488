package dev.foliot.benchmarks.order;

import org.springframework.data.jpa.repository.JpaRepository;

/** The rows. */
public interface Orders extends JpaRepository<Order, String> {}
