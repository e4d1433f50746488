package dev.foliot.command;

import dev.foliot.command.AwaitCommands.Awaited;
import dev.foliot.command.FindCommands.Found;
import dev.foliot.consistency.ConsistencyToken;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.message.Given;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.timer.Timers;
import dev.foliot.unitofwork.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Shows and changes submitted commands (R14). All reads return committed state. A command that has
 * ended is known for {@code foliot.command.retention}. Safe for use by several threads.
 */
public final class Commands {
  private final SubmitCommands submit;
  private final FindCommands find;
  private final ChangeCommands change;
  private final CommandTable table;
  private final AwaitCommands waiting;
  private final CommandResults results;
  private final FindRaisedEvents raised;
  private final HandlerRegistry handlers;
  private final MessageTypes types;
  private final Transactions transactions;

  /**
   * The parts that commands are read from.
   *
   * @param jdbc uses the application's data source
   * @param schema the schema of Foliot's tables
   * @param json reads and writes messages
   * @param types the declared messages
   * @param handlers the handlers
   * @param clock the application's clock
   * @param retention how long commands that have ended are known
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public record Parts(
      JdbcClient jdbc,
      FoliotSchema schema,
      MessageJson json,
      MessageTypes types,
      HandlerRegistry handlers,
      InstantSource clock,
      Duration retention) {}

  /** Made by the auto-configuration. */
  @API(status = API.Status.INTERNAL)
  public Commands(
      Parts parts,
      SubmitCommands submit,
      CommandTable table,
      Timers timers,
      AwaitCommands waiting,
      Transactions transactions) {
    this.submit = submit;
    this.table = table;
    this.waiting = waiting;
    this.transactions = transactions;
    this.handlers = parts.handlers();
    this.types = parts.types();
    this.results = new CommandResults(parts.json());
    this.find =
        new FindCommands(
            parts.jdbc(),
            parts.schema(),
            parts.handlers(),
            parts.json(),
            parts.clock(),
            parts.retention());
    this.raised = new FindRaisedEvents(parts.jdbc(), parts.schema());
    this.change = new ChangeCommands(find, table, timers, waiting, parts.clock());
  }

  /**
   * Submits a command; see {@code domain.submit}.
   *
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public CommandReceipt submit(Object command, SendOptions options) {
    Submission submitted = submit.submission(command, options);
    HandlerBean subscription = handlers.submitted(command.getClass()).orElseThrow();
    NoticeEnd submission =
        transactions.current().isPresent()
            ? NoticeEnd.ofCurrentTransaction()
            : NoticeEnd.ofEndedTransaction();
    return new StoredReceipt(
        new Awaited(submitted.id(), subscription.name(), submitted.stream()), submission, this);
  }

  /**
   * Returns the status of a command.
   *
   * @throws CommandNotFoundException if no submitted command has this id
   */
  public CommandStatus status(UUID id) {
    return require(id).command().status();
  }

  /** Returns a submitted command; empty if there is none with this id. */
  public Optional<SubmittedCommand> find(UUID id) {
    return found(id).map(Found::command);
  }

  private Optional<Found> found(UUID id) {
    Given.value(id, "domain.commands", "the id of a command");
    return find.find(id);
  }

  private Found require(UUID id) {
    return found(id).orElseThrow(() -> new CommandNotFoundException(id));
  }

  /**
   * Returns submitted commands, the newest first. With the status {@link CommandStatus#SCHEDULED},
   * returns the earliest due first. Without a status, the scheduled commands with the earliest due
   * times are included.
   *
   * @throws IllegalArgumentException if this application has no command of the type in the filter,
   *     and none of this type is stored
   */
  public List<SubmittedCommand> list(CommandFilter filter) {
    List<SubmittedCommand> found =
        find.list(Given.value(filter, "domain.commands", "a CommandFilter"));
    if (found.isEmpty() && filter.type() != null) {
      requireKnown(filter.type());
    }
    return found;
  }

  /** Refuses a misspelt name. A removed type has its former commands. */
  private void requireKnown(String type) {
    boolean known =
        types.find(MessageKind.COMMAND, type).isPresent()
            || !find.list(CommandFilter.all().ofType(type).limit(1)).isEmpty();
    if (!known) {
      throw new IllegalArgumentException(
          "No command of this application has the type %s; known are %s. Correct the name."
              .formatted(
                  type,
                  types.all().stream()
                      .filter(each -> each.kind() == MessageKind.COMMAND)
                      .map(MessageType::name)
                      .sorted()
                      .toList()));
    }
  }

  /**
   * Cancels a command, in the transaction of the caller or in its own, so that its handler is not
   * called any more. A command whose handler is running at the moment may still succeed: then this
   * method, or its transaction, fails. A parked command has ended, so discard it with {@code
   * domain.subscriptions()}.
   *
   * @return whether it is cancelled now; false if it had ended before
   * @throws CommandNotFoundException if no submitted command has this id
   * @throws ConcurrencyFailureException if it ended at the same time
   */
  public boolean cancel(UUID id) {
    Given.value(id, "domain.commands", "the id of a command");
    return transactions.inCurrentOrNew(() -> change.cancel(id));
  }

  /**
   * Changes when a scheduled command is due, in the transaction of the caller or in its own. Its
   * deadline moves with it.
   *
   * @param at when it is due; if the instant is in the past, the command is due at once
   * @return false if the command does not wait for its time any more
   * @throws CommandNotFoundException if no submitted command has this id
   */
  public boolean reschedule(UUID id, Instant at) {
    Given.value(id, "domain.commands", "the id of a command");
    Given.value(at, "domain.commands", "an instant");
    return transactions.inCurrentOrNew(() -> change.reschedule(id, at));
  }

  /**
   * Returns the receipt of a command.
   *
   * @throws CommandNotFoundException if no submitted command has this id
   */
  public CommandReceipt receipt(UUID id) {
    Found found = require(id);
    String type = found.command().type();
    StreamName stream =
        found.message() == null ? new StreamName(type, id.toString()) : found.message().stream();
    String subscription =
        types
            .find(MessageKind.COMMAND, type)
            .map(MessageType::javaType)
            .flatMap(handlers::submitted)
            .map(HandlerBean::name)
            .orElse("");
    return new StoredReceipt(
        new Awaited(id, subscription, stream), NoticeEnd.ofEndedTransaction(), this);
  }

  <R> Optional<R> result(UUID id, Class<R> type) {
    return table.result(id).map(stored -> results.read(id, stored, type));
  }

  ConsistencyToken token(UUID id) {
    return raised.of(id);
  }

  CommandStatus await(Awaited command, Duration most, Supplier<CommandStatus> status) {
    return waiting.await(command, most, status);
  }
}
