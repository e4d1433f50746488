package dev.foliot.observation;

import dev.foliot.handler.Around;
import dev.foliot.handler.DeliveryAttempt;
import dev.foliot.message.Message;
import dev.foliot.message.Metadata;
import dev.foliot.outbox.OutboxEntry;
import java.util.List;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Puts the message that the thread is handling into SLF4J's MDC, and restores the MDC afterwards.
 * The MDC gets only facts that Foliot's own log lines have, too: no payload, no header.
 *
 * @param <W> the work
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class LogContext<W> implements Around<W> {
  /**
   * The name of the subscription. In a command, the subscription whose handler sent the command.
   */
  public static final String SUBSCRIPTION = "foliot.subscription";

  /** The id of the message. */
  public static final String MESSAGE_ID = "foliot.message-id";

  /** The declared name of the message's type. */
  public static final String MESSAGE_TYPE = "foliot.message-type";

  /** The stream that an event belongs to, such as {@code order-42}. */
  public static final String STREAM = "foliot.stream";

  /** The correlation id: the same for everything that one request caused. */
  public static final String CORRELATION_ID = "foliot.correlation-id";

  /** All keys. */
  public static final List<String> KEYS =
      List.of(SUBSCRIPTION, MESSAGE_ID, MESSAGE_TYPE, STREAM, CORRELATION_ID);

  private final Function<W, @Nullable String[]> values;

  /**
   * @param values one for each of {@link #KEYS}; null for none
   */
  private LogContext(Function<W, @Nullable String[]> values) {
    this.values = values;
  }

  /** The keys of a command that is processed. */
  public static LogContext<Message> ofCommands() {
    return new LogContext<>(command -> values(MDC.get(SUBSCRIPTION), command.metadata(), null));
  }

  /** The keys of a message that is given to a handler. */
  public static LogContext<DeliveryAttempt> ofDeliveries() {
    return new LogContext<>(
        attempt -> values(attempt.subscription(), attempt.metadata(), attempt.stream()));
  }

  /** The keys of a message that is handed to the broker. */
  public static LogContext<OutboxEntry> ofRelays() {
    return new LogContext<>(
        entry -> values(null, entry.message().metadata(), entry.message().key()));
  }

  private static @Nullable String[] values(
      @Nullable String subscription, Metadata metadata, @Nullable String stream) {
    return new @Nullable String[] {
      subscription, metadata.id().toString(), metadata.type(), stream, metadata.correlationId()
    };
  }

  @Override
  public Scope enter(W work) {
    @Nullable String[] before = new @Nullable String[KEYS.size()];
    for (int i = 0; i < before.length; i++) {
      before[i] = MDC.get(KEYS.get(i));
    }
    set(values.apply(work));
    return () -> set(before);
  }

  private static void set(@Nullable String[] values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        MDC.remove(KEYS.get(i));
      } else {
        MDC.put(KEYS.get(i), values[i]);
      }
    }
  }
}
