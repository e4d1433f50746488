package dev.foliot.process;

import org.springframework.dao.OptimisticLockingFailureException;

/**
 * Another transaction changed the instance of a process first. Nothing of this transaction was
 * stored. The engine, and {@code domain.process}, try again.
 */
public final class ConcurrentProcessChangeException extends OptimisticLockingFailureException {
  private static final long serialVersionUID = 1;
  private final String process;
  private final String id;

  ConcurrentProcessChangeException(String process, String id, long expectedRevision) {
    super(
        "Process %s %s is not at revision %s any more: another transaction changed it. Load it again and retry."
            .formatted(process, id, expectedRevision));
    this.process = process;
    this.id = id;
  }

  /** The name of the process manager. */
  public String process() {
    return process;
  }

  /** The correlation. */
  public String id() {
    return id;
  }
}
