package dev.foliot.rebuild;

import java.util.List;

/** The tables of a projection cannot be rebuilt beside the live ones. */
public final class ShadowTablesRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient List<String> tables;
  private final transient List<String> problems;

  ShadowTablesRefusedException(List<String> tables, List<String> problems) {
    super(
        "The tables %s cannot be rebuilt beside the live ones:\n - %s"
            .formatted(String.join(", ", tables), String.join("\n - ", problems)));
    this.tables = List.copyOf(tables);
    this.problems = List.copyOf(problems);
  }

  /** The tables of the projection. */
  public List<String> tables() {
    return tables;
  }

  /** Each problem, with a remedy. */
  public List<String> problems() {
    return problems;
  }
}
