package dev.foliot.test;

import dev.foliot.command.Command;
import dev.foliot.command.CommandDeclarations;
import dev.foliot.event.DomainEvent;
import dev.foliot.process.ProcessMessages;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** The declared names of the types of messages. */
final class TypeNames {
  private TypeNames() {}

  /**
   * The type of a command.
   *
   * @throws AssertionError if the class is not a command
   */
  static String ofCommand(Class<?> type) {
    if (!isCommand(type)) {
      throw new AssertionError(
          "%s is not a command: it is not annotated with @Command.".formatted(type.getName()));
    }
    return CommandDeclarations.messageType(type).name();
  }

  /**
   * @throws IllegalArgumentException if the class is not a command
   */
  static void requireCommand(Class<?> type) {
    if (!isCommand(type)) {
      throw new IllegalArgumentException(
          "%s is not a command. Annotate a command with @Command.".formatted(type.getName()));
    }
  }

  /**
   * The type of a command, or of the message of a timer.
   *
   * @throws AssertionError if the class is an event
   */
  static String ofDueLater(Class<?> type) {
    if (isCommand(type)) {
      return ofCommand(type);
    }
    if (AnnotatedElementUtils.isAnnotated(type, DomainEvent.class)) {
      throw new AssertionError(
          "%s is an event. Only commands and messages of timers are scheduled."
              .formatted(type.getName()));
    }
    return ProcessMessages.timer(type).name();
  }

  private static boolean isCommand(Class<?> type) {
    return AnnotatedElementUtils.isAnnotated(type, Command.class);
  }
}
