package dev.foliot.test;

import dev.foliot.command.Command;
import dev.foliot.command.CommandDeclarations;
import dev.foliot.process.TimerMessage;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** The declared names of the types of messages. */
final class TypeNames {
  private TypeNames() {}

  /**
   * The type of a command.
   *
   * @throws AssertionError if the class is no command
   */
  static String ofCommand(Class<?> type) {
    if (!isCommand(type)) {
      throw new AssertionError(
          "%s is no command: it is not annotated with @Command.".formatted(type.getName()));
    }
    return CommandDeclarations.messageType(type).name();
  }

  /** The type of a command, or of the message of a timer. */
  static String ofDueLater(Class<?> type) {
    if (isCommand(type)) {
      return ofCommand(type);
    }
    TimerMessage declared = type.getAnnotation(TimerMessage.class);
    return declared == null || declared.name().isBlank() ? type.getSimpleName() : declared.name();
  }

  private static boolean isCommand(Class<?> type) {
    return AnnotatedElementUtils.isAnnotated(type, Command.class);
  }
}
