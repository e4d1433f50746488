package dev.foliot.workflow.journal;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The journal takes nothing more from the current invocation, whose run must be read again.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class JournalClosedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  /** Why it takes nothing more. */
  public enum Reason {
    /** This node does not own the run any more; nothing was stored. */
    LOST,
    /** The run is to end; the last entries are stored. */
    ENDING,
    /** This node gives its runs to others; the last entries are stored. */
    HANDED_OVER,
    /** An answer came just before its time-out was stored; nothing was stored. */
    ANSWERED,
    /** Whether the last entries are stored is not known. */
    UNKNOWN
  }

  public JournalClosedException(Reason reason, @Nullable Throwable cause) {
    super("The journal is closed: " + reason, cause);
    this.reason = reason;
  }

  /** Why it takes nothing more. */
  public Reason reason() {
    return reason;
  }
}
