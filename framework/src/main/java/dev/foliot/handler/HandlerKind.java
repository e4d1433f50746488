package dev.foliot.handler;

import dev.foliot.message.MessageKind;

/** The kinds of handler beans. */
public enum HandlerKind {
  COMMAND("@CommandHandler"),
  QUERY("@QueryHandler"),
  EVENT("@EventHandler"),
  PROJECTOR("@Projector"),
  SUBSCRIBER("@Subscriber"),
  /** The submitted commands of a command handler, which the engine delivers. */
  SUBMITTED("@CommandHandler"),
  PROCESS("@ProcessManager"),
  /** The events that the code of a workflow waits for; shown in the wiring only. */
  WORKFLOW("@Workflow");

  private final String annotation;

  HandlerKind(String annotation) {
    this.annotation = annotation;
  }

  /** Returns whether it answers a caller; any other kind is a subscription, which reads the log. */
  public boolean answers() {
    return this == COMMAND || this == QUERY;
  }

  /**
   * Returns whether its methods may take the event's place in the log, as a {@code
   * RecordedMessage}.
   */
  public boolean readsEvents() {
    return this == EVENT || this == PROJECTOR || this == PROCESS;
  }

  /** Returns the kind of messages that it handles, unless its declaration names others. */
  public MessageKind messages() {
    return switch (this) {
      case COMMAND, SUBMITTED -> MessageKind.COMMAND;
      case QUERY -> MessageKind.QUERY;
      case EVENT, PROJECTOR, PROCESS, WORKFLOW -> MessageKind.EVENT;
      case SUBSCRIBER -> MessageKind.PUBLISHED;
    };
  }

  /** The annotation of such a bean, as a user writes it. */
  public String annotation() {
    return annotation;
  }
}
