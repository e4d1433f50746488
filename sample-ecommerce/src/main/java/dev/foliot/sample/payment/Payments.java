package dev.foliot.sample.payment;

import dev.foliot.aggregate.Decider;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Decides about payments, in the functional style: the events that follow from a command, and the
 * state that follows from an event. It calls no other system, so its tests need none; the provider
 * is asked before.
 */
@Component
class Payments implements Decider<PaymentCommand, Payment, PaymentEvent> {
  @Override
  public String aggregateId(PaymentCommand command) {
    return command.orderId();
  }

  @Override
  public Payment initialState() {
    return Payment.OPEN;
  }

  @Override
  public List<PaymentEvent> decide(PaymentCommand command, Payment payment) {
    if (payment.status() != PaymentStatus.OPEN) {
      throw new PaymentSettledException(command.orderId(), payment.status());
    }
    if (command instanceof AuthorisePayment authorise) { // a switch, from Java 21 on
      return List.of(new PaymentAuthorised(authorise.orderId(), authorise.amount()));
    }
    RefusePayment refuse = (RefusePayment) command;
    return List.of(new PaymentRefused(refuse.orderId(), refuse.reason()));
  }

  @Override
  public Payment evolve(Payment payment, PaymentEvent event) {
    return event instanceof PaymentAuthorised authorised
        ? payment.authorised(authorised.amount())
        : payment.refused();
  }
}
