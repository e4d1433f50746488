package dev.foliot.workflow.replay;

import dev.foliot.workflow.NonDeterministicWorkflowException;
import dev.foliot.workflow.WorkflowInterceptor.OperationStatus;
import dev.foliot.workflow.journal.Answer;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.Journal;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.journal.StoredError;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The operations of the run, from its journal and from this invocation. {@link StoreEntries} stores
 * the new entries.
 */
final class Recording {
  private final String runId;
  private final int invocation;
  private final InstantSource clock;
  private final Hooks hooks;
  private final Origins origins;
  private final DescribeErrors errors;
  private final Operations operations = new Operations();
  private final Refusal refusal = new Refusal();
  private final StoreEntries store;
  private final List<JournalEntry> all = new ArrayList<>();
  private int numbers;
  private boolean frozen;
  private boolean suspended;
  private boolean undoing;

  Recording(InvocationInput input, Journal journal, InvocationParts parts) {
    this.runId = input.info().runId();
    this.invocation = input.info().invocation();
    this.clock = parts.clock();
    this.errors = new DescribeErrors(parts.personal());
    errors.saw(input.input());
    this.hooks = new Hooks(parts, input.info(), operations.byId(), errors, refusal);
    this.store = new StoreEntries(journal, hooks);
    this.origins = new Origins(runId);
    input.entries().forEach(this::apply);
    operations.byId().values().forEach(Operation::replayed);
    undoing = input.ending() != null && hasBegun(ContextScope.UNDO);
    if (!undoing) {
      input.answers().forEach(this::answer);
    }
    settle(each -> true);
  }

  private void apply(JournalEntry entry) {
    numbers = entry.number();
    if (entry.kind().isNote()) {
      origins.note(entry);
      return;
    }
    all.add(entry);
    errors.saw(entry.payload());
    operations.getOrAdd(entry.operation(), entry.parent(), entry.kind(), entry.name()).apply(entry);
  }

  private void answer(Answer answer) {
    Operation operation = operations.get(answer.operation());
    if (operation == null || operation.isEnded()) {
      return;
    }
    if (answer.type() == null) {
      operation.heartbeat(answer.at());
    } else {
      StoredError error = answer.error();
      EntryDetails details = error == null ? EntryDetails.NONE : EntryDetails.error(error);
      add(operation, answer.type(), answer.payload(), details);
    }
  }

  /**
   * Ends the operations whose time is over, the earliest first. A wait for an event ends in the
   * next invocation, because the log is read once more before.
   */
  void settle() {
    settle(each -> each.kind() != OperationKind.EVENT);
  }

  /**
   * Once compensations have begun, no operation of the code ends any more. Otherwise the code would
   * register more compensations in a replay, at the positions of those that have run.
   */
  private void settle(Predicate<Operation> which) {
    if (undoing) {
      return;
    }
    operations.due(clock.instant()).stream().filter(which).forEach(this::endByTime);
  }

  private void endByTime(Operation operation) {
    EndByTime end = EndByTime.of(operation, describe(operation));
    add(operation, end.type(), null, end.details());
  }

  /** All entries, including the new ones of this invocation. */
  List<JournalEntry> entries() {
    return all;
  }

  /** Describes an operation and its run. A callback without a name has the name of its context. */
  String describe(Operation operation) {
    Operation outer = operation.parent() == null ? null : operations.get(operation.parent());
    String name = operation.name();
    if (name == null && outer != null && outer.kind() == OperationKind.WAIT_FOR_CALLBACK) {
      name = outer.name();
    }
    return "%s of run %s".formatted(Operation.describe(operation.kind(), name), runId);
  }

  /** Whether the journal has an operation with this id. */
  boolean has(String id) {
    Operation operation = operations.get(id);
    return operation != null && operation.isRecorded();
  }

  /** Whether the journal has an operation whose id has this beginning. */
  boolean hasBegun(String prefix) {
    return operations.byId().values().stream()
        .anyMatch(each -> each.isRecorded() && each.id().startsWith(prefix));
  }

  /**
   * The operation at this position. If the code reaches it for the first time, it is not recorded
   * yet.
   *
   * @throws NonDeterministicWorkflowException if the journal has another operation there
   */
  Operation at(String id, @Nullable String parent, OperationKind kind, @Nullable String name) {
    throwIfUnusable();
    Operation operation = operations.getOrAdd(id, parent, kind, name);
    if (operation.kind() != kind || !Objects.equals(operation.name(), name)) {
      throw changed(id, operation.description(), Operation.describe(kind, name));
    }
    if (!operation.isRequested()) {
      operation.request();
      if (!frozen || operation.isRecorded()) {
        hooks.operationStart(operation);
      }
    }
    return operation;
  }

  /** Whether the journal has operations of a context that the code has not reached. */
  boolean hasUnreached(@Nullable String parent) {
    return operations.in(parent).stream().anyMatch(each -> !each.isRequested());
  }

