package dev.foliot.engine;

import dev.foliot.message.RecordedMessage;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys of one segment that wait behind a failed message. Written by the segment, read by
 * anyone.
 */
final class HeldKeys {
  private final Map<String, HeldKey> byKey = new ConcurrentHashMap<>();
  private final Map<String, HeldKey> waiting = new ConcurrentHashMap<>();

  HeldKeys(List<HeldKey> stored) {
    stored.forEach(this::put);
  }

  void put(HeldKey stored) {
    HeldKey held = stored.withoutTrace();
    byKey.put(held.key(), held);
    if (held.isParked()) {
      waiting.remove(held.key());
    } else {
      waiting.put(held.key(), held);
    }
  }

  void remove(String key) {
    byKey.remove(key);
    waiting.remove(key);
  }

  boolean isEmpty() {
    return byKey.isEmpty();
  }

  /** Whether the message is, or waits behind, the failed one of its key. */
  boolean holdsBack(String key, RecordedMessage message) {
    HeldKey held = byKey.get(key);
    return held != null && message.position() >= held.position();
  }

  /** The key that has been due for the longest time. */
  Optional<HeldKey> due(Instant now) {
    return waiting.values().stream()
        .filter(held -> held.isDueAt(now))
        .min(Comparator.comparing(HeldKey::nextAttemptAt).thenComparing(HeldKey::position));
  }

  /** When the next key is due, if any waits for time. */
  Optional<Instant> nextDue() {
    return waiting.values().stream().map(HeldKey::nextAttemptAt).min(Comparator.naturalOrder());
  }

  Collection<HeldKey> all() {
    return byKey.values();
  }
}
