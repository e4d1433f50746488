package dev.foliot.process;

import dev.foliot.handler.ParkedAtOnce;

/** An event would start an instance that is already running. The event is parked at once. */
public final class ProcessAlreadyStartedException extends RuntimeException implements ParkedAtOnce {
  private static final long serialVersionUID = 1;
  private final String process;
  private final String id;

  ProcessAlreadyStartedException(String process, String id, String event) {
    super(
        "%s would start process %s %s, which is running already. Raise it once for each %s, take it by a @Handle method instead, or discard this message."
            .formatted(event, process, id, process));
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
