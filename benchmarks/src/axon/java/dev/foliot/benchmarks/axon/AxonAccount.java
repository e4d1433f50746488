package dev.foliot.benchmarks.axon;

import dev.foliot.benchmarks.account.Deposit;
import dev.foliot.benchmarks.account.Deposited;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/** An account: its balance follows from its deposits. */
class AxonAccount {
  private @Nullable String accountId;
  private long balance;

  @AggregateIdentifier
  @Nullable String accountId() {
    return accountId;
  }

  long balance() {
    return balance;
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  long deposit(DepositCents command) {
    for (int i = 0; i < command.times(); i++) {
      AggregateLifecycle.apply(new Deposited(command.accountId(), 1, Deposit.REFERENCE));
    }
    return balance;
  }

  @EventSourcingHandler
  void on(Deposited event) {
    accountId = event.accountId();
    balance += event.cents();
  }
}
