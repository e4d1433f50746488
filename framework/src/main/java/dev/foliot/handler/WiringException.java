package dev.foliot.handler;

import java.util.List;

/** The application does not start because its handlers, messages or aggregates do not fit (R38). */
public final class WiringException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient List<String> problems;

  WiringException(List<String> problems) {
    super(
        "The wiring has %s problem%s:\n - %s"
            .formatted(
                problems.size(), problems.size() == 1 ? "" : "s", String.join("\n - ", problems)));
    this.problems = List.copyOf(problems);
  }

  /** Each problem, in the order in which it was found. */
  public List<String> problems() {
    return problems;
  }
}
