package dev.foliot.process;

import dev.foliot.command.CommandDeclarations;
import dev.foliot.message.CompleteMessage;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageType;
import dev.foliot.message.StorableText;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The commands that an instance in memory registers: as JSON, as the database stores them. */
final class CommandsInMemory {
  private final MessageJson json;
  private final Map<String, Class<?>> classes = new HashMap<>();

  CommandsInMemory(MessageJson json) {
    this.json = json;
  }

  /**
   * The declared type of a command.
   *
   * @throws IllegalArgumentException if it is not a command
   */
  static MessageType type(Object command) {
    try {
      return CommandDeclarations.messageType(command.getClass());
    } catch (IllegalArgumentException none) {
      throw new IllegalArgumentException(
          "The process cannot send a %s: it is not a command. Annotate it with @Command."
              .formatted(command.getClass().getName()),
          none);
    }
  }

  StoredCommand write(Object command) {
    MessageType type = type(command);
    CompleteMessage.require(command);
    classes.put(type.name(), command.getClass());
    String payload = json.write(command);
    StorableText.require("The compensation " + type.name(), payload);
    return new StoredCommand(type.name(), type.version(), payload);
  }

  Object read(StoredCommand stored) {
    return json.read(stored.payload(), Objects.requireNonNull(classes.get(stored.type())));
  }
}
