package dev.foliot.sample.payment;

import dev.foliot.Domain;
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
 * Charges for a reserved order, and confirms the order in a delivery of its own. So a failure of
 * the order never charges a customer again.
 */
@EventHandler(name = "payment", sequencedBy = "orderId")
class PaymentEventHandler {
  private final PaymentProvider provider;
  private final Domain domain;

  PaymentEventHandler(PaymentProvider provider, Domain domain) {
    this.provider = provider;
    this.domain = domain;
  }

  /** The message's id is the key of the charge: it stays when the delivery is repeated. */
  @Handle
  void on(OrderReserved event, Metadata metadata) {
    domain.process(
        provider
            .charge(metadata.id(), event.customerId(), event.total())
            .<PaymentCommand>map(reason -> new RefusePayment(event.orderId(), reason))
            .orElseGet(() -> new AuthorisePayment(event.orderId(), event.total())));
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
}
