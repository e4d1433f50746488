package dev.foliot.command;

import dev.foliot.command.CommandValidationException.Violation;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.HandlerKind;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.message.CompleteMessage;
import dev.foliot.message.Given;
import dev.foliot.message.LaneRule;
import dev.foliot.message.Message;
import dev.foliot.message.MessageFactory;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageOptions;
import dev.foliot.time.StorableInstant;
import dev.foliot.timer.TimerKey;
import dev.foliot.timer.Timers;
import dev.foliot.unitofwork.AppendAlone;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.unitofwork.UnitOfWork;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Stores commands for the engine (R14): in the log, or as timers until they are due.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class SubmitCommands {
  /** The owner of the timers that hold scheduled commands; the key is the id of the command. */
  public static final String TIMER_OWNER = "foliot:command";

  private final HandlerRegistry handlers;
  private final MessageFactory messages;
  private final CommandValidator validator;
  private final LaneRule lanes;
  private final Timers timers;
  private final Transactions transactions;
  private final InstantSource clock;
  private final CommandInterceptors interceptors;
  private final IdempotentCommands idempotent;
  private final AppendAlone alone;

  public SubmitCommands(
      HandlerRegistry handlers,
      MessageFactory messages,
      CommandValidator validator,
      LaneRule lanes,
      Timers timers,
      Transactions transactions,
      InstantSource clock,
      CommandInterceptors interceptors,
      IdempotentCommands idempotent,
      AppendAlone alone) {
    this.handlers = handlers;
    this.messages = messages;
    this.validator = validator;
    this.lanes = lanes;
    this.timers = timers;
    this.transactions = transactions;
    this.clock = clock;
    this.interceptors = interceptors;
    this.idempotent = idempotent;
    this.alone = alone;
  }

  /**
   * Submits a command, in the unit of work of this thread or in a transaction of its own.
   *
   * @return the id of the command; of the first one, if this is a repeat
   * @throws dev.foliot.handler.NoHandlerException if no handler takes it
   * @throws CommandValidationException if it breaks its constraints
   * @throws DuplicateCommandException if it has the idempotency key of another command, and the
   *     options refuse repeats
   * @throws IdempotencyKeyReusedException if the command with its idempotency key differs
   */
  public UUID submit(Object command, SendOptions options) {
    return submission(command, options).id();
  }

  /** As {@link #submit}. */
  Submission submission(Object command, SendOptions options) {
    Given.value(command, "domain.submit", "a command, a record with @Command");
    Instant due = due(options);
    NewMessage stored = toSubmit(command, options, due);
    Optional<UnitOfWork> outer = transactions.current();
    try {
      UUID id =
          isOnlyChange(options, due) && alone.append(stored)
              ? stored.message().metadata().id()
              : transactions.inCurrentOrNew(() -> submit(stored, options, due));
      return new Submission(id, streamOf(command, stored.message(), id));
    } catch (Throwable failure) {
      outer.ifPresent(unit -> failed(unit, stored.message(), failure));
      throw failure;
    }
  }

  /** Whether nothing else is stored or called with the command. */
  private boolean isOnlyChange(SendOptions options, @Nullable Instant due) {
    return due == null && options.idempotencyKey() == null && interceptors.isEmpty();
  }

  /** Calls the interceptors, reserves the idempotency key, and stores the command. */
  private UUID submit(NewMessage command, SendOptions options, @Nullable Instant due)
      throws Throwable {
    Message message = command.message();
    if (UnitOfWork.required().holdsBack()) {
      return message.metadata().id();
    }
    return interceptors.submit(
        message, () -> idempotent.submit(message, options, () -> store(command, due)));
  }

  private UUID store(NewMessage command, @Nullable Instant due) {
    UUID id = command.message().metadata().id();
    if (due == null) {
      UnitOfWork.required().append(command);
    } else {
      timers.set(timerOf(id), due, command);
    }
    return id;
  }

  /**
   * Marks the caller's transaction as failed: it must not commit the changes of a failed
   * interceptor.
   */
  private static void failed(UnitOfWork outer, Message command, Throwable failure) {
    boolean isRefusedRepeat =
        failure instanceof DuplicateCommandException duplicate
            && duplicate.refused(command.metadata());
    if (!isRefusedRepeat) {
      outer.failed("command " + command.metadata().type(), failure);
    }
  }

  /**
   * A command as it would be submitted, for another kind of storage.
   *
   * @throws dev.foliot.handler.NoHandlerException if no handler takes it
   * @throws CommandValidationException if it breaks its constraints
   */
  public NewMessage toSubmit(Object command, SendOptions options) {
    return toSubmit(command, options, null);
  }

  private NewMessage toSubmit(Object command, SendOptions options, @Nullable Instant due) {
    handlers.answering(HandlerKind.COMMAND, command.getClass());
    List<Violation> violations = validator.violations(command);
    if (!violations.isEmpty()) {
      throw CommandValidationException.of(command, violations);
    }
    CompleteMessage.require(command);
    return toStore(message(command, options.message(), due));
  }

  private NewMessage toStore(Message message) {
    return new NewMessage(
        MessageKind.COMMAND,
        streamOf(message.payload(), message, message.metadata().id()),
        null,
        message,
        lanes.laneOf(message.metadata().priority().value()),
        false);
  }

  private static StreamName streamOf(Object command, Message message, UUID id) {
    return new StreamName(message.metadata().type(), CommandSequence.streamId(command, id));
  }

  /** The due time; null if it is due at once. */
  private @Nullable Instant due(SendOptions options) {
    Instant now = clock.instant();
    Instant due =
        options.after() == null ? options.at() : StorableInstant.after(now, options.after());
    return due == null || !due.isAfter(now) ? null : StorableInstant.nearest(due);
  }

  /**
   * The message. The deadline of a scheduled command counts from its due time, and is not
   * inherited.
   */
  private Message message(Object command, MessageOptions options, @Nullable Instant due) {
    Message message = messages.sent(command, options);
    if (due == null) {
      return message;
    }
    Instant deadline =
        options.timeout() == null ? null : StorableInstant.after(due, options.timeout());
    return new Message(command, message.metadata().withDeadline(deadline));
  }

  static TimerKey timerOf(UUID command) {
    return new TimerKey(TIMER_OWNER, command.toString(), "");
  }
}
