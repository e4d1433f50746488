package dev.foliot.engine;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.RecordedMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last version of each recent stream, in a table of fixed size. A new stream may replace the
 * one that was seen longest ago. Streams are compared by a hash, so two streams may count as one;
 * only the log is certain. Not for use by several threads.
 */
final class LastVersions {
  private static final int WAYS = 4;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final @Nullable SeenVersion[] table;
  private final List<Replaced> uncommitted = new ArrayList<>();

  /** The place of the last message of a stream in the log. */
  record SeenVersion(long stream, long version, long position) {
    boolean is(RecordedMessage message) {
      return message.position() == position && message.streamVersion() == version;
    }

    /** Whether the message still has this place, or was moved from it to the archive. */
    boolean isStillIn(EventStore log, StreamName name) {
      return log.readStreamWithArchive(name, version, version, 1).stream().anyMatch(this::is);
    }
  }

  private record Replaced(int slot, @Nullable SeenVersion before) {}

  /**
   * @param size the maximum number of streams, a power of two
   */
  LastVersions(int size) {
    table = new SeenVersion[size];
  }

  /**
   * Makes the message the last one of its stream, unless that is rolled back.
   *
   * @param keyWithin distinguishes the sequences of the stream
   * @return the one before it; null if none is known
   */
  @Nullable SeenVersion put(RecordedMessage message, String keyWithin) {
    long stream = hash(message, keyWithin);
    int slot = slotOf(stream);
    SeenVersion before = table[slot];
    table[slot] = new SeenVersion(stream, message.streamVersion(), message.position());
    uncommitted.add(new Replaced(slot, before));
    return before != null && before.stream == stream ? before : null;
  }

  private static long hash(RecordedMessage message, String keyWithin) {
    long stream = ((long) message.category().hashCode() << 32) ^ message.streamId().hashCode();
    return (stream ^ ((long) keyWithin.hashCode() << 16)) * SPREAD;
  }

  private int slotOf(long stream) {
    int first = (int) (stream >>> 32) & (table.length - WAYS);
    int oldest = first;
    long least = Long.MAX_VALUE;
    for (int slot = first; slot < first + WAYS; slot++) {
      SeenVersion seen = table[slot];
      if (seen == null || seen.stream == stream) {
        return slot;
      }
      if (seen.position < least) {
        oldest = slot;
        least = seen.position;
      }
    }
    return oldest;
  }

  void commit() {
    uncommitted.clear();
  }

  void rollBack() {
    for (int i = uncommitted.size() - 1; i >= 0; i--) {
      table[uncommitted.get(i).slot] = uncommitted.get(i).before;
    }
    uncommitted.clear();
  }
}
