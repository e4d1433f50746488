package dev.foliot.rebuild;

import java.util.List;

/** The tables of a projection cannot be rebuilt beside the live ones. */
public final class ShadowTablesRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient List<String> problems;

  private ShadowTablesRefusedException(String subject, String its, List<String> problems) {
    super(
        "%s cannot be rebuilt beside %s:\n - %s"
            .formatted(subject, its, String.join("\n - ", problems)));
    this.problems = List.copyOf(problems);
  }

  static ShadowTablesRefusedException of(Class<?> projection, List<String> problems) {
    return new ShadowTablesRefusedException(
        "Projection " + projection.getSimpleName(), "its live rows", problems);
  }

  static ShadowTablesRefusedException of(List<String> tables, List<String> problems) {
    return new ShadowTablesRefusedException(
        "The tables " + String.join(", ", tables), "the live ones", problems);
  }

  /** Each problem, with a remedy. */
  public List<String> problems() {
    return problems;
  }
}
