package dev.foliot.message;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The data about a message besides its payload (R7). It survives every hop, synchronous or not.
 * Immutable.
 *
 * @param id a time-ordered UUID (version 7); the key to deduplicate with
 * @param correlationId the same for everything that one request caused
 * @param causationId the id of the message being handled when this one was raised or sent; null at
 *     the root
 * @param priority inherited by everything that the message causes
 * @param occurredAt when it was raised or sent, by the application's clock, in microseconds
 * @param type the declared name of its type
 * @param typeVersion the schema version of its type, from 1
 * @param deadline a command expires if it has not started before this time; null for none
 * @param traceParent W3C trace context; null if nothing is traced
 * @param headers the application's own entries
 */
public record Metadata(
    UUID id,
    String correlationId,
    @Nullable UUID causationId,
    Priority priority,
    Instant occurredAt,
    String type,
    int typeVersion,
    @Nullable Instant deadline,
    @Nullable String traceParent,
    Map<String, String> headers) {

  /**
   * The header of a message that waited for its time: the instant when it was due, such as {@code
   * 2026-01-01T03:00:00Z}. If the message came late, such as after an outage, the instant is the
   * original one. Messages that it causes do not inherit the header.
   */
  public static final String DUE_AT = "foliot-due-at";

  /** The header with the name of the {@link #user()}. */
  public static final String USER = "foliot-user";

  public Metadata {
    headers = Map.copyOf(headers);
  }

  /**
   * When the message was due, if it waited for its time: a scheduled command, the command of a
   * schedule, or the message of a timer. Empty for any other one.
   */
  public Optional<Instant> dueAt() {
    return Optional.ofNullable(headers.get(DUE_AT)).map(Instant::parse);
  }

  Metadata ofType(String otherType, int otherVersion) {
    return new Metadata(
        id,
        correlationId,
        causationId,
        priority,
        occurredAt,
        otherType,
        otherVersion,
        deadline,
        traceParent,
        headers);
  }

  /**
   * The name of the user who caused the message; null if there was none. A message inherits it from
   * the message that caused it. The first message of a chain gets it from the {@link CurrentUser}.
   */
  public @Nullable String user() {
    return headers.get(USER);
  }

  /** The same with one more header, or another value of it. */
  public Metadata withHeader(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return with(deadline, more);
  }

  /** The same with another deadline, or with none. */
  public Metadata withDeadline(@Nullable Instant other) {
    return with(other, headers);
  }

  private Metadata with(@Nullable Instant otherDeadline, Map<String, String> otherHeaders) {
    return new Metadata(
        id,
        correlationId,
        causationId,
        priority,
        occurredAt,
        type,
        typeVersion,
        otherDeadline,
        traceParent,
        otherHeaders);
  }

  /** The same in another span of the trace. */
  public Metadata tracedBy(String otherTraceParent) {
    return new Metadata(
        id,
        correlationId,
        causationId,
        priority,
        occurredAt,
        type,
        typeVersion,
        deadline,
        otherTraceParent,
        headers);
  }
}
