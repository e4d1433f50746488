package dev.foliot.message;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The message that this thread is handling. Messages that are raised or sent meanwhile take their
 * cause, correlation and priority from it. Empty outside of handlers, and in tests of plain
 * aggregates.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class CurrentMessage {
  private static final ThreadLocal<@Nullable Bound> BOUND = new ThreadLocal<>();

  private record Bound(@Nullable Metadata metadata, @Nullable Priority priority) {}

  /** Restores the previous binding. */
  public interface Scope extends AutoCloseable {
    @Override
    void close();
  }

  private CurrentMessage() {}

  /** The metadata of the message being handled, or null. */
  public static @Nullable Metadata get() {
    Bound bound = BOUND.get();
    return bound == null ? null : bound.metadata;
  }

  /** The priority that {@code withPriority} has set since the message began, or null. */
  public static @Nullable Priority requestedPriority() {
    Bound bound = BOUND.get();
    return bound == null ? null : bound.priority;
  }

  /** Sets the message that this thread handles until the scope is closed. */
  public static Scope handling(Metadata metadata) {
    return bind(new Bound(metadata, null));
  }

  /**
   * Sets the message and the span of this thread until the scope is closed. The span is the parent
   * of messages that are raised meanwhile; null for no span.
   */
  public static Scope handling(Metadata metadata, @Nullable String traceParent) {
    return handling(traceParent == null ? metadata : metadata.tracedBy(traceParent));
  }

  /** Sets the priority of this thread's commands until the scope is closed. */
  public static Scope withPriority(Priority priority) {
    return bind(new Bound(get(), priority));
  }

  private static Scope bind(Bound next) {
    Bound before = BOUND.get();
    BOUND.set(next);
    return () -> {
      if (before == null) {
        BOUND.remove();
      } else {
        BOUND.set(before);
      }
    };
  }
}
