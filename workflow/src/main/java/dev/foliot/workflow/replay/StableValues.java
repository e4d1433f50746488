package dev.foliot.workflow.replay;

import dev.foliot.workflow.journal.JournalEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Values that are the same in each replay: made from the id of the context. */
final class StableValues {
  private final String seed;
  private Instant now;
  private int seen;
  private int ids;
  private int emits;
  private @Nullable RandomGenerator random;

  StableValues(String seed, Instant start) {
    this.seed = seed;
    this.now = start;
  }

  /** The code has got the outcome of an operation. */
  void observe(JournalEntry outcome) {
    observe(outcome.at(), outcome.number());
  }

  /** The code has got all that other code has got. */
  void observe(StableValues other) {
    observe(other.now, other.seen);
  }

  private void observe(Instant at, int number) {
    if (at.isAfter(now)) {
      now = at;
    }
    seen = Math.max(seen, number);
  }

  /** Whether an entry comes before the last outcome that the code has got. */
  boolean hasSeen(JournalEntry entry) {
    return entry.number() <= seen;
  }

  /** The number of the last outcome that the code has got. */
  int seen() {
    return seen;
  }

  Instant now() {
    return now;
  }

  UUID uuid() {
    return bytes("id-" + ++ids);
  }

  private UUID bytes(String what) {
    return UUID.nameUUIDFromBytes((seed + "/" + what).getBytes(StandardCharsets.UTF_8));
  }

  RandomGenerator random() {
    if (random == null) {
      random = new SplittableRandom(bytes("random").getMostSignificantBits());
    }
    return random;
  }

  /** The number of the next event on the stream, from 1. */
  int nextEmit() {
    return ++emits;
  }
}
