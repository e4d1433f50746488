package dev.foliot.docs;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.event.DomainEvent;
import java.time.LocalDate;

/** An aggregate that gets the date of today from its command handler. */
@Aggregate
class Invoice extends EventSourcedAggregate {
  private String invoiceId = "";

  @DomainEvent
  record InvoicePaid(String invoiceId, LocalDate paidOn) {}

  void pay(LocalDate today) {
    raise(new InvoicePaid(invoiceId, today));
  }

  @Apply
  void on(InvoicePaid event) {
    invoiceId = event.invoiceId();
  }

  @Override
  public String id() {
    return invoiceId;
  }
}
