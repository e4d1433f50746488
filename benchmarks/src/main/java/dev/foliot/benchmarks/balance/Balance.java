package dev.foliot.benchmarks.balance;

import dev.foliot.projection.Projection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** What is on an account. */
@Projection
@Entity
public class Balance {
  @Id private String accountId;
  private long cents;
  private long deposits;

  protected Balance() {
    this("");
  }

  Balance(String accountId) {
    this.accountId = accountId;
  }

  public String accountId() {
    return accountId;
  }

  public long cents() {
    return cents;
  }

  public long deposits() {
    return deposits;
  }

  void add(long more) {
    cents += more;
    deposits++;
  }
}
