package dev.foliot.process;

import dev.foliot.command.SendOptions;
import dev.foliot.command.SubmitCommands;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.Lane;
import dev.foliot.message.LaneRule;
import dev.foliot.message.Message;
import dev.foliot.message.MessageFactory;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageOptions;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.Metadata;
import dev.foliot.message.Priority;
import dev.foliot.message.RecordedMessage;
import dev.foliot.process.Transition.Sent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The effects of instances in the unit of work of this thread. */
final class EffectsOfUnit implements ProcessEffects {
  private static final UUID NO_MESSAGE = new UUID(0, 0);

  private final SubmitCommands commands;
  private final MessageFactory messages;
  private final MessageTypes types;
  private final MessageJson json;
  private final LaneRule lanes;
  private final InstantSource clock;

  EffectsOfUnit(ProcessParts parts) {
    this.commands = parts.commands();
    this.messages = parts.messages();
    this.types = parts.types();
    this.json = parts.json();
    this.lanes = parts.lanes();
    this.clock = parts.clock();
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public Sent send(Object command) {
    UUID id = commands.submit(command, SendOptions.NONE);
    return new Sent(id, types.of(command.getClass()).name());
  }

  @Override
  public NewMessage timerMessage(LoadedProcess instance, Object payload) {
    Message message = messages.sent(payload, MessageOptions.NONE);
    return new NewMessage(
        MessageKind.TIMER,
        new StreamName(instance.process(), instance.id()),
        null,
        message,
        lanes.laneOf(message.metadata().priority().value()),
        false);
  }

  @Override
  public StoredCommand stored(Object command) {
    MessageType type = types.knows(command.getClass()) ? types.of(command.getClass()) : null;
    if (type == null || type.kind() != MessageKind.COMMAND) {
      throw new IllegalArgumentException(
          "process.compensateWith was given a %s, which is no command of the application. Annotate it with @Command, and check that its package is scanned."
              .formatted(command.getClass().getName()));
    }
    return new StoredCommand(
        type.name(), type.version(), json.writePayloads(List.of(command)).get(0));
  }

  @Override
  public Object command(LoadedProcess instance, StoredCommand stored) {
    Metadata metadata =
        new Metadata(
            NO_MESSAGE,
            NO_MESSAGE.toString(),
            null,
            Priority.NORMAL,
            clock.instant(),
            stored.type(),
            stored.version(),
            null,
            null,
            Map.of());
    return new RecordedMessage(
            0,
            MessageKind.COMMAND,
            instance.process(),
            instance.id(),
            0,
            Lane.PRIMARY,
            false,
            metadata,
            stored.payload(),
            json)
        .payload();
  }
}
