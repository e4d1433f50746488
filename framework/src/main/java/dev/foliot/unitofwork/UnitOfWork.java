package dev.foliot.unitofwork;

import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.CompleteMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.UnexpectedRollbackException;

/**
 * One transaction (R1): the aggregates that took part in it, and their events. It begins and ends
 * with the transaction and belongs to its thread. Open {@link #beforeCommit} first.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class UnitOfWork implements Enlistment {
  private final TransactionExecution transaction;
  private final Object manager;
  private final PersistenceSession session;
  private final Dispatcher dispatcher;
  private final RecordEvents recording;
  private final UnsavedAggregates unsaved;

  private final Map<Object, Object> kept = new HashMap<>();
  private final PendingMessages pending;
  private final List<Runnable> firstWrites = new ArrayList<>();
  private final List<Runnable> lastWrites = new ArrayList<>();
  private final List<Runnable> afterCommit = new ArrayList<>();
  private final Assumptions assumptions = new Assumptions();
  private final RollbackOnly rollbackOnly;
  private boolean closed;
  private boolean committed;
  private boolean provesAssumptions;

  UnitOfWork(
      TransactionExecution transaction,
      Object manager,
      PersistenceSession session,
      Dispatcher dispatcher,
      RecordEvents recording,
      UnsavedAggregates unsaved) {
    this.transaction = transaction;
    this.rollbackOnly = new RollbackOnly(transaction);
    this.manager = manager;
    this.session = session;
    this.dispatcher = dispatcher;
    this.recording = recording;
    this.unsaved = unsaved;
    this.pending = new PendingMessages(recording, dispatcher.isSynchronous());
  }

  /** The unit of work of this thread; empty outside of a transaction. */
  public static Optional<UnitOfWork> current() {
    return Enlistment.current() instanceof UnitOfWork unit ? Optional.of(unit) : Optional.empty();
  }

  /**
   * The unit of work of this thread.
   *
   * @throws IllegalStateException if there is none
   */
  public static UnitOfWork required() {
    return current()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "There is no unit of work: the transaction manager is not Foliot's, or does not announce its transactions."));
  }

  TransactionExecution transaction() {
    return transaction;
  }

  /** Whether the transaction belongs to this transaction manager. */
  boolean belongsTo(Object transactionManager) {
    return manager == transactionManager;
  }

  /**
   * Stores the raised events. The log is written last, after all handlers and synchronizations of
   * the application. So while they run, the unit of work does not lock the log's counter (H2), and
   * holds no lock that readers of the log wait for (PostgreSQL).
   *
   * @param lastTurn whether the database commit is next; otherwise only handlers run
   */
  void beforeCommit(boolean lastTurn) {
    if (transaction.isReadOnly()) {
      return;
    }
    try {
      writeEvents(lastTurn);
    } catch (Throwable failure) {
      if (assumptions.explain(failure) instanceof ConcurrentAggregateChangeException conflict) {
        throw conflict;
      }
      throw failure;
    }
  }

  private void writeEvents(boolean lastTurn) {
    rollbackOnly.refuse();
    // 1. Flush, so that changed aggregates enlist themselves; gather the new messages.
    List<NewMessage> generation = flushAndGather();
    while (!generation.isEmpty()) {
      // 2. In synchronous mode, let the handlers work from memory.
      dispatcher.dispatch(generation, pending.generations());
      pending.add(generation);
      rollbackOnly.refuse();
      // 3. Repeat until nothing is raised any more.
      generation = dispatcher.handlesAtCommit() ? flushAndGather() : List.of();
    }
    // 4. Refuse unsaved aggregates, check assumed versions, run the statements that come before the
    // log, append everything in the order of raising, then run the last statements.
    if (lastTurn) {
      closed = true;
      refuseUnsaved();
      pending.complete();
      assumptions.prove(pending.streams());
      firstWrites.forEach(Runnable::run);
      pending.write();
      assumptions.proved();
      lastWrites.forEach(Runnable::run);
    }
  }

  private List<NewMessage> flushAndGather() {
    session.flush();
    return pending.next();
  }

  /**
   * From now on, raised events, appended messages and closed streams are neither stored nor
   * dispatched. Use it when stored messages are handled once more, because their consequences are
   * in the log already.
   */
  public void holdBack() {
    pending.holdBack();
  }

  /** Whether raised and appended messages are dropped. */
  public boolean holdsBack() {
    return pending.holdsBack();
  }

  private void refuseUnsaved() {
    List<EventSource> left = pending.unsaved();
    if (!left.isEmpty()) {
      unsaved.found(left);
    }
  }

  /** Whether its commit adds versions to that stream; known from its last writes on. */
  public boolean appendsTo(StreamName stream) {
    return pending.streams().contains(stream);
  }

  @Override
  public void raised(EventSource source) {
    if (unsaved != UnsavedAggregates.IGNORE) {
      pending.raised(source);
    }
  }

  @Override
  public void moved(Runnable giveBack) {
    pending.moved(giveBack);
  }

  @Override
  public boolean writesThrough(PersistenceSession writer) {
    return session == writer;
  }

  @Override
  public void enlist(EventSource source, long version) {
    if (closed && source.hasPendingEvents()) {
      throw new IllegalStateException(
          "Stream %s has new events, but its unit of work has already written all of them: the transaction is committing. Raise events before the commit, or in a transaction of their own."
              .formatted(source.stream()));
    }
    pending.enlist(source, version);
  }

  /**
   * Appends a message to the log with this unit of work: the only way into the log besides raised
   * events and {@link AppendAlone}. Raised and appended messages are written in the order in which
   * they came, in one batch, as the last writes before the commit. After the commit the {@link
   * CommitListener}s get all of them.
   *
   * <p>In synchronous mode an event is dispatched like a raised one. A message of any other kind is
   * delivered by the engine. Appended messages do not go to the outbox.
   *
   * @throws IllegalStateException if the transaction is read-only, or is committing
   */
  public void append(NewMessage message) {
    refuseUnlessWritable(
        () ->
            "%s cannot be appended to stream %s"
                .formatted(message.message().metadata().type(), message.stream()),
        "Append it");
    pending.append(message);
  }

  /**
   * Raises an event without an aggregate, as the next event of a stream without an aggregate. It is
   * an event like any other: dispatched in synchronous mode, and published through the outbox if
   * its type declares a destination.
   *
   * @param stream a stream whose category belongs to no aggregate
   * @param version its version in the stream, from 1
   * @throws IllegalStateException if the transaction is read-only, or is committing
   */
  public void raise(StreamName stream, long version, Object event) {
    refuseUnlessWritable(
        () ->
            "%s cannot be raised on stream %s".formatted(event.getClass().getSimpleName(), stream),
        "Raise it");
    CompleteMessage.require(event);
    pending.raise(stream, RaisedEvent.now(event, version));
  }

  /**
   * Refuses a change that would not be stored.
   *
   * @param refused the change, as a sentence that it cannot be made
   * @param instead the instruction for another transaction
   * @throws IllegalStateException if the transaction is read-only, or is committing
   */
  public void refuseUnlessWritable(Supplier<String> refused, String instead) {
    if (closed || transaction.isReadOnly()) {
      throw new IllegalStateException(
          "%s, because its transaction is %s. %s in a transaction that writes."
              .formatted(refused.get(), closed ? "committing" : "read-only", instead));
    }
  }

  /**
   * The last version that was appended to a stream here, not by an aggregate; empty if there is
   * none.
   */
  public Optional<Long> lastAppended(StreamName stream) {
    return pending.lastAppended(stream);
  }

  /**
   * Closes a stream: a tombstone becomes its last message, after all events that this unit of work
   * raises on it.
   *
   * @param version the loaded version
   * @param reason the reason
   * @throws IllegalArgumentException if the reason is blank
   * @throws IllegalStateException if the transaction is read-only, or is committing
   */
  public void close(StreamName stream, long version, String reason) {
    NewMessage tombstone = recording.tombstone(stream, version + 1, reason);
    refuseUnlessWritable(() -> "Stream %s cannot be closed".formatted(stream), "Close it");
    pending.append(tombstone);
  }

  @Override
  public boolean isReadOnly() {
    return transaction.isReadOnly();
  }

  /** The one instance for a key, such as the aggregate of a stream that was loaded here (R3a). */
  public Optional<Object> kept(Object key) {
    return Optional.ofNullable(kept.get(key));
  }

  /** Makes an object the one instance for its key in this unit of work. */
  public void keep(Object key, Object instance) {
    kept.put(key, instance);
  }

  /**
   * Lets the commit fail (R2), because something inside this unit of work failed and may have left
   * half of its changes. If the failure also reaches the outermost caller, this caller gets it
   * unchanged.
   *
   * @param what the failed part, such as {@code command PlaceOrder}
   */
  public void failed(String what, Throwable failure) {
    rollbackOnly.failed(what, failure);
  }

  /** The reason why this unit of work cannot commit; empty if nothing in it failed. */
  Optional<UnexpectedRollbackException> rollbackOnly() {
    return rollbackOnly.reason();
  }

  /** From now on, the owner of this unit of work passes its failures through {@link #explain}. */
  void proveAssumptionsOnFailure() {
    provesAssumptions = true;
  }

  /**
   * Whether assumptions are allowed here. Then a decision that depends on a wrong assumption never
   * leaves this unit of work, neither as an effect nor as an exception.
   */
  public boolean provesAssumptions() {
    return provesAssumptions && !transaction.isReadOnly() && !closed;
  }

  /** Makes an assumption, which is proved at the commit, or after a failure. */
  public void assume(Assumption assumption) {
    assumptions.add(assumption);
  }

  /**
   * Explains a failure inside this unit of work: returns a conflict, if the session found a
   * conflict (see {@link PersistenceSession#explain}) or an assumption was wrong, else the failure
   * itself.
   */
  Throwable explain(Throwable failure) {
    Throwable explained = session.explain(failure);
    return assumptions.explain(explained);
  }

  /** Does the same as {@link #explain}, when the transaction has been rolled back. */
  Throwable explainAfterRollback(Throwable failure) {
    return assumptions.explainAfterRollback(failure);
  }

  /**
   * Remembers the work before a savepoint, because a rollback to the savepoint does not undo it.
   */
  void savepoint(Object savepoint) {
    pending.mark(savepoint);
  }

  /**
   * A rollback to a savepoint undoes rows and appended messages. It undoes neither events of
   * aggregates in memory nor a close: if there are any, nothing may be stored.
   */
  void rolledBackToSavepoint(Object savepoint) {
    pending.undo(savepoint).forEach(rollbackOnly::undone);
  }

  /**
   * Adds a write of rows that other transactions also lock before the log. It runs after all
   * handlers, right before the log. If it throws, everything is rolled back.
   */
  public void beforeLog(Runnable write) {
    firstWrites.add(write);
  }

  /**
   * Adds a write of rows that many transactions touch and must not lock for long. It runs last in
   * the transaction. If it throws, everything is rolled back.
   */
  public void lastly(Runnable write) {
    lastWrites.add(write);
  }

  /** Adds an action that runs in this thread after the commit; it must not fail. */
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  /** Returns the actions to run after the commit. */
  List<Runnable> afterCommit() {
    return List.copyOf(afterCommit);
  }

  /** Returns the messages that the unit of work has stored, after its commit. */
  List<NewMessage> messages() {
    return pending.all();
  }

  /** The payloads of all raised and appended messages: an error may quote them. */
  public List<Object> payloads() {
    return pending.payloads();
  }

  /** Called after the commit. */
  void committed() {
    committed = true;
  }

  /** Returns the positions of its events, after its commit. */
  PositionRuns eventPositions() {
    return pending.eventPositions();
  }

  boolean isCommitted() {
    return committed;
  }

  /** Called after a rollback: the events are pending again. */
  void rolledBack() {
    closed = true;
    pending.putBack();
  }
}
