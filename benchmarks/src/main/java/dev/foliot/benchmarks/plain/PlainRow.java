package dev.foliot.benchmarks.plain;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A row. */
@Entity
public class PlainRow {
  @Id private String accountId = "";
  private long cents;

  public String accountId() {
    return accountId;
  }

  public long cents() {
    return cents;
  }
}
