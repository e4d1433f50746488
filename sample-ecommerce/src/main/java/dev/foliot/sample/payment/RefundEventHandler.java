package dev.foliot.sample.payment;

import dev.foliot.event.EventHandler;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.handler.Handle;
import dev.foliot.handler.OnError;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;

/** Pays the money back when a payment is refunded. */
@EventHandler(name = "refund", sequencedBy = "orderId")
class RefundEventHandler {
  private final PaymentProvider provider;

  RefundEventHandler(PaymentProvider provider) {
    this.provider = provider;
  }

  /** The message's id is the key of the refund: each delivery of the message has the same id. */
  @Handle
  void on(PaymentRefunded event, Metadata metadata) {
    provider.refund(metadata.id(), event.orderId(), event.amount());
  }

  /** An unavailable provider recovers; any other failure needs a person. */
  @OnError
  ErrorDecision failed(Exception error, RecordedMessage message, int attempt) {
    return error instanceof PaymentProviderUnavailableException
        ? ErrorDecision.retry()
        : ErrorDecision.park();
  }
}
