package dev.foliot.personaldata;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Replaces each text and number of some values wherever it is quoted. A text of up to two
 * characters is hidden only as a whole word, so that the rest stays readable.
 */
final class HideTexts implements UnaryOperator<String> {
  static final String HIDDEN = "[personal data]";
  private static final int SHORT = 2;

  /** JSON always writes the seconds of a time; {@code toString()} leaves out zero seconds. */
  private static final Pattern FULL_MINUTE = Pattern.compile("^(.*\\d\\d:\\d\\d):00(\\D.*)?$");

  private final @Nullable Pattern texts;

  HideTexts(List<JsonNode> values) {
    List<String> leaves = new ArrayList<>();
    values.forEach(value -> addLeaves(value, leaves));
    String longestFirst =
        leaves.stream()
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(HideTexts::pattern)
            .collect(Collectors.joining("|"));
    texts =
        longestFirst.isEmpty()
            ? null
            : Pattern.compile(longestFirst, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  private static void addLeaves(JsonNode value, List<String> leaves) {
    if (value.isContainer()) {
      value.forEach(each -> addLeaves(each, leaves));
    } else if ((value.isString() || value.isNumber()) && !value.asString().isBlank()) {
      String text = value.asString().strip();
      leaves.add(text);
      leaves.add(FULL_MINUTE.matcher(text).replaceFirst("$1$2"));
    }
  }

  private static String pattern(String text) {
    String quoted = Pattern.quote(text);
    return text.length() > SHORT ? quoted : "(?<![\\p{L}\\p{N}])" + quoted + "(?![\\p{L}\\p{N}])";
  }

  @Override
  public String apply(String text) {
    return texts == null ? text : texts.matcher(text).replaceAll(HIDDEN);
  }
}
