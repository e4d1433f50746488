package dev.foliot.test;

import java.util.regex.Pattern;

/** Text without the values that differ from run to run: generated ids and instants. */
final class NormalText {
  private static final Pattern ID =
      Pattern.compile(
          "\\b\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}\\b");
  private static final Pattern INSTANT =
      Pattern.compile(
          "\\b\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:?\\d{2})?");

  private NormalText() {}

  static String of(String text) {
    return INSTANT.matcher(ID.matcher(text).replaceAll("<id>")).replaceAll("<instant>");
  }
}
