package dev.foliot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
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

  /** A token of RFC 9110. */
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

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

  static void headerName(String value, String key) {
    check(HEADER.matcher(value).matches(), key, "the name of an HTTP header", quoted(value));
  }

  /** A blank name would stand for the whole class path. */
  static List<String> packages(List<String> values, String key) {
    for (int i = 0; i < values.size(); i++) {
      String each = values.get(i);
      check(!each.isBlank(), key + "[" + i + "]", "the name of a package", quoted(each));
    }
    return values;
  }

  private static String quoted(String value) {
    return '"' + value + '"';
  }

  static void check(boolean valid, String key, String expected, Object value) {
    if (!valid) {
      throw new InvalidPropertyException(key, expected, value);
    }
  }
}
