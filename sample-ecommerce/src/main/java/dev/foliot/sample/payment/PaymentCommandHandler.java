package dev.foliot.sample.payment;

import dev.foliot.Domain;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.command.CommandHandler;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.handler.Handle;
import dev.foliot.handler.OnError;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import java.util.UUID;

/** Charges a customer, and keeps the provider's answer as the payment. */
@CommandHandler
class PaymentCommandHandler {
  private final PaymentProvider provider;
  private final AggregateRepository<Payment> payments;
  private final Domain domain;

  PaymentCommandHandler(
      PaymentProvider provider, AggregateRepository<Payment> payments, Domain domain) {
    this.provider = provider;
    this.payments = payments;
    this.domain = domain;
  }

  /** Charges nobody once the time to pay is over. */
  @Handle
  void take(TakePayment command, Metadata metadata) {
    if (payments.find(command.orderId()).isEmpty()) {
      charge(command, metadata.id());
    }
  }

  /**
   * @param key the id of the command, which stays when the delivery is repeated
   */
  private void charge(TakePayment command, UUID key) {
    domain.process(
        provider
            .charge(key, command.customerId(), command.amount())
            .<PaymentCommand>map(reason -> new RefusePayment(command.orderId(), reason))
            .orElseGet(() -> new AuthorisePayment(command.orderId(), command.amount())));
  }

  /** An unavailable provider recovers; any other failure needs a person. */
  @OnError
  ErrorDecision failed(Exception error, RecordedMessage message, int attempt) {
    return error instanceof PaymentProviderUnavailableException
        ? ErrorDecision.retry()
        : ErrorDecision.park();
  }
}
