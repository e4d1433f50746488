package dev.foliot.message;

import org.jspecify.annotations.Nullable;

/**
 * The message that this thread is handling, so that what is raised or sent meanwhile knows its
 * cause, its correlation and its priority. Empty outside of handlers, and in tests of plain
 * aggregates.
 */
public final class CurrentMessage {
  private static final ThreadLocal<@Nullable Bound> BOUND = new ThreadLocal<>();

  private record Bound(@Nullable Metadata metadata, @Nullable Priority priority) {}

  /** Restores what was bound before. */
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

  /** The priority asked for by {@code withPriority} since the message began, or null. */
  public static @Nullable Priority requestedPriority() {
    Bound bound = BOUND.get();
    return bound == null ? null : bound.priority;
  }

  /** Until the scope is closed this thread handles {@code metadata}. */
  public static Scope handling(Metadata metadata) {
    return bind(new Bound(metadata, null));
  }

  /**
   * Until the scope is closed this thread handles {@code metadata} within a span, which what is
   * raised meanwhile goes on from; null for none.
   */
  public static Scope handling(Metadata metadata, @Nullable String traceParent) {
    return handling(traceParent == null ? metadata : metadata.tracedBy(traceParent));
  }

  /** Until the scope is closed every command of this thread has {@code priority}. */
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
