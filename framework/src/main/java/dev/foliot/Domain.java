package dev.foliot;

import dev.foliot.aggregate.AggregateHistory;
import dev.foliot.aggregate.AggregateRepositories;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.aggregate.AppendOptions;
import dev.foliot.aggregate.AppendPastEvents;
import dev.foliot.aggregate.Snapshots;
import dev.foliot.archive.Archive;
import dev.foliot.command.CommandProcessor;
import dev.foliot.command.CommandReceipt;
import dev.foliot.command.Commands;
import dev.foliot.command.SendOptions;
import dev.foliot.consistency.AwaitProjections;
import dev.foliot.consistency.ConsistencyToken;
import dev.foliot.consistency.Tracked;
import dev.foliot.consistency.TrackedActions;
import dev.foliot.engine.EngineNode;
import dev.foliot.integrity.LogReport;
import dev.foliot.integrity.VerifyLog;
import dev.foliot.live.Change;
import dev.foliot.live.LiveChanges;
import dev.foliot.live.RowFilter;
import dev.foliot.message.CurrentMessage;
import dev.foliot.message.Given;
import dev.foliot.message.MessageOptions;
import dev.foliot.message.Priority;
import dev.foliot.message.Returns;
import dev.foliot.operation.Subscriptions;
import dev.foliot.personaldata.ForgetSubject;
import dev.foliot.process.Processes;
import dev.foliot.projection.View;
import dev.foliot.projection.Views;
import dev.foliot.query.QueryOptions;
import dev.foliot.query.QueryProcessor;
import dev.foliot.rebuild.Rebuilds;
import dev.foliot.schedule.Schedules;
import dev.foliot.trace.ReadTrace;
import dev.foliot.trace.Trace;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * The entry point of an application: it processes commands, answers queries, and gives access to
 * aggregates and projections. Each method only delegates to the part that does the work. Safe for
 * use by several threads; a Spring bean.
 */
public final class Domain {
  private final CommandProcessor commands;
  private final Commands submitted;
  private final QueryProcessor queries;
  private final AggregateRepositories repositories;
  private final AppendPastEvents pastEvents;
  private final ForgetSubject forget;
  private final Views views;
  private final AwaitProjections waiting;
  private final Snapshots snapshots;
  private final Supplier<Wiring> wiring;
  private final EngineNode engine;
  private final Subscriptions subscriptions;
  private final ReadTrace traces;
  private final Archive archive;
  private final VerifyLog verifyLog;
  private final Schedules schedules;
  private final Processes processes;
  private final Rebuilds rebuilds;
  private final LiveChanges live;
  private final TrackedActions tracked;

