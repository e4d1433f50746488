package dev.foliot.process;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.CompleteMessage;
import dev.foliot.message.CurrentMessage;
import dev.foliot.message.Lane;
import dev.foliot.message.MessageFactory;
import dev.foliot.message.MessageKind;
import dev.foliot.process.Transition.Sent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Notes the commands of an instance in memory. */
final class EffectsInMemory implements ProcessEffects {
  private static final UUID NO_ID = new UUID(0, 0);

  private final MessageFactory messages;
  private final CommandsInMemory commands;
  private final InstantSource clock;
  private final List<Object> sent = new ArrayList<>();

  EffectsInMemory(MessageFactory messages, CommandsInMemory commands, InstantSource clock) {
    this.messages = messages;
    this.commands = commands;
    this.clock = clock;
  }

  List<Object> sent() {
    return List.copyOf(sent);
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public Sent send(Object command) {
    Sent one = new Sent(NO_ID, CommandsInMemory.type(command).name());
    CompleteMessage.require(command);
    sent.add(command);
    return one;
  }

  @Override
  public NewMessage timerMessage(LoadedProcess instance, Object message) {
    CompleteMessage.require(message);
    return new NewMessage(
        MessageKind.TIMER,
        new StreamName(instance.process(), instance.id()),
        null,
        messages.raised(message, CurrentMessage.get(), null),
        Lane.PRIMARY,
        false);
  }

  @Override
  public StoredCommand stored(Object command) {
    return commands.write(command);
  }

  @Override
  public Object command(LoadedProcess instance, StoredCommand stored) {
    return commands.read(stored);
  }
}
