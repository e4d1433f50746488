package dev.foliot.engine;

import dev.foliot.failure.ErrorText;
import dev.foliot.handler.Delivery;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.message.RecordedMessage;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the outcomes of the deliveries of one subscription to the log, the listener and waiting
 * readers.
 */
final class ReportDeliveries {
  private static final Logger LOG = LoggerFactory.getLogger(ReportDeliveries.class);

  private final Subscription subscription;
  private final DeliveryListener listener;
  private final Consumer<String> progress;

  /**
   * @param progress receives the name of the subscription after each commit
   */
  ReportDeliveries(
      Subscription subscription, DeliveryListener listener, Consumer<String> progress) {
    this.subscription = subscription;
    this.listener = listener;
    this.progress = progress;
  }

  /** A part of a message was handled; the delivery is reported once it is committed. */
  Delivery ended(
      RecordedMessage part, Object payload, int attempt, Outcome outcome, Duration duration) {
    return delivery(part, payload, attempt, outcome, null, duration);
  }

  void committed(List<Delivery> handled) {
    handled.forEach(listener::delivered);
    progress.accept(subscription.name());
  }

  /** The failure has been recorded. */
  void failed(Failure failure) {
    RecordedMessage message = failure.message();
    Throwable shown = message.redact(failure.error());
    switch (failure.outcome()) {
      case RETRY -> logRetry(failure, ErrorText.firstLine(shown));
      case SKIPPED ->
          LOG.warn(
              "subscription={} message={} attempt={} failed and was skipped, as its @OnError method decided: {}",
              subscription.name(),
              message,
              failure.attempt(),
              ErrorText.firstLine(shown));
      default -> logParked(failure, shown);
    }
    listener.delivered(
        delivery(
            message, null, failure.attempt(), failure.outcome(), failure.error(), Duration.ZERO));
  }

  private void logRetry(Failure failure, String error) {
    String what =
        failure.counted()
            ? "failed"
            : "could not be handled (no attempt is counted, because the message may not be the cause)";
    LOG.warn(
        "subscription={} message={} attempt={} {} and is tried again at {}: {}",
        subscription.name(),
        failure.message(),
        failure.attempt(),
        what,
        failure.nextAttemptAt(),
        error);
  }

  /** This line has all facts that a person needs to act. */
  private void logParked(Failure failure, Throwable shown) {
    RecordedMessage message = failure.message();
    LOG.error(
        "subscription={} message={} attempt={} failed for good and is parked; later messages of key={} wait behind it. Correct the cause, then try it again by POST /actuator/foliot/{}/parked/{} or: java -jar application.jar foliot retry {} {}",
        subscription.name(),
        message,
        failure.attempt(),
        failure.key(),
        subscription.name(),
        message.id(),
        subscription.name(),
        message.id(),
        shown);
  }

  private Delivery delivery(
      RecordedMessage message,
      @Nullable Object payload,
      int attempt,
      Outcome outcome,
      @Nullable Throwable error,
      Duration duration) {
    return new Delivery(
        subscription.name(),
        subscription.handler().kind(),
        message.lane(),
        message.category(),
        message.streamId(),
        message.streamVersion(),
        message.metadata(),
        payload,
        attempt,
        outcome,
        error,
        duration);
  }
}
