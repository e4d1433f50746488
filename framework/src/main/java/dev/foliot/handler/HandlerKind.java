package dev.foliot.handler;

import dev.foliot.message.MessageKind;

/** The kinds of handler beans. */
public enum HandlerKind {
  COMMAND("@CommandHandler", MessageKind.COMMAND),
  QUERY("@QueryHandler", MessageKind.QUERY),
  EVENT("@EventHandler", MessageKind.EVENT),
  PROJECTOR("@Projector", MessageKind.EVENT),
  SUBSCRIBER("@Subscriber", MessageKind.PUBLISHED);

  private final String annotation;
  private final MessageKind messages;

  HandlerKind(String annotation, MessageKind messages) {
    this.annotation = annotation;
    this.messages = messages;
  }

  /** Returns whether it answers a caller; any other one is a subscription, which reads the log. */
  public boolean answers() {
    return this == COMMAND || this == QUERY;
  }

  /** Returns whether its methods may take the event's place in the log. */
  public boolean readsEvents() {
    return this == EVENT || this == PROJECTOR;
  }

  /** Returns the kind of messages that it handles, unless its declaration names others. */
  public MessageKind messages() {
    return messages;
  }

  /** The annotation that makes a bean one, as a user writes it. */
  public String annotation() {
    return annotation;
  }
}
