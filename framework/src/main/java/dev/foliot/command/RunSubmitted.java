package dev.foliot.command;

import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerMethod;
import dev.foliot.handler.InDelivery;
import dev.foliot.message.Message;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the submitted commands of one handler bean (R14). The end of a command is written in the
 * transaction of its effects, so a command that has succeeded is never run again.
 */
final class RunSubmitted implements InDelivery {
  private final HandlerBean answering;
  private final CommandTable table;
  private final CommandResults results;
  private final InstantSource clock;
  private final Duration retention;

  RunSubmitted(
      HandlerBean answering,
      CommandTable table,
      CommandResults results,
      InstantSource clock,
      Duration retention) {
    this.answering = answering;
    this.table = table;
    this.results = results;
    this.clock = clock;
    this.retention = retention;
  }

  /** The subscription that the engine delivers to. */
  HandlerBean subscription() {
    MethodHandle run =
        Stream.of(RunSubmitted.class.getDeclaredMethods())
            .filter(each -> each.getName().equals("run"))
            .map(HandlerMethod::open)
            .findFirst()
            .orElseThrow()
            .bindTo(this);
    Map<Class<?>, HandlerMethod> methods = new HashMap<>();
    for (HandlerMethod each : answering.methods()) {
      Class<?> command = each.messageClass();
      methods.put(command, HandlerMethod.calling(run, command, answering.type(), each.method()));
    }
    return answering.forSubmitted(methods, this);
  }

  @Override
  public void begin(List<RecordedMessage> messages) {
    EndsOfUnit.current(table).look(messages.stream().map(RecordedMessage::id).toList());
  }

  /**
   * Runs one command. The engine, or the synchronous dispatch, has made it the current message.
   *
   * @param bean the bean of the application
   */
  Outcome run(Object bean, Object command, Metadata metadata) throws Throwable {
    EndsOfUnit ends = EndsOfUnit.current(table);
    // 1. Ignore a command that was cancelled or has ended otherwise.
    if (ends.hasEnded(metadata.id())) {
      return Outcome.IGNORED;
    }
    // 2. If its deadline has passed, record this, and do not call the handler.
    if (isExpired(metadata)) {
      ends.add(ended(metadata, CommandStatus.EXPIRED, null, null));
      return Outcome.EXPIRED;
    }
    // 3. Call the handler, through the proxy of its bean.
    Message message = new Message(command, metadata);
    Object result = answering.handle(message);
    // 4. Record its success and its result, to be written with its effects.
    String stored = results.write(answering, message, result);
    ends.add(ended(metadata, CommandStatus.SUCCEEDED, stored, null));
    return Outcome.HANDLED;
  }

  private boolean isExpired(Metadata command) {
    Instant deadline = command.deadline();
    return deadline != null && !clock.instant().isBefore(deadline);
  }

  @Override
  public void passedOver(RecordedMessage message, String reason) {
    EndsOfUnit ends = EndsOfUnit.current(table);
    if (!ends.hasEnded(message.id())) {
      ends.add(ended(message.metadata(), CommandStatus.FAILED, null, reason));
    }
  }

  @Override
  public Optional<Duration> lookBack() {
    return Optional.of(retention);
  }

  private static EndedCommand ended(
      Metadata command, CommandStatus status, @Nullable String result, @Nullable String error) {
    return new EndedCommand(
        command.id(), command.type(), command.occurredAt(), status, result, error);
  }
}
