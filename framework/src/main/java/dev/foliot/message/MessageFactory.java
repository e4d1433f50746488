package dev.foliot.message;

import dev.foliot.time.StorableInstant;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Gives payloads their metadata: new ids, and the values that they inherit from their cause (R7).
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class MessageFactory {
  private final MessageTypes types;
  private final IdGenerator ids;
  private final InstantSource clock;
  private final TraceContext trace;
  private final CurrentUser user;

  /** Without users. */
  public MessageFactory(
      MessageTypes types, IdGenerator ids, InstantSource clock, TraceContext trace) {
    this(types, ids, clock, trace, CurrentUser.NONE);
  }

  public MessageFactory(
      MessageTypes types,
      IdGenerator ids,
      InstantSource clock,
      TraceContext trace,
      CurrentUser user) {
    this.user = user;
    this.types = types;
    this.ids = ids;
    this.clock = clock;
    this.trace = trace;
  }

  /**
   * A command or query sent now by this thread; inherits from the message being handled, if any.
   *
   * @throws UnknownMessageTypeException if the payload's class is not a known message
   */
  public Message sent(Object payload, MessageOptions options) {
    Metadata cause = CurrentMessage.get();
    Priority requested =
        options.priority() != null ? options.priority() : CurrentMessage.requestedPriority();
    MessageType type = types.of(payload.getClass());
    return create(
        payload,
        type.name(),
        type.version(),
        options,
        requested,
        cause,
        inheritedDeadline(options, cause),
        trace(cause));
  }

  /**
   * An event, or a message of Foliot's own, that was raised while {@code cause} was being handled
   * (null for none). A priority that was requested then, by {@code withPriority}, overrides the
   * priority of the cause. The message is made at the commit, when the span in which the cause was
   * handled may be over. So its trace is taken from the cause.
   */
  public Message raised(Object payload, @Nullable Metadata cause, @Nullable Priority requested) {
    MessageType type = types.of(payload.getClass());
    String trace = cause == null ? null : cause.traceParent();
    return create(
        payload,
        type.name(),
        type.version(),
        MessageOptions.NONE,
        requested,
        cause,
        null,
        trace != null ? trace : this.trace.traceParent());
  }

  private Message create(
      Object payload,
      String type,
      int typeVersion,
      MessageOptions options,
      @Nullable Priority requested,
      @Nullable Metadata cause,
      @Nullable Instant deadline,
      @Nullable String traceParent) {
    UUID id = ids.next();
    Metadata metadata =
        new Metadata(
            id,
            correlation(options, cause, id),
            cause == null ? null : cause.id(),
            requested != null ? requested : cause == null ? Priority.NORMAL : cause.priority(),
            clock.instant(),
            type,
            typeVersion,
            deadline,
            traceParent,
            headers(options, cause));
    return new Message(payload, metadata);
  }

  private static String correlation(MessageOptions options, @Nullable Metadata cause, UUID id) {
    if (options.correlationId() != null) {
      return options.correlationId();
    }
    return cause == null ? id.toString() : cause.correlationId();
  }

  private @Nullable Instant inheritedDeadline(MessageOptions options, @Nullable Metadata cause) {
    Instant inherited = cause == null ? null : cause.deadline();
    if (options.timeout() == null) {
      return inherited;
    }
    Instant own = StorableInstant.after(clock.instant(), options.timeout());
    return inherited != null && inherited.isBefore(own) ? inherited : own;
  }

  private @Nullable String trace(@Nullable Metadata cause) {
    String current = trace.traceParent();
    return current != null || cause == null ? current : cause.traceParent();
  }

  private Map<String, String> headers(MessageOptions options, @Nullable Metadata cause) {
    String name = cause != null && cause.user() != null ? cause.user() : user.name();
    if (cause == null && name == null) {
      return options.headers();
    }
    Map<String, String> headers = new HashMap<>();
    if (cause != null) {
      headers.putAll(cause.headers());
      headers.remove(Metadata.DUE_AT);
    }
    headers.putAll(Objects.requireNonNull(options.headers()));
    if (name != null) {
      headers.put(Metadata.USER, name);
    }
    return headers;
  }
}
