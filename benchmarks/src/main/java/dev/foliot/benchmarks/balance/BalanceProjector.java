package dev.foliot.benchmarks.balance;

import dev.foliot.Domain;
import dev.foliot.benchmarks.account.Deposited;
import dev.foliot.handler.On;
import dev.foliot.projection.Projector;
import java.util.Optional;
import org.springframework.context.annotation.Profile;

/** Adds each deposit to its row, as most projectors do; it says which rows are new. */
@Profile("!batches")
@Projector(value = Balance.class, name = "balance")
public class BalanceProjector {
  private final Domain domain;
  private final Balances balances;
  private final Poison poison;

  BalanceProjector(Domain domain, Balances balances, Poison poison) {
    this.domain = domain;
    this.balances = balances;
    this.poison = poison;
  }

  @On
  void deposited(Deposited event) {
    poison.check(event.accountId());
    Optional<Balance> found = balances.findById(event.accountId());
    if (found.isPresent()) {
      found.get().add(event.cents());
    } else {
      Balance opened = new Balance(event.accountId());
      opened.add(event.cents());
      domain.viewFor(Balance.class).insert(opened);
    }
  }
}
