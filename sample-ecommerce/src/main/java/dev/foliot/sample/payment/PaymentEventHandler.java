package dev.foliot.sample.payment;

import dev.foliot.Domain;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.handler.Handle;
import dev.foliot.handler.OnError;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import dev.foliot.sample.order.CancelOrder;
import dev.foliot.sample.order.ConfirmOrder;
import dev.foliot.sample.order.OrderReserved;

/**
 * Charges for a reserved order, and then, in a delivery of its own, tells the order. So trouble
 * with the order never charges anybody again.
 */
@EventHandler(name = "payment", sequencedBy = "orderId")
class PaymentEventHandler {
  private final PaymentProvider provider;
  private final AggregateRepository<Payment> payments;
  private final Domain domain;

  PaymentEventHandler(
      PaymentProvider provider, AggregateRepository<Payment> payments, Domain domain) {
    this.provider = provider;
    this.payments = payments;
    this.domain = domain;
  }

  /** The message's id is the key of the charge: it stays when the delivery is repeated. */
  @Handle
  void on(OrderReserved event, Metadata metadata) {
    payments.save(
        provider
            .charge(metadata.id(), event.customerId(), event.total())
            .map(reason -> refused(event, reason))
            .orElseGet(() -> authorised(event)));
  }

  @Handle
  void on(PaymentAuthorised event) {
    domain.process(new ConfirmOrder(event.orderId()));
  }

  @Handle
  void on(PaymentRefused event) {
    domain.process(new CancelOrder(event.orderId(), event.reason()));
  }

  /** A provider that is away comes back; anything else is for a person to look at. */
  @OnError
  ErrorDecision failed(Exception error, RecordedMessage message, int attempt) {
    return error instanceof PaymentProviderUnavailableException
        ? ErrorDecision.retry()
        : ErrorDecision.park();
  }

  private static Payment authorised(OrderReserved event) {
    return Payment.authorised(event.orderId(), event.customerId(), event.total());
  }

  private static Payment refused(OrderReserved event, String reason) {
    return Payment.refused(event.orderId(), event.customerId(), event.total(), reason);
  }
}