  /**
   * Made by the auto-configuration.
   *
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public Domain(
      CommandProcessor commands,
      Commands submitted,
      QueryProcessor queries,
      AggregateRepositories repositories,
      AppendPastEvents pastEvents,
      ForgetSubject forget,
      Views views,
      AwaitProjections waiting,
      Snapshots snapshots,
      Supplier<Wiring> wiring,
      EngineNode engine,
      Subscriptions subscriptions,
      ReadTrace traces,
      Archive archive,
      VerifyLog verifyLog,
      Schedules schedules,
      Processes processes,
      Rebuilds rebuilds,
      LiveChanges live,
      TrackedActions tracked) {
    this.commands = commands;
    this.submitted = submitted;
    this.queries = queries;
    this.repositories = repositories;
    this.pastEvents = pastEvents;
    this.forget = forget;
    this.views = views;
    this.waiting = waiting;
    this.snapshots = snapshots;
    this.wiring = wiring;
    this.engine = engine;
    this.subscriptions = subscriptions;
    this.traces = traces;
    this.archive = archive;
    this.verifyLog = verifyLog;
    this.schedules = schedules;
    this.processes = processes;
    this.rebuilds = rebuilds;
    this.live = live;
    this.tracked = tracked;
  }

  /**
   * Handles a command now, in this thread, and commits. If the caller has a transaction, the
   * command joins it. After a version conflict the command is retried in a new transaction, unless
   * the caller opened the transaction.
   *
   * @return the handler's result
   * @throws dev.foliot.handler.NoHandlerException if no handler takes the command
   * @throws dev.foliot.command.CommandValidationException if the command breaks its constraints
   * @throws dev.foliot.eventstore.ConcurrentAggregateChangeException if every attempt met a
   *     conflict
   * @throws RuntimeException the handler's exception, unchanged; checked exceptions too
   */
  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals",
    "NullAway"
  }) // as the handler declares
  public <R extends @Nullable Object> R process(Object command) {
    return (R) commands.process(command, MessageOptions.NONE);
  }

  /** As {@link #process(Object)}, with the type of the result that the command declares. */
  public <R extends @Nullable Object> R process(Returns<R> command) {
    return process((Object) command);
  }

  /** As {@link #process(Returns)}, with options. */
  public <R extends @Nullable Object> R process(Returns<R> command, CommandOptions options) {
    return process((Object) command, options);
  }

  /** As {@link #process(Object)}, with options. */
  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals",
    "NullAway"
  }) // as the handler declares
  public <R extends @Nullable Object> R process(Object command, CommandOptions options) {
    Given.value(options, "domain.process", "options, or leave them out");
    return (R) commands.process(command, options.ofProcessed().toSendOptions());
  }

  /**
   * As {@link #process(Object)}, with the type of the result.
   *
   * @throws ClassCastException if the handler returns something else
   */
  public <R> @Nullable R process(Object command, Class<R> resultType) {
    Given.value(resultType, "domain.process", "the class of the result, or leave it out");
    return as(resultType, commands.process(command, MessageOptions.NONE));
  }

  @SuppressWarnings("unchecked") // of int.class, too, the value is an Integer
  private static <R> @Nullable R as(Class<R> type, @Nullable Object value) {
    return (R) ClassUtils.resolvePrimitiveIfNecessary(type).cast(value);
  }

  /**
   * Stores a command, in the transaction of this thread or in one of its own, and returns. The
   * engine runs it after the commit. It succeeds exactly once (R14): the changes of its handler and
   * the record of its success commit together. If it fails, it is retried and finally parked, like
   * an event. With {@code foliot.event-processing=sync} the command runs before the commit, and the
   * caller gets its failure.
   *
   * @return the receipt, by which its status and result can be read
   * @throws dev.foliot.handler.NoHandlerException if no handler takes the command
   * @throws dev.foliot.command.CommandValidationException if the command breaks its constraints
   */
  public CommandReceipt submit(Object command) {
    return submitted.submit(command, SendOptions.NONE);
  }

  /** As {@link #submit(Object)}, with options. */
  public CommandReceipt submit(Object command, CommandOptions options) {
    Given.value(options, "domain.submit", "options, or leave them out");
    return submitted.submit(command, options.toSendOptions());
  }

  /** Returns the submitted commands, to show, cancel and reschedule them. */
  public Commands commands() {
    return submitted;
  }

  /** Runs the action; every command that this thread sends meanwhile has the priority. */
  public void withPriority(Priority priority, Runnable action) {
    Given.value(action, "domain.withPriority", "an action");
    withPriority(
        priority,
        () -> {
          action.run();
          return null;
        });
  }

  /** Runs the action and returns its result; every command sent meanwhile has the priority. */
  public <R extends @Nullable Object> R withPriority(Priority priority, Supplier<R> action) {
    Given.value(priority, "domain.withPriority", "a priority");
    Given.value(action, "domain.withPriority", "an action");
    CurrentMessage.Scope scope = CurrentMessage.withPriority(priority);
    try {
      return action.get();
    } finally {
      scope.close();
    }
  }

  /**
   * Answers a query in a read-only transaction, or in the transaction of the caller.
   *
   * @return the handler's result
   * @throws dev.foliot.handler.NoHandlerException if no handler takes the query
   */
  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals",
    "NullAway"
  }) // as the handler declares
  public <R extends @Nullable Object> R ask(Object query) {
    return (R) queries.ask(query);
  }

  /** As {@link #ask(Object)}, with the type of the answer that the query declares. */
  public <R extends @Nullable Object> R ask(Returns<R> query) {
    return ask((Object) query);
  }

  /**
   * As {@link #ask(Object)}, with the type of the answer.
   *
   * @throws ClassCastException if the handler returns something else
   */
  public <R> @Nullable R ask(Object query, Class<R> answerType) {
    Given.value(answerType, "domain.ask", "the class of the answer, or leave it out");
    return as(answerType, queries.ask(query));
  }

  /**
   * As {@link #ask(Object)}, with options: {@code QueryOptions.after(token)} waits until the
   * projections have handled the events of a token.
   *
   * @throws dev.foliot.consistency.ConsistencyTimeoutException if the time is up first
   * @throws dev.foliot.consistency.ProjectionStoppedException at once, if a projection is paused,
   *     or if the events wait behind a parked message
   * @throws IllegalStateException in a transaction, if the token has events and a projector runs
   *     after the commit
   */
  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals",
    "NullAway"
  }) // as the handler declares
  public <R extends @Nullable Object> R ask(Object query, QueryOptions options) {
    return (R) queries.ask(query, options);
  }

  /** As {@link #ask(Object, QueryOptions)}, with the type of the answer that the query declares. */
  public <R extends @Nullable Object> R ask(Returns<R> query, QueryOptions options) {
    return ask((Object) query, options);
  }

  /**
   * Runs the action and returns its result with the token of the events that this thread has
   * committed meanwhile, in any number of transactions. The token has no events of other threads or
   * of the engine.
   *
   * @throws IllegalStateException in a transaction, because the transaction commits only after the
   *     action
   */
  public <R extends @Nullable Object> Tracked<R> tracking(Supplier<R> action) {
    Given.value(action, "domain.tracking", "an action");
    return tracked.run(action);
  }

  /** As {@link #tracking(Supplier)}, for an action without a result. */
  public ConsistencyToken tracking(Runnable action) {
    Given.value(action, "domain.tracking", "an action");
    return tracked
        .run(
            () -> {
              action.run();
              return true;
            })
        .token();
  }

  /**
   * Waits until projections have handled the events of the token. Call it before a read that uses
   * neither a query nor a view, for example a read by a repository.
   *
   * @param timeout the longest wait
   * @param projections the projections to wait for; if none is given, all projections of the
   *     application
   * @throws dev.foliot.consistency.ConsistencyTimeoutException if the time is up first
   * @throws dev.foliot.consistency.ProjectionStoppedException at once, if a projection is paused,
   *     or if the events wait behind a parked message
   * @throws dev.foliot.consistency.InvalidConsistencyTokenException if the token comes from another
   *     database
   * @throws IllegalArgumentException if one of the classes has no projector, or the time-out is
   *     negative
   * @throws IllegalStateException in a transaction; or if the clock stands still and no engine runs
   */
  public void await(ConsistencyToken token, Duration timeout, Class<?>... projections) {
    waiting.await(
        token,
        timeout,
        Given.values(projections, "domain.await", "classes of projections, or leave them out"));
  }

  /** Returns the view that reads a projection. */
  public <P> View<P> viewFor(Class<P> projection) {
    return views.of(projection);
  }

  /**
   * Publishes the states of one row of a projection: first the current state, then each newer one.
   * A state is published only after its commit, on any node. A slow subscriber gets the newest
   * state when it requests the next one. A subscriber gets {@code onComplete} when the application
   * ends.
   *
   * @throws IllegalArgumentException if the class is not a projection that can be read
   */
  public <P> Flow.Publisher<Change<P>> changes(Class<P> projection, Object id) {
    return live.of(projection, id);
  }

  /** As {@link #changes(Class, Object)}, for all rows that match a filter. */
  public <P> Flow.Publisher<Change<P>> changes(Class<P> projection, RowFilter<P> filter) {
    return live.of(projection, filter);
  }

  /** Returns the repository that loads and saves the aggregates of one class. */
  public <A> AggregateRepository<A> repositoryFor(Class<A> aggregate) {
    return repositories.of(aggregate);
  }

  /**
   * Returns the history of an aggregate: its events, and its state at a version or an instant.
   * Closed aggregates have a history, too.
   */
  public <A> AggregateHistory<A> historyOf(Class<A> aggregate, String id) {
    return repositories.historyOf(aggregate, id);
  }

  /**
   * As {@link #append(Class, String, List, AppendOptions)}, to a stream of any version, with the
   * priority {@code BACKFILL}.
   */
  public long append(Class<?> aggregate, String id, List<?> events) {
    return append(aggregate, id, events, AppendOptions.none());
  }

  /**
   * Appends events that no aggregate of this application has raised, for example in a migration.
   * They are appended in their order, after the last event of the stream. All or none are stored,
   * in the unit of work of this thread or in a transaction of its own. Within one transaction all
   * calls, for any number of streams, are written in one batch at the commit.
   *
   * <p>Handlers and projectors get these events like any others, in the lane of the priority; in
   * synchronous mode before the commit. Nothing goes to the outbox. The row of a state-stored
   * aggregate is not changed: its {@code event_count} must be the version that this method returns.
   *
   * @param aggregate the class of the aggregate; an event-sourced one must apply each event
   * @param events event records, or {@link dev.foliot.aggregate.PastEvent}s with their time and
   *     other metadata
   * @return the version of the stream with these events
   * @throws dev.foliot.eventstore.ConcurrentAggregateChangeException if the stream does not have
   *     the expected version, or another transaction appends to it; also at the commit
   * @throws dev.foliot.eventstore.AggregateClosedException if the stream is closed; also at the
   *     commit
   * @throws dev.foliot.eventstore.DuplicateMessageException at the commit, if the id of an event is
   *     stored already
   * @throws dev.foliot.message.MissingComponentException if a required component of an event is
   *     null
   * @throws dev.foliot.aggregate.MissingApplyException if the aggregate does not apply an event
   * @throws IllegalStateException if the transaction is read-only, or has loaded the aggregate
   */
  public long append(Class<?> aggregate, String id, List<?> events, AppendOptions options) {
    return pastEvents.append(aggregate, id, events, options);
  }

  /**
   * Forgets a person: destroys the key of its personal data, in the unit of work of this thread or
   * in a transaction of its own. After the commit, the person's data in Foliot's tables is
   * unreadable: this node reads the declared placeholders, other nodes do so after {@code
   * foliot.personal-data.key-cache.expire-after} and {@code foliot.aggregate.cache.expire-after} at
   * the latest. Later events about the person are stored without the personal data. The call may be
   * repeated. It has no effect for a person without stored data.
   *
   * <p>The text of the id selects the person. Another person with the same text is forgotten, too,
   * for example an employee and a customer with the number 7, unless the id is a record with a
   * {@link dev.foliot.personaldata.SubjectKind}.
   *
   * @param subject the value of the {@code @DataSubject} component
   * @return whether there was a key to destroy
   */
  public boolean forget(Object subject) {
    return forget.forget(subject);
  }

  /**
   * Returns the causes and effects of a message: all messages of its correlation, as a tree.
   *
   * @param messageId the {@code Metadata.id()} of the message
   * @throws dev.foliot.trace.MessageNotFoundException if the message is not stored
   */
  public Trace trace(UUID messageId) {
    return traces.of(messageId);
  }

  /**
   * Returns the archive, which moves the events of closed aggregates from the log to another table.
   */
  public Archive archive() {
    return archive;
  }

  /**
   * Reads the whole log and reports its problems. It does not block writers. Its duration grows
   * with the log.
   *
   * @throws org.springframework.dao.DataAccessException if the database or a key store is
   *     unavailable, because then no message can be judged
   */
  public LogReport verifyLog() {
    return verifyLog.run();
  }

  /** Returns the snapshots of event-sourced aggregates, to take and delete them on demand. */
  public Snapshots snapshots() {
    return snapshots;
  }

  /**
   * Returns the subscriptions of all nodes, to show and change them: failed messages, pauses,
   * moves.
   */
  public Subscriptions subscriptions() {
    return subscriptions;
  }

  /** Returns the instances of process managers, with their states and transitions. */
  public Processes processes() {
    return processes;
  }

  /**
   * Returns the rebuilds, which fill projections again from the log while their live rows can be
   * read.
   */
  public Rebuilds rebuilds() {
    return rebuilds;
  }

  /** Returns the schedules, which submit commands at the times of a cron expression. */
  public Schedules schedules() {
    return schedules;
  }

  /** Returns the messages, their handlers and aggregates, as data and as a diagram (R39). */
  public Wiring wiring() {
    return wiring.get();
  }

  EngineNode engineNode() {
    return engine;
  }
}
