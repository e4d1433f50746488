package dev.foliot.handler;

/** A command or query that no handler of the application takes (R10). */
public final class NoHandlerException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final Class<?> messageClass;

  NoHandlerException(HandlerKind kind, Class<?> messageClass) {
    super(describe(kind, messageClass));
    this.messageClass = messageClass;
  }

  /** The missing handler and the remedy. */
  public static String describe(HandlerKind kind, Class<?> messageClass) {
    return "No handler for %s %s. Annotate one method with @Handle in a %s bean, or check that its package is scanned."
        .formatted(
            kind == HandlerKind.COMMAND ? "command" : "query",
            messageClass.getSimpleName(),
            kind.annotation());
  }

  /** The command's or query's class. */
  public Class<?> messageClass() {
    return messageClass;
  }
}
