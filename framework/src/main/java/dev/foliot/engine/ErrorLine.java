package dev.foliot.engine;

import dev.foliot.failure.Causes;
import dev.foliot.failure.ErrorText;
import java.util.List;

/**
 * An error in one line, for a log and for health: the outermost exception that is not a mere
 * wrapper, and the root cause. Wrappers of Spring and of JPA repeat the SQL, over several lines.
 */
final class ErrorLine {
  private static final List<String> WRAPPERS =
      List.of("org.springframework.", "org.hibernate.", "jakarta.persistence.");

  private ErrorLine() {}

  static String of(Throwable error) {
    List<Throwable> chain = Causes.of(error);
    Throwable root = chain.get(chain.size() - 1);
    Throwable head = chain.stream().filter(each -> !isWrapper(each)).findFirst().orElse(root);
    String first = line(head);
    String last = line(root);
    return head == root || first.endsWith(last) ? first : first + ", caused by " + last;
  }

  private static boolean isWrapper(Throwable error) {
    Throwable cause = Causes.direct(error);
    return WRAPPERS.stream().anyMatch(error.getClass().getName()::startsWith)
        || (cause != null && ErrorText.of(cause).equals(ErrorText.message(error)));
  }

  /** The first line; H2 appends the statement to it. */
  private static String line(Throwable error) {
    return ErrorText.firstLine(error).split("; SQL statement:", 2)[0].strip();
  }
}
