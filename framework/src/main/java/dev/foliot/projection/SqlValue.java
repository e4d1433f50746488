package dev.foliot.projection;

import static java.time.temporal.ChronoField.MICRO_OF_SECOND;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;

/** Converts values to the form that both drivers accept. */
final class SqlValue {
  private SqlValue() {}

  static Object of(Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof Instant instant) { // in the precision of a column
      return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
    return value;
  }

  /**
   * As {@link #of}, for a column that Foliot writes and compares: every time has the precision of
   * the column, because databases round it and drivers compare it exactly.
   */
  static Object inColumn(Object value) {
    Object converted = of(value);
    return converted instanceof Temporal time && time.isSupported(MICRO_OF_SECOND)
        ? time.with(MICRO_OF_SECOND, time.get(MICRO_OF_SECOND))
        : converted;
  }
}
