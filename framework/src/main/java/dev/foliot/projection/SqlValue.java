package dev.foliot.projection;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

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
}
