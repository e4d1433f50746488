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
    if (command instanceof AuthorisePayment authorise) { // a switch, from Java 21 on
      return authorise(authorise, payment.status());
    }
    if (command instanceof RefusePayment refuse && payment.status() == PaymentStatus.OPEN) {
      return List.of(new PaymentRefused(refuse.orderId(), refuse.reason()));
    }
    if (command instanceof RefundPayment && payment.status() == PaymentStatus.AUTHORISED) {
      return List.of(new PaymentRefunded(command.orderId(), payment.amount()));
    }
    return List.of();
  }

  private static List<PaymentEvent> authorise(AuthorisePayment command, PaymentStatus status) {
    if (status != PaymentStatus.OPEN) {
      throw new PaymentSettledException(command.orderId(), status);
    }
    return List.of(new PaymentAuthorised(command.orderId(), command.amount()));
  }

  @Override
  public Payment evolve(Payment payment, PaymentEvent event) {
    if (event instanceof PaymentAuthorised authorised) {
      return payment.authorised(authorised.amount());
    }
    return event instanceof PaymentRefunded ? payment.refunded() : payment.refused();
  }
}