  /**
   * Checks, when the code of a context has ended, that it has reached all operations in the
   * journal.
   */
  void checkAllReached(@Nullable String parent) {
    throwIfUnusable();
    for (Operation operation : operations.in(parent)) {
      if (!operation.isRequested() && operation.kind().group() != OperationKind.Group.MARKER) {
        throw changed(operation.id(), operation.description(), null);
      }
    }
  }

  private RuntimeException changed(String position, String expected, @Nullable String found) {
    return refusal.of(new NonDeterministicWorkflowException(runId, position, expected, found));
  }

  /** Throws the error again, in case the code has caught it. */
  private void throwIfUnusable() {
    store.throwIfBroken();
    refusal.check();
  }

  /** The error of the code, if it has one. */
  Refusal refusal() {
    return refusal;
  }

  /** The reason why the journal cannot be written any more; empty if it can. */
  Optional<InvocationAborted> broken() {
    return store.broken();
  }

  /** From now on, code that would do something new is suspended. */
  void freeze() {
    frozen = true;
  }

  /** The opposite of {@link #freeze()}. */
  void thaw() {
    frozen = false;
    undoing = true;
  }

  /** Whether code that would do something new was suspended. */
  boolean hasSuspended() {
    return suspended;
  }

  private void suspendIfFrozen() {
    CooperativeBranch branch = CooperativeBranch.current();
    if (branch != null && branch.isFrozen()) {
      branch.stop();
      throw new Suspension();
    }
    if (frozen) {
      suspended = true;
      throw new Suspension();
    }
  }

  void start(Operation operation, @Nullable String payload, EntryDetails details) {
    throwIfUnusable();
    suspendIfFrozen();
    add(operation, EntryType.STARTED, payload, details);
  }

  void end(Operation operation, EntryType type, @Nullable String payload, EntryDetails details) {
    refusal.check();
    if (!store.takesLateOutcomes()) {
      throwIfUnusable();
    }
    suspendIfFrozen();
    add(operation, type, payload, details);
    if (operation.kind().group() != OperationKind.Group.MARKER) {
      store.require();
    }
  }

  private void add(
      Operation operation, EntryType type, @Nullable String payload, EntryDetails details) {
    JournalEntry entry = entry(operation, type, payload, details);
    store.add(entry);
    applyNew(entry);
    if (operation.kind().group().isAnsweredFromOutside()) {
      store.require();
    }
  }

  private void applyNew(JournalEntry entry) {
    apply(entry);
    if (entry.isFinal()) {
      hooks.operationEnd(Objects.requireNonNull(operations.get(entry.operation())));
    }
  }

  private JournalEntry entry(
      Operation operation, EntryType type, @Nullable String payload, EntryDetails details) {
    return new JournalEntry(
        numbers + 1,
        operation.id(),
        operation.parent(),
        operation.kind(),
        type,
        operation.name(),
        payload,
        details,
        invocation,
        clock.instant());
  }

  /** Stores the entries that must be stored before the next effect (R51). */
  void storeBeforeEffect() {
    suspendIfFrozen();
    if (store.isRequired()) {
      store();
    }
  }

  /**
   * Stores emitted events, so that they can be read while bodies run. If that fails, the next
   * operation throws the failure.
   */
  void storeEmitted() {
    if (store.hasEmitted() && refusal.error().isEmpty()) {
      try {
        store.all();
      } catch (InvocationAborted failed) {
        // the next operation throws it
      }
    }
  }

  /** Stores all entries. */
  void store() {
    throwIfUnusable();
    store.all();
  }

  /**
   * Stores all entries, the effect of an operation and its outcome in one transaction.
   *
   * @param ended is called after the commit, outside of the transaction; with {@code STARTED} if it
   *     is not known whether anything is stored
   * @throws EffectFailed if the effect has thrown; nothing is stored
   */
  void storeWith(
      Operation operation, Supplier<EffectOutcome> effect, Consumer<OperationStatus> ended) {
    suspendIfFrozen();
    throwIfUnusable();
    store.with(
        () -> {
          EffectOutcome outcome = effect.get();
          return entry(operation, EntryType.SUCCEEDED, outcome.payload(), outcome.details());
        },
        this::applyNew,
        ended);
  }

  Origins origins() {
    return origins;
  }

  Hooks hooks() {
    return hooks;
  }

  DescribeErrors errors() {
    return errors;
  }

  /** Whether the outcome of a body that was running when the journal was closed can be stored. */
  boolean takesLateOutcomes() {
    return store.takesLateOutcomes();
  }

  /** The entries that are not stored yet: they are stored with the end of the invocation. */
  List<JournalEntry> unstored() {
    return store.pending();
  }

  /** The time when the run continues by itself; null if it waits for an answer from outside. */
  @Nullable Instant nextDue() {
    return operations.nextDue(each -> !undoing || each.id().startsWith(ContextScope.UNDO));
  }
}
