package dev.foliot.autoconfigure;

import java.time.Duration;
import org.apiguardian.api.API;

/**
 * Refuses values that a property cannot have, by its key. Modules check their own properties with
 * it.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class PropertyRange {
  /** A hundred years: enough for ever, and counted in nanoseconds it does not overflow. */
  static final Duration LONGEST = Duration.ofDays(36_500);

  private PropertyRange() {}

  public static void atLeast(int least, int value, String key) {
    check(value >= least, key, "at least " + least, value);
  }

  public static void positive(Duration value, String key) {
    check(!value.isNegative() && !value.isZero(), key, "positive", value);
    notTooLong(value, key);
  }

  public static void notNegative(Duration value, String key) {
    check(!value.isNegative(), key, "not negative", value);
    notTooLong(value, key);
  }

  private static void notTooLong(Duration value, String key) {
    check(value.compareTo(LONGEST) <= 0, key, "at most " + LONGEST.toDays() + "d", value);
  }

  static void check(boolean valid, String key, String expected, Object value) {
    if (!valid) {
      throw new InvalidPropertyException(key, expected, value);
    }
  }
}
