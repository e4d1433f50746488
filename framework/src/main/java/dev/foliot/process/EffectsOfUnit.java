package dev.foliot.process;

import dev.foliot.command.SendOptions;
import dev.foliot.command.SubmitCommands;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.CompleteMessage;
import dev.foliot.message.LaneRule;
import dev.foliot.message.Message;
import dev.foliot.message.MessageFactory;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageOptions;
import dev.foliot.message.MessageTypes;
import dev.foliot.process.Transition.Sent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/** The effects of instances in the unit of work of this thread. */
final class EffectsOfUnit implements ProcessEffects {
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
    CompleteMessage.require(payload);
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
    return StoredCommands.of(command, types, json);
  }

  @Override
  public Object command(LoadedProcess instance, StoredCommand stored) {
    return StoredCommands.read(instance, stored, json);
  }
}
