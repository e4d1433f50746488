package dev.foliot.engine;

import dev.foliot.engine.PlanCalls.Call;
import dev.foliot.engine.PlanCalls.Planned;
import dev.foliot.failure.ReadableError;
import dev.foliot.handler.Around;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.DeliveryAttempt;
import dev.foliot.handler.DeliveryInterceptors;
import dev.foliot.handler.DeliveryInterceptors.HandlerCall;
import dev.foliot.message.Message;
import dev.foliot.message.RecordedMessage;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The observation scope of the message that is being delivered. It is closed when the handler
 * returns. The scope of a message that fails, or is alone in its transaction, is closed when the
 * transaction has ended and the outcome is known.
 */
final class CurrentAttempt {
  /**
   * The outcome if the failure is not the fault of the message: the work is rolled back, and the
   * message is delivered again.
   */
  private static final String REPEATED = "repeated";

  private final Subscription subscription;
  private final Around<DeliveryAttempt> around;
  private final DeliveryInterceptors interceptors;
  private Around.@Nullable Scope scope;
  private @Nullable DeliveryAttempt entered;
  private List<RecordedMessage> messages = List.of();
  private String outcome = REPEATED;
  private Outcome returned = Outcome.HANDLED;
  private @Nullable Throwable error;

  CurrentAttempt(
      Subscription subscription,
      Around<DeliveryAttempt> around,
      DeliveryInterceptors interceptors) {
    this.subscription = subscription;
    this.around = around;
    this.interceptors = interceptors;
  }

  /** The handler is called. */
  void enter(Call call, int attempt) {
    messages = call.messages().stream().map(Planned::recorded).toList();
    enter(call.first(), attempt, call.size(), call.messagesBegun());
  }

  /** A message fails before the handler is called. */
  void enter(RecordedMessage unreadable, int attempt) {
    messages = List.of(unreadable);
    enter(unreadable, attempt, 1, List.of(unreadable.id()));
  }

  private void enter(RecordedMessage first, int attempt, int size, List<UUID> messageIds) {
    outcome = REPEATED;
    error = null;
    DeliveryAttempt now =
        new DeliveryAttempt(
            subscription.name(),
            subscription.handler().kind(),
            first.lane(),
            first.category(),
            first.streamId(),
            first.streamVersion(),
            first.metadata(),
            attempt,
            size,
            messageIds);
    entered = now;
    scope = around.enter(now);
  }

  /** Whether there are interceptors. */
  boolean isIntercepted() {
    return !interceptors.isEmpty();
  }

  /** Calls the handler within the interceptors. */
  Outcome deliver(List<Message> messages, HandlerCall call) throws Throwable {
    return interceptors.deliver(Objects.requireNonNull(entered), messages, call);
  }

  @Nullable String traceParent() {
    return scope == null ? null : scope.traceParent();
  }

  /** The call has returned, for one or several messages. */
  void returned(List<Outcome> outcomes) {
    returned = outcomes.contains(Outcome.HANDLED) ? Outcome.HANDLED : outcomes.get(0);
  }

  /** The work of the call stays, as far as is known. */
  void handled() {
    error = null;
    outcome = name(returned);
    leave();
  }

  /** Notes the failure without personal data, because spans are stored in other systems. */
  void failed(Throwable failure) {
    boolean isSeen = scope != null && scope != Around.Scope.NONE;
    error = isSeen ? redact(messages, failure) : null;
  }

  /** The error without the personal data of messages. */
  static Throwable redact(List<RecordedMessage> messages, Throwable error) {
    Throwable shown = ReadableError.of(error);
    for (RecordedMessage message : messages) {
      if (message.isSealed()) {
        shown = message.redact(shown);
      }
    }
    return shown;
  }

  void judged(Outcome decided) {
    outcome = name(decided);
  }

  void leave() {
    Around.Scope left = scope;
    scope = null;
    if (left != null) {
      left.exit();
      left.end(outcome, error);
    }
  }

  private static String name(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }
}
