package dev.foliot.workflow.replay;

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
  private int ids;
  private int emits;
  private @Nullable RandomGenerator random;

  StableValues(String seed, Instant start) {
    this.seed = seed;
    this.now = start;
  }

  /** An operation has ended at this time. */
  void observe(Instant at) {
    if (at.isAfter(now)) {
      now = at;
    }
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
