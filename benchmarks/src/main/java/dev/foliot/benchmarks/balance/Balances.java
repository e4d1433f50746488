package dev.foliot.benchmarks.balance;

import org.springframework.data.jpa.repository.JpaRepository;

/** The rows. */
public interface Balances extends JpaRepository<Balance, String> {}
