package dev.foliot.message;

import org.apiguardian.api.API;

/**
 * Two message classes declare one name.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class DuplicateMessageTypeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DuplicateMessageTypeException(MessageKind kind, String name, Class<?> first, Class<?> second) {
    super(describe(kind, name, first, second));
  }

  /** Returns the text, for the list of all problems at the start. */
  public static String describe(MessageKind kind, String name, Class<?> first, Class<?> second) {
    return "The message name %s is declared by both %s and %s. Give one of them another name, for example %s(name = \"…\")."
        .formatted(name, first.getName(), second.getName(), annotation(kind));
  }

  private static String annotation(MessageKind kind) {
    if (kind == MessageKind.TIMER) {
      return "@TimerMessage";
    }
    if (kind == MessageKind.QUERY) {
      return "@Query";
    }
    return kind == MessageKind.COMMAND ? "@Command" : "@DomainEvent";
  }
}
