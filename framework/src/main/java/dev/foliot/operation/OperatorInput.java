package dev.foliot.operation;

import dev.foliot.failure.ErrorText;
import dev.foliot.message.Given;
import dev.foliot.message.StorableText;

/** Refuses missing and too long inputs of an operator, before any change. */
final class OperatorInput {
  static final String BEAN = "The bean Subscriptions";
  private static final int MAX_REASON = 1_000;
  private static final int MAX_QUOTED = 100;
  private static final int MAX_NAME = 200;

  private OperatorInput() {}

  static void reason(String reason) {
    Given.value(reason, BEAN, "a reason");
    requireText("a reason", reason, MAX_REASON);
  }

  static void name(String by) {
    Given.value(by, BEAN, "the name of the person who decides it");
    requireText("the name of the person", by, MAX_NAME);
  }

  private static void requireText(String what, String text, int most) {
    if (text.isBlank() || text.length() > most) {
      throw new IllegalArgumentException(
          "Nothing was changed: give %s, in 1 to %s characters, instead of %s."
              .formatted(what, most, quoted(text)));
    }
    StorableText.require("The text for " + what, text);
  }

  /** Quotes a text; of a long text, only the beginning. */
  private static String quoted(String text) {
    String shown = ErrorText.cut(text, MAX_QUOTED).replace('\0', ' ');
    return shown.length() == text.length()
        ? "\"%s\"".formatted(shown)
        : "\"%s…\" with %s characters".formatted(shown, text.length());
  }
}
