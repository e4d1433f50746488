package dev.foliot.engine;

import java.util.List;

/**
 * An error in one line, for a log and for health: the outermost exception that is not a mere
 * wrapper, and the root cause. Wrappers of Spring and of JPA repeat the SQL, over several lines.
 */
final class ErrorLine {
  private static final int MAX_CAUSES = 100; // a chain of causes may be a circle
  private static final List<String> WRAPPERS =
      List.of("org.springframework.", "org.hibernate.", "jakarta.persistence.");

  private ErrorLine() {}

  static String of(Throwable error) {
    try {
      return describe(error);
    } catch (Throwable broken) { // the error's own methods may throw
      return error.getClass().getName();
    }
  }

  private static String describe(Throwable error) {
    Throwable head = error;
    Throwable root = error;
    boolean wrapped = true;
    for (int i = 0; i < MAX_CAUSES && root.getCause() != null; i++) {
      wrapped = wrapped && isWrapper(root);
      root = root.getCause();
      head = wrapped ? root : head;
    }
    String first = line(head);
    String last = line(root);
    return head == root || first.endsWith(last) ? first : first + ", caused by " + last;
  }

  private static boolean isWrapper(Throwable error) {
    return WRAPPERS.stream().anyMatch(error.getClass().getName()::startsWith)
        || String.valueOf(error.getMessage()).equals(String.valueOf(error.getCause()));
  }

  /** The first line; H2 appends the statement to it. */
  private static String line(Throwable error) {
    String text = String.valueOf(error);
    return text.lines().findFirst().orElse(text).split("; SQL statement:", 2)[0].strip();
  }
}
