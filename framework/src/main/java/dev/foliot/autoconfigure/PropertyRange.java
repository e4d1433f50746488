package dev.foliot.autoconfigure;

import java.time.Duration;

/** Refuses values that a property cannot have, by its key. */
final class PropertyRange {
  private PropertyRange() {}

  static void atLeast(int least, int value, String key) {
    check(value >= least, key, "at least " + least, value);
  }

  static void positive(Duration value, String key) {
    check(!value.isNegative() && !value.isZero(), key, "positive", value);
  }

  static void notNegative(Duration value, String key) {
    check(!value.isNegative(), key, "not negative", value);
  }

  static void check(boolean valid, String key, String expected, Object value) {
    if (!valid) {
      throw new InvalidPropertyException(key, expected, value);
    }
  }
}
