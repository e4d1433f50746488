package dev.foliot.process;

import dev.foliot.message.CompleteMessage;
import dev.foliot.message.Lane;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.Metadata;
import dev.foliot.message.Priority;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.StorableText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Commands that wait in an instance, as JSON and back. */
final class StoredCommands {
  private static final UUID NO_MESSAGE = new UUID(0, 0);

  private StoredCommands() {}

  /**
   * A command as stored.
   *
   * @throws IllegalArgumentException if it is not a command of the application, or cannot be stored
   *     as it is
   */
  static StoredCommand of(Object command, MessageTypes types, MessageJson json) {
    MessageType type = types.knows(command.getClass()) ? types.of(command.getClass()) : null;
    if (type == null || type.kind() != MessageKind.COMMAND) {
      throw new IllegalArgumentException(
          "process.compensateWith was given a %s, which is not a command of the application. Annotate it with @Command, and check that its package is scanned."
              .formatted(command.getClass().getName()));
    }
    CompleteMessage.require(command);
    String payload = json.writePayloads(List.of(command)).get(0);
    StorableText.require("The compensation " + type.name(), payload);
    return new StoredCommand(type.name(), type.version(), payload);
  }

  /** Reads a stored command, through the upcasters. */
  static Object read(LoadedProcess instance, StoredCommand stored, MessageJson json) {
    return asMessage(
            MessageKind.COMMAND,
            instance.process(),
            instance.id(),
            stored.type(),
            stored.version(),
            stored.payload(),
            json)
        .payload();
  }

  /** Makes a message of the command, because upcasters take messages. */
  static RecordedMessage asMessage(
      MessageKind kind,
      String process,
      String id,
      String type,
      int version,
      String stored,
      MessageJson json) {
    Metadata metadata =
        new Metadata(
            NO_MESSAGE,
            NO_MESSAGE.toString(),
            null,
            Priority.NORMAL,
            Instant.EPOCH,
            type,
            version,
            null,
            null,
            Map.of());
    return new RecordedMessage(
        0, kind, process, id, 0, Lane.PRIMARY, false, metadata, stored, json);
  }
}
