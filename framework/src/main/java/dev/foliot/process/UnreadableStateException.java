package dev.foliot.process;

import dev.foliot.handler.ParkedAtOnce;

/** A stored state does not fit the class of its process manager. The message is parked at once. */
public final class UnreadableStateException extends RuntimeException implements ParkedAtOnce {
  private static final long serialVersionUID = 1;
  private final String process;
  private final String id;

  private UnreadableStateException(String process, String id, String text) {
    super(text);
    this.process = process;
    this.id = id;
  }

  static UnreadableStateException of(
      ProcessDeclaration declaration, String id, int version, String reason) {
    return new UnreadableStateException(
        declaration.name(),
        id,
        "The state of process %s %s, of version %s, does not fit %s: %s. Raise the version, add a method with @Upcasts(kind = PROCESS, name = \"%s\", from = %s, to = …), then retry."
            .formatted(
                declaration.name(),
                id,
                version,
                declaration.type().getName(),
                reason,
                declaration.name(),
                version));
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
