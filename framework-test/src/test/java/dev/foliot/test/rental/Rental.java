package dev.foliot.test.rental;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.command.Command;
import dev.foliot.event.DomainEvent;

/** A rental, with its messages. */
@Aggregate
class Rental extends EventSourcedAggregate {
  @Command
  record Rent(String rentalId) {}

  @Command
  record RequestDeposit(String rentalId) {}

  @Command
  record PayDeposit(String rentalId) {}

  @Command
  record Cancel(String rentalId) {}

  @DomainEvent
  record Rented(String rentalId) {}

  @DomainEvent
  record DepositRequested(String rentalId) {}

  @DomainEvent
  record DepositPaid(String rentalId) {}

  @DomainEvent
  record Cancelled(String rentalId) {}

  private String rentalId = "";
  private boolean paid;
  private boolean cancelled;

  static Rental rent(String rentalId) {
    Rental rental = new Rental();
    rental.raise(new Rented(rentalId));
    return rental;
  }

  void requestDeposit() {
    raise(new DepositRequested(rentalId));
  }

  void pay() {
    if (cancelled) {
      throw new IllegalStateException("It is cancelled");
    }
    raise(new DepositPaid(rentalId));
  }

  void cancel() {
    raise(new Cancelled(rentalId));
  }

  @Override
  public String id() {
    return rentalId;
  }

  boolean isPaid() {
    return paid;
  }

  boolean isCancelled() {
    return cancelled;
  }

  @Apply
  void on(Rented event) {
    rentalId = event.rentalId();
  }

  @Apply
  void on(DepositRequested event) {}

  @Apply
  void on(DepositPaid event) {
    paid = true;
  }

  @Apply
  void on(Cancelled event) {
    cancelled = true;
  }
}
