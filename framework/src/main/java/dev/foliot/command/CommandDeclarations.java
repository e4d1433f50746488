package dev.foliot.command;

import dev.foliot.handler.HandlerDeclaration;
import dev.foliot.handler.HandlerKind;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import java.util.List;
import org.apiguardian.api.API;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.OrderUtils;

/**
 * Reads the annotations on commands and their handlers.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class CommandDeclarations {
  private CommandDeclarations() {}

  /**
   * The declared type of a class with {@link Command}.
   *
   * @throws IllegalArgumentException if the annotation is wrong
   */
  public static MessageType messageType(Class<?> annotated) {
    Command command = AnnotatedElementUtils.findMergedAnnotation(annotated, Command.class);
    if (command == null) {
      throw new IllegalArgumentException(annotated.getName() + " is not annotated with @Command");
    }
    CommandSequence.check(annotated, command.sequencedBy());
    String name = command.name().isBlank() ? annotated.getSimpleName() : command.name();
    return new MessageType(
        MessageKind.COMMAND, name, command.version(), annotated, null, List.of(command.aliases()));
  }

  /** The declaration of a class with {@link CommandHandler}. */
  public static HandlerDeclaration handler(Class<?> annotated) {
    CommandHandler handler =
        AnnotatedElementUtils.findMergedAnnotation(annotated, CommandHandler.class);
    return HandlerDeclaration.of(
        HandlerKind.COMMAND,
        HandlerDeclaration.nameOf(annotated, handler == null ? "" : handler.name()),
        OrderUtils.getOrder(annotated, Ordered.LOWEST_PRECEDENCE));
  }
}
