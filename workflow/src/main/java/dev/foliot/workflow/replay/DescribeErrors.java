package dev.foliot.workflow.replay;

import dev.foliot.failure.ReadableError;
import dev.foliot.personaldata.RedactedText;
import dev.foliot.workflow.journal.StoredError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Describes errors without the personal data that the run has seen: an exception may quote its
 * input, or the result of an operation. The payloads are read when there is an error.
 */
final class DescribeErrors {
  private final PersonalTexts personal;
  private final List<String> unread = new ArrayList<>();
  private final List<UnaryOperator<String>> hiding = new ArrayList<>();

  DescribeErrors(PersonalTexts personal) {
    this.personal = personal;
  }

  /** Notes that the run has read a stored payload. */
  void saw(@Nullable String payload) {
    if (payload != null) {
      unread.add(payload);
    }
  }

  StoredError of(Throwable error) {
    return StoredError.of(error, this::hide);
  }

  /**
   * @param message a message of the failed operation
   */
  StoredError of(Throwable error, @Nullable Object message) {
    UnaryOperator<String> ofMessage = RedactedText.hiding(message);
    return StoredError.of(error, text -> hide(ofMessage.apply(text)));
  }

  /** An error for the log. */
  Throwable readable(Throwable error) {
    return ReadableError.of(error, this::hide);
  }

  private String hide(String text) {
    unread.forEach(payload -> personal.hiding(payload).ifPresent(hiding::add));
    unread.clear();
    String hidden = text;
    for (UnaryOperator<String> each : hiding) {
      hidden = each.apply(hidden);
    }
    return hidden;
  }
}
