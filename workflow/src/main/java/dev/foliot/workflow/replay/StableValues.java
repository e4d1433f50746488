package dev.foliot.workflow.replay;

import dev.foliot.workflow.journal.JournalEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Values that are the same in each replay: made from the id of the context. */
final class StableValues {
  private final IntFunction<String> seed;
  private Instant now;
  private int seen;
  private int ids;
  private int emits;
  private @Nullable String randomSeed;
  private @Nullable RandomGenerator random;

  /**
   * @param seed computes the seed of the values after an entry with this number
   */
  StableValues(IntFunction<String> seed, Instant start) {
    this.seed = seed;
    this.now = start;
  }

  /** Notes that the code has received the outcome of an operation. */
  void observe(JournalEntry outcome) {
    observe(outcome.at(), outcome.number());
  }

  /** Notes that the code has received all outcomes of other code. */
  void observe(StableValues other) {
    observe(other.now, other.seen);
  }

  private void observe(Instant at, int number) {
    if (at.isAfter(now)) {
      now = at;
    }
    seen = Math.max(seen, number);
  }

  /** Whether an entry comes before the last outcome that the code has received. */
  boolean hasSeen(JournalEntry entry) {
    return entry.number() <= seen;
  }

  /** The number of the last outcome that the code has received. */
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
    return UUID.nameUUIDFromBytes((seed.apply(seen) + "/" + what).getBytes(StandardCharsets.UTF_8));
  }

  RandomGenerator random() {
    String current = seed.apply(seen);
    if (random == null || !current.equals(randomSeed)) {
      randomSeed = current;
      random = new SplittableRandom(bytes("random").getMostSignificantBits());
    }
    return random;
  }

  /** The number of the next event on the stream, from 1. */
  int nextEmit() {
    return ++emits;
  }
}
