package dev.foliot.rebuild;

import java.time.Duration;
import java.util.List;

/** The live tables could not be exchanged, because other transactions use them for too long. */
public final class TablesInUseException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient List<String> tables;

  TablesInUseException(List<String> tables, Duration waited, Throwable cause) {
    super(
        "The tables %s could not be exchanged: other transactions have used them for longer than %s ms. Nothing was changed. Try again, or look for a transaction that has been open for long."
            .formatted(String.join(", ", tables), waited.toMillis()),
        cause);
    this.tables = List.copyOf(tables);
  }

  /** The live tables. */
  public List<String> tables() {
    return tables;
  }
}
