package dev.foliot.test;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.message.Metadata;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that was stored for a later time: a scheduled command, or the message of a timer.
 *
 * @param waiting the message
 * @param content the command or the message of the timer; null if it cannot be read
 * @param dueAt when it is due
 * @param transaction the transaction that stored it
 */
record ScheduledStep(
    NewMessage waiting,
    @Nullable Object content,
    Instant dueAt,
    @Nullable FlowTransaction transaction)
    implements FlowStep {
  UUID id() {
    return waiting.message().metadata().id();
  }

  boolean isCommitted() {
    return FlowStep.isInEffect(transaction);
  }

  @Override
  public String text() {
    return "schedule %s for %s%s"
        .formatted(
            content == null ? waiting.message().metadata().type() : content,
            dueAt,
            FlowStep.notInEffect(transaction));
  }

  @Override
  public String details() {
    return "%s, %s".formatted(waiting.stream(), FlowStep.priority(waiting.message().metadata()));
  }

  @Override
  public Optional<Metadata> message() {
    return Optional.of(waiting.message().metadata());
  }

  @Override
  public Optional<Class<?>> messageClass() {
    return Optional.ofNullable(content).map(Object::getClass);
  }
}
