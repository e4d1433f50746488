package dev.foliot.benchmarks.balance;

import dev.foliot.benchmarks.account.Deposited;
import dev.foliot.handler.On;
import dev.foliot.projection.Projector;

/** Adds each deposit to its row. */
@Projector(value = Balance.class, name = "balance")
public class BalanceProjector {
  private final Balances balances;
  private final Poison poison;

  BalanceProjector(Balances balances, Poison poison) {
    this.balances = balances;
    this.poison = poison;
  }

  @On
  void deposited(Deposited event) {
    poison.check(event.accountId());
    Balance balance =
        balances.findById(event.accountId()).orElseGet(() -> new Balance(event.accountId()));
    balance.add(event.cents());
    balances.save(balance);
  }
}
