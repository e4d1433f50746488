package dev.foliot.engine;

import dev.foliot.message.RecordedMessage;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which keys of a segment may have backfill messages waiting, so that a primary batch looks for
 * earlier messages of its keys (R32) only when there may be some. It errs on the side of looking:
 * keys stay until the backlog is drained, and past {@value #MAX_KEYS} of them every key may be
 * waiting.
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

  /** Since when, at the least, a backfill message has been waiting; null if none is. */
  @Nullable Instant oldest() {
    return oldest;
  }

  /** The backfill lane has come to {@code position}, the last message of which occurred then. */
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
