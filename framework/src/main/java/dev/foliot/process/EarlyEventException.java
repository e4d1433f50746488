package dev.foliot.process;

import dev.foliot.handler.ParkedAtOnce;

/** An event came before the start of its process, or the start did not come in time. */
public final class EarlyEventException extends RuntimeException implements ParkedAtOnce {
  private static final long serialVersionUID = 1;
  private final String process;
  private final String id;

  private EarlyEventException(String process, String id, String text) {
    super(text);
    this.process = process;
    this.id = id;
  }

  static EarlyEventException refused(String process, String id, String event) {
    return new EarlyEventException(
        process,
        id,
        "%s is for process %s %s, which has not started. The start waits behind this event, so discard the event. With early = WAIT, the event would wait for the start."
            .formatted(event, process, id));
  }

  static EarlyEventException overdue(String process, String id, String within) {
    return new EarlyEventException(
        process,
        id,
        "Process %s %s has events that wait for its start, which has not come within %s. Discard this message to keep the events without a time limit; or drop the events by domain.processes().dropEarly(\"%s\", \"%s\"), then retry this message. Later messages of %s wait behind it."
            .formatted(process, id, within, process, id, id));
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
