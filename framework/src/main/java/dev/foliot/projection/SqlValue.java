package dev.foliot.projection;

import static java.time.temporal.ChronoField.MICRO_OF_SECOND;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.Temporal;

/** Converts values to the form that both drivers accept. */
final class SqlValue {
  private SqlValue() {}

  static Object of(Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof Temporal time && time.isSupported(MICRO_OF_SECOND)) {
      Temporal stored = time.with(MICRO_OF_SECOND, time.get(MICRO_OF_SECOND)); // as a column has it
      return stored instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : stored;
    }
    return value;
  }
}
