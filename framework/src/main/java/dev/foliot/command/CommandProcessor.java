package dev.foliot.command;

import dev.foliot.command.CommandValidationException.Violation;
import dev.foliot.failure.Causes;
import dev.foliot.failure.Rethrow;
import dev.foliot.handler.Around;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerFailedException;
import dev.foliot.handler.HandlerKind;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.message.CurrentMessage;
import dev.foliot.message.Given;
import dev.foliot.message.Message;
import dev.foliot.message.MessageFactory;
import dev.foliot.message.MessageOptions;
import dev.foliot.message.Metadata;
import dev.foliot.unitofwork.FailedAfterCommitException;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.unitofwork.UnitOfWork;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.UnexpectedRollbackException;

/**
 * Runs commands in the caller's thread. Safe for use by several threads.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class CommandProcessor {
  private final HandlerRegistry handlers;
  private final MessageFactory messages;
  private final CommandValidator validator;
  private final Transactions transactions;
  private final CommandRetry retry;
  private final List<CommandListener> listeners;
  private final Around<Message> around;
  private final CommandInterceptors interceptors;
  private final IdempotentCommands idempotent;

  /** One command and the ways to handle and to report it. */
  private record Call(
      HandlerBean handler, Message message, SendOptions options, CommandReport report) {
    Metadata metadata() {
      return message.metadata();
    }
  }

  public CommandProcessor(
      HandlerRegistry handlers,
      MessageFactory messages,
      CommandValidator validator,
      Transactions transactions,
      CommandRetry retry,
      List<CommandListener> listeners,
      Around<Message> around,
      CommandInterceptors interceptors,
      IdempotentCommands idempotent) {
    this.handlers = handlers;
    this.messages = messages;
    this.validator = validator;
    this.transactions = transactions;
    this.retry = retry;
    this.listeners = List.copyOf(listeners);
    this.around = around;
    this.interceptors = interceptors;
    this.idempotent = idempotent;
  }

  /**
   * Handles a command now, in the unit of work of this thread or in a transaction of its own.
   *
   * @return the handler's result; if it ran in its own transaction, the transaction is committed
   * @throws dev.foliot.handler.NoHandlerException if no handler takes it
   * @throws CommandValidationException if it breaks its constraints
   * @throws CommandExpiredException if its deadline has passed
   * @throws dev.foliot.eventstore.ConcurrentAggregateChangeException if other transactions were
   *     faster, at each attempt
   * @throws DuplicateCommandException if it has the idempotency key of a command that succeeded,
   *     and the options refuse repeats
   * @throws IdempotencyKeyReusedException if the command with its idempotency key differs
   * @throws CommandNotEndedException if the command with its idempotency key was submitted, and may
   *     still succeed or has failed for good
   */
  public @Nullable Object process(Object command, SendOptions options) {
    // 1. Find the one handler, and give the command its metadata: one id for all attempts.
    Given.value(command, "domain.process", "a command, a record with @Command");
    HandlerBean handler = handlers.answering(HandlerKind.COMMAND, command.getClass());
    Message message = messages.sent(command, options.message());
    var report = new CommandReport(listeners, around, retry.clock(), message);
    Call call = new Call(handler, message, options, report);
    try {
      // 2. Refuse a command that breaks its constraints.
      validate(command);
      // 3. Join the caller's unit of work, or run and commit in a new transaction. Repeat it after
      //    a conflict.
      Optional<UnitOfWork> outer = transactions.current();
      Optional<Object> result =
          outer.isPresent() ? join(outer.get(), call) : runUntilCommitted(call);
      report.succeeded();
      return result.orElse(null);
    } catch (Throwable failure) {
      report.failed(failure);
      throw failure;
    }
  }

  /** As {@link #process(Object, SendOptions)}. */
  public @Nullable Object process(Object command, MessageOptions options) {
    return process(command, SendOptions.NONE.withMessage(options));
  }

  private void validate(Object command) {
    List<Violation> violations = validator.violations(command);
    if (!violations.isEmpty()) {
      throw CommandValidationException.of(command, violations);
    }
  }

  /**
   * Joins the outer unit of work. Only its owner can retry, and it must not commit the changes of a
   * failed handler.
   */
  private Optional<Object> join(UnitOfWork outer, Call call) {
    retry.refuseExpired(call.metadata());
    call.report().attempt();
    try {
      return transactions.inCurrentOrNew(() -> handle(call));
    } catch (Throwable failure) {
      if (!isRefusedRepeat(failure, call)) {
        outer.failed("command " + call.metadata().type(), failure);
      }
      throw failure;
    }
  }

  /**
   * Whether a repeat was refused: then the outer unit of work may commit, because nothing was
   * changed.
   */
  private static boolean isRefusedRepeat(Throwable failure, Call call) {
    return failure instanceof DuplicateCommandException duplicate
        && duplicate.refused(call.metadata());
  }

  private Optional<Object> runUntilCommitted(Call call) {
    while (true) {
      retry.refuseExpired(call.metadata());
      int attempt = call.report().attempt();
      try {
        return transactions.inNewOfHandler(() -> handle(call));
      } catch (UnexpectedRollbackException e) {
        throw Causes.direct(e) != null ? e : unexplained(call.metadata(), e);
      } catch (FailedAfterCommitException e) { // committed, so not tried again
        throw Rethrow.asItIs(e.failure());
      } catch (HandlerFailedException e) {
        throw Rethrow.asItIs(Objects.requireNonNull(Causes.direct(e)));
      } catch (RuntimeException e) {
        if (!CommandRetry.isConflict(e) || !retry.pauseAfter(attempt, call.metadata())) {
          throw e;
        }
      }
    }
  }

  /** One attempt, in its transaction: the interceptors, the idempotency key, the handler. */
  private Optional<Object> handle(Call call) throws Throwable {
    call.report().joined(transactions.current());
    CurrentMessage.Scope scope =
        CurrentMessage.handling(call.metadata(), call.report().traceParent());
    try {
      return Optional.ofNullable(
          interceptors.isEmpty()
              ? handleOnce(call)
              : interceptors.process(call.message(), () -> handleOnce(call)));
    } finally {
      scope.close();
    }
  }

  private @Nullable Object handleOnce(Call call) throws Throwable {
    return call.options().idempotencyKey() == null
        ? call.handler().handle(call.message())
        : idempotent.process(
            call.handler(),
            call.message(),
            call.options(),
            () -> call.handler().handle(call.message()));
  }

  /** Spring does not keep the exception of an inner transactional method. */
  private static UnexpectedRollbackException unexplained(
      Metadata command, UnexpectedRollbackException e) {
    return new UnexpectedRollbackException(
        "Command %s was rolled back: a transactional method inside it failed, and the exception was caught. Let the exception pass, or run that method in a transaction of its own (REQUIRES_NEW)."
            .formatted(command.type()),
        e);
  }
}
