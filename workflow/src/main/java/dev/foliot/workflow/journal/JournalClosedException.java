package dev.foliot.workflow.journal;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The journal accepts no more entries from the current invocation. The run must be read again.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class JournalClosedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  /** The reason why the journal is closed. */
  public enum Reason {
    /** This node does not own the run any more; nothing was stored. */
    LOST,
    /** The run must end; the last entries are stored. */
    ENDING,
    /** This node hands its runs over to other nodes; the last entries are stored. */
    HANDED_OVER,
    /** An answer came just before its time-out was stored; nothing was stored. */
    ANSWERED,
    /** It is not known whether the last entries are stored. */
    UNKNOWN
  }

  public JournalClosedException(Reason reason, @Nullable Throwable cause) {
    super("The journal is closed: " + reason, cause);
    this.reason = reason;
  }

  /** The reason why the journal is closed. */
  public Reason reason() {
    return reason;
  }
}
