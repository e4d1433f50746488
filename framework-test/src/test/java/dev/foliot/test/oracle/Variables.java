package dev.foliot.test.oracle;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The variables of a case, and the comparison of values with expectations that use them. */
final class Variables {
  private static final Pattern PATTERN = Pattern.compile("\\$\\{/(.*)/}");
  private static final Pattern WHOLE = Pattern.compile("\\$\\{(\\w+)}");
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

  private final Map<String, Object> values = new HashMap<>();

  Variables(OracleCase of) {
    SplittableRandom random = new SplittableRandom(of.id().hashCode());
    of.variables()
        .forEach(
            (name, how) -> values.put(name, text(random, ((Number) how.get("length")).intValue())));
  }

  private static String text(SplittableRandom random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  /** Puts the known variables into all texts of a value. */
  @Nullable Object filled(@Nullable Object value) {
    if (value instanceof String text) {
      return filled(text);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(this::filled).toList();
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, each) -> copy.put(key, filled(each)));
      return copy;
    }
    return value;
  }

  String filled(String text) {
    Matcher matcher = WHOLE.matcher(text);
    return matcher.replaceAll(
        found -> {
          Object value = values.get(found.group(1));
          return Matcher.quoteReplacement(value == null ? found.group() : value.toString());
        });
  }

  /** Checks a value, and binds the variables that are met for the first time. */
  void check(String path, @Nullable Object expected, @Nullable Object actual) {
    if (expected instanceof String text) {
      checkText(path, text, actual);
    } else if (expected instanceof Map<?, ?> map) {
      checkMap(path, map, actual);
    } else if (expected instanceof List<?> list) {
      checkList(path, list, actual);
    } else if (!isEqual(expected, actual)) {
      throw differs(path, expected, actual);
    }
  }

  private void checkText(String path, String expected, @Nullable Object actual) {
    Matcher pattern = PATTERN.matcher(expected);
    Matcher whole = WHOLE.matcher(expected);
    boolean fits;
    if (expected.equals("*")) {
      fits = true;
    } else if (pattern.matches()) {
      fits = Pattern.compile(pattern.group(1)).matcher(asText(actual)).find();
    } else if (whole.matches()) {
      Object bound = actual == null ? null : values.putIfAbsent(whole.group(1), actual);
      fits = actual != null && (bound == null || bound.equals(actual));
    } else {
      fits = actual instanceof String text && isSameText(filled(expected), text);
    }
    if (!fits) {
      throw differs(path, filled(expected), actual);
    }
  }

  private static String asText(@Nullable Object value) {
    return value instanceof String text ? text : OracleCase.JSON.writeValueAsString(value);
  }

  /** Two JSON texts may differ in their spaces. */
  private static boolean isSameText(String expected, String actual) {
    return expected.equals(actual)
        || (expected.startsWith("{") && Objects.equals(parsed(expected), parsed(actual)));
  }

  private static @Nullable Object parsed(String json) {
    try {
      return OracleCase.JSON.readValue(json, Object.class);
    } catch (JacksonException e) {
      return json;
    }
  }

  private void checkMap(String path, Map<?, ?> expected, @Nullable Object actual) {
    if (expected.isEmpty()) {
      return;
    }
    if (!(actual instanceof Map<?, ?> map)) {
      throw differs(path, expected, actual);
    }
    expected.forEach(
        (key, value) -> {
          if (!map.containsKey(key)) {
            throw differs(path + "." + key, value, "missing in " + map.keySet());
          }
          check(path + "." + key, value, map.get(key));
        });
  }

  private void checkList(String path, List<?> expected, @Nullable Object actual) {
    if (!(actual instanceof List<?> list) || list.size() != expected.size()) {
      throw differs(path, expected, actual);
    }
    for (int i = 0; i < expected.size(); i++) {
      check(path + "[" + i + "]", expected.get(i), list.get(i));
    }
  }

  private static boolean isEqual(@Nullable Object expected, @Nullable Object actual) {
    if (expected instanceof Number one && actual instanceof Number other) {
      return new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0;
    }
    return Objects.equals(expected, actual);
  }

  private static AssertionError differs(
      String path, @Nullable Object expected, @Nullable Object actual) {
    return new AssertionError("%s: expected %s, was %s".formatted(path, expected, actual));
  }
}
