package dev.foliot.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Computes rates from counters: each reading is compared with the oldest reading of the last
 * minute. Safe for use by several threads.
 */
final class Throughput {
  private static final Duration REMEMBERED = Duration.ofMinutes(1);
  private static final Duration APART = Duration.ofSeconds(1);

  private record Reading(Instant at, Map<String, Long> counters) {}

  private final Deque<Reading> readings = new ArrayDeque<>();

  /** The rates per second of the counters that were read before and were not reset. */
  synchronized Map<String, Double> perSecond(Instant now, Map<String, Long> counters) {
    readings.removeIf(
        reading -> reading.at().isBefore(now.minus(REMEMBERED)) || reading.at().isAfter(now));
    Reading oldest = readings.peekFirst();
    Map<String, Double> rates = new HashMap<>();
    if (oldest != null && oldest.at().isBefore(now)) {
      double seconds = Duration.between(oldest.at(), now).toMillis() / 1000.0;
      counters.forEach(
          (name, counter) -> {
            Long before = oldest.counters().get(name);
            if (before != null && counter >= before && seconds > 0) {
              rates.put(name, (counter - before) / seconds);
            }
          });
    }
    remember(now, counters);
    return rates;
  }

  private void remember(Instant now, Map<String, Long> counters) {
    @Nullable Reading newest = readings.peekLast();
    if (newest == null || !newest.at().plus(APART).isAfter(now)) {
      readings.addLast(new Reading(now, Map.copyOf(counters)));
    }
  }
}
