package dev.foliot.handler;

/** The kinds of handler beans. */
public enum HandlerKind {
  COMMAND("@CommandHandler"),
  QUERY("@QueryHandler"),
  EVENT("@EventHandler"),
  PROJECTOR("@Projector"),
  SUBSCRIBER("@Subscriber");

  private final String annotation;

  HandlerKind(String annotation) {
    this.annotation = annotation;
  }

  /** Whether it consumes the event log: it has a name, an order and, in the engine, checkpoints. */
  public boolean readsEvents() {
    return this == EVENT || this == PROJECTOR;
  }

  /** The annotation that makes a bean one, as a user writes it. */
  public String annotation() {
    return annotation;
  }
}
