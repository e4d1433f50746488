package dev.foliot.test;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.message.MessageKind;
import dev.foliot.message.Metadata;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message other than an event that was committed to the log, for the engine to deliver: a
 * submitted command, or the message of a timer that has fired.
 *
 * @param stored with its stream
 * @param content the command or the message; null if it cannot be read
 */
record StoredStep(NewMessage stored, @Nullable Object content) implements FlowStep {
  UUID id() {
    return stored.message().metadata().id();
  }

  /** Whether it is a submitted command, rather than the message of a timer. */
  boolean isCommand() {
    return stored.kind() == MessageKind.COMMAND;
  }

  @Override
  public String text() {
    Object shown = content == null ? stored.message().metadata().type() : content;
    return (isCommand() ? "submit   " : "timer    ") + shown;
  }

  @Override
  public String details() {
    return "%s, %s, %s lane"
        .formatted(
            stored.stream(),
            FlowStep.priority(stored.message().metadata()),
            FlowStep.lowerCase(stored.lane()));
  }

  @Override
  public Optional<Metadata> message() {
    return Optional.of(stored.message().metadata());
  }

  @Override
  public Optional<Class<?>> messageClass() {
    return Optional.ofNullable(content).map(Object::getClass);
  }
}
