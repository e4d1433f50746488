package dev.foliot.test.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compares log records with the expectations of a case. */
final class LogChecks {
  private final List<Map<String, Object>> records;
  private final Variables variables;

  LogChecks(List<Map<String, Object>> records, Variables variables) {
    this.records = records;
    this.variables = variables;
  }

  @SuppressWarnings("unchecked") // as the files are
  void check(Map<String, Object> expected) {
    Map<String, Object> match = (Map<String, Object>) expected.get("match");
    List<Integer> found = places(match);
    checkCount(expected, match, found.size());
    for (Object other : (List<Object>) expected.getOrDefault("after", List.of())) {
      List<Integer> earlier = required((Map<String, Object>) other);
      for (int place : found) {
        if (earlier.get(earlier.size() - 1) > place) {
          throw wrong(match, "after " + other);
        }
      }
    }
    for (Object other : (List<Object>) expected.getOrDefault("before", List.of())) {
      List<Integer> later = required((Map<String, Object>) other);
      for (int place : found) {
        if (later.get(0) < place) {
          throw wrong(match, "before " + other);
        }
      }
    }
  }

  private void checkCount(Map<String, Object> expected, Map<String, Object> match, int count) {
    Object exact = expected.get("count");
    Object least = expected.get("minCount");
    Object most = expected.get("maxCount");
    boolean fits =
        exact != null ? count == (Integer) exact : count >= (least == null && most == null ? 1 : 0);
    fits &= least == null || count >= (Integer) least;
    fits &= most == null || count <= (Integer) most;
    if (!fits) {
      throw wrong(match, "count %s, min %s, max %s, was %s".formatted(exact, least, most, count));
    }
  }

  private List<Integer> required(Map<String, Object> match) {
    List<Integer> places = places(match);
    if (places.isEmpty()) {
      throw wrong(match, "at least once");
    }
    return places;
  }

  private AssertionError wrong(Map<String, Object> match, String expectation) {
    return new AssertionError(
        "Log %s: expected %s in%n%s"
            .formatted(
                variables.filled((Object) match),
                expectation,
                String.join("\n", records.stream().map(Object::toString).toList())));
  }

  private List<Integer> places(Map<String, Object> match) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      Map<String, Object> entry = records.get(i);
      if (match.keySet().stream().allMatch(field -> fits(match.get(field), entry.get(field)))) {
        places.add(i);
      }
    }
    return places;
  }

  private boolean fits(@Nullable Object expected, @Nullable Object actual) {
    if (actual == null) {
      return false;
    }
    if (!(expected instanceof String)) {
      return actual.equals(expected);
    }
    String text = variables.filled((String) expected).strip();
    String value = actual.toString().strip();
    if (text.length() > 1 && text.startsWith("/") && text.endsWith("/")) {
      return Pattern.compile(text.substring(1, text.length() - 1)).matcher(value).find();
    }
    return value.equals(text);
  }
}
