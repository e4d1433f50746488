package dev.foliot.benchmarks.plain;

import org.springframework.data.jpa.repository.JpaRepository;

/** The rows. */
public interface PlainRows extends JpaRepository<PlainRow, String> {}
