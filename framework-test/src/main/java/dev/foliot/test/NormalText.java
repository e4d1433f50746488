package dev.foliot.test;

import java.util.regex.Pattern;

/** Text without the values that differ from run to run: generated ids, instants, ciphertexts. */
final class NormalText {
  private static final Pattern ID =
      Pattern.compile(
          "\\b\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}\\b");
  private static final Pattern INSTANT =
      Pattern.compile(
          "\\b\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:?\\d{2})?");

  private static final Pattern CIPHERTEXT =
      Pattern.compile("((?:foliot:encrypted:[^:]*:)|(?:\"aes-256-gcm\":\\s*\"))[A-Za-z0-9+/=]+");

  private NormalText() {}

  static String of(String text) {
    String readable = CIPHERTEXT.matcher(text).replaceAll("$1<ciphertext>");
    return INSTANT.matcher(ID.matcher(readable).replaceAll("<id>")).replaceAll("<instant>");
  }
}
