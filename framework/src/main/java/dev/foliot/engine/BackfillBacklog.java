package dev.foliot.engine;

import dev.foliot.message.RecordedMessage;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a segment that may have waiting backfill messages. A primary batch looks for earlier
 * messages of its keys (R32) only if there may be some. A key stays until the backlog is drained.
 * If there are more than {@value #MAX_KEYS} keys, every key counts as waiting.
 */
final class BackfillBacklog {
  private static final int MAX_KEYS = 100_000;

  private final Set<String> keys = new HashSet<>();
  private boolean overflown;
  private long knownThrough;
  private long newest;
  private @Nullable Instant oldest;

  BackfillBacklog(long backfillPosition) {
    this.knownThrough = backfillPosition;
  }

  /** Backfill messages up to this position have been added. */
  long knownThrough() {
    return knownThrough;
  }

  void add(String key, RecordedMessage message) {
    if (oldest == null) {
      oldest = message.metadata().occurredAt();
    }
    newest = message.position();
    if (keys.size() < MAX_KEYS) {
      keys.add(key);
    } else {
      overflown = true;
    }
  }

  void knownThrough(long position) {
    knownThrough = Math.max(knownThrough, position);
  }

  /** Whether no backfill message is waiting. */
  boolean isDrained() {
    return keys.isEmpty();
  }

  /** Whether an earlier backfill message of this key may be waiting. */
  boolean mayHold(String key) {
    return overflown || keys.contains(key);
  }

  /** The time of the oldest waiting backfill message, or an earlier time; null if none waits. */
  @Nullable Instant oldest() {
    return oldest;
  }

  /** The backfill lane has reached {@code position}, whose message occurred at this time. */
  void handledThrough(long position, @Nullable Instant lastOccurredAt) {
    knownThrough(position);
    if (position >= newest) {
      keys.clear();
      overflown = false;
      oldest = null;
    } else if (lastOccurredAt != null) {
      oldest = lastOccurredAt;
    }
  }
}
