package dev.foliot.workflow.replay;

import dev.foliot.workflow.BatchOptions;
import dev.foliot.workflow.BatchOptions.Nesting;
import dev.foliot.workflow.BatchResult;
import dev.foliot.workflow.BatchResult.BatchItem;
import dev.foliot.workflow.BatchResult.CompletionReason;
import dev.foliot.workflow.BatchResult.Status;
import dev.foliot.workflow.Branch;
import dev.foliot.workflow.ContextFailedException;
import dev.foliot.workflow.OperationFailedException;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.journal.StoredError;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs branches beside each other until the batch is complete. Open {@link #run} first.
 *
 * @param <T> the result of a branch
 */
final class RunBatch<T extends @Nullable Object> {
  private final ContextScope outer;
  private final RunState run;
  private final Operation batch;
  private final Type type;
  private final BatchOptions options;
  private final PayloadCodec codec;
  private final Map<Integer, Started> started = new TreeMap<>();
  private int ended;
  private int unwound;
  private int failed;

  /** A branch that was started. */
  private final class Started {
    private final @Nullable String name;
    private Status status = Status.STOPPED;
    private @Nullable T result;
    private @Nullable OperationFailedException error;
    private final ContextScope scope;
    private @Nullable CooperativeBranch branch;

    Started(@Nullable String name, ContextScope scope) {
      this.name = name;
      this.scope = scope;
    }

    void end(Status outcome) {
      status = outcome;
      ended++;
      failed += outcome == Status.FAILED ? 1 : 0;
    }
  }

  RunBatch(ContextScope outer, Operation batch, Type type, BatchOptions options) {
    this.outer = outer;
    this.run = outer.run();
    this.batch = batch;
    this.type = type;
    this.options = options;
    this.codec = run.codec(options.codec());
  }

  /** Runs them, or returns the stored outcomes. */
  BatchResult<T> run(OperationKind kind, List<Branch<T>> branches) {
    JournalEntry last = batch.last();
    if (last != null && !last.isRebuilt()) {
      outer.observe(batch);
      return stored(kind, last);
    }
    ContextScope inner = outer.inside(batch);
    if (last != null) {
      return rebuilt(inner, kind, branches, outcomes(last));
    }
    if (!batch.isRecorded()) {
      run.recording().start(batch, null, EntryDetails.NONE);
    }
    // 1. Start branches, and check after each end of a branch whether the batch is complete.
    CompletionReason reason = completion(branches.size());
    while (reason == null) {
      startBranches(inner, kind, branches);
      int before = ended;
      run.branches().awaitOthers(() -> ended > before);
      reason = completion(branches.size());
    }
    // 2. Stop the others.
    started.values().forEach(this::stop);
    propagate(inner);
    // 3. Record and return the outcomes.
    BatchResult<T> result = result(reason);
    record(result, inner.mustBeReplayed());
    outer.observe(batch);
    return result;
  }

  private void propagate(ContextScope inner) {
    started.values().stream()
        .filter(one -> one.status != Status.STOPPED)
        .forEach(one -> one.scope.propagate());
    inner.propagate();
  }

  /** Runs the code of the ended branches again, over their stored operations. */
  private BatchResult<T> rebuilt(
      ContextScope inner, OperationKind kind, List<Branch<T>> branches, StoredBatch stored) {
    for (StoredBatch.StoredItem item : stored.items()) {
      start(inner, kind, item.index(), branches.get(item.index()));
      if (item.status() == Status.STOPPED) {
        branchOf(item.index()).freeze();
      }
    }
    run.branches().awaitOthers(() -> unwound == stored.items().size());
    propagate(inner);
    outer.observe(batch);
    return result(stored.reason());
  }

  private void startBranches(ContextScope inner, OperationKind kind, List<Branch<T>> branches) {
    Integer most = options.maxConcurrency();
    while (started.size() < branches.size() && (most == null || started.size() - ended < most)) {
      start(inner, kind, started.size(), branches.get(started.size()));
    }
  }

  private void start(ContextScope inner, OperationKind kind, int index, Branch<T> branch) {
    ContextScope own = inner.ofBranch();
    Started one = new Started(branch.name(), own);
    started.put(index, one);
    one.branch =
        run.branches().fork(() -> own.activate(() -> runToEnd(own, kind, index, branch, one)));
  }

  private CooperativeBranch branchOf(int index) {
    return Objects.requireNonNull(Objects.requireNonNull(started.get(index)).branch);
  }

  private void runToEnd(
      ContextScope inner, OperationKind kind, int index, Branch<T> branch, Started one) {
    try {
      runOne(inner, kind, index, branch, one);
    } finally {
      unwound++;
    }
  }

  private void runOne(
      ContextScope inner, OperationKind kind, int index, Branch<T> branch, Started one) {
    try {
      one.result =
          options.nesting() == Nesting.NESTED
              ? nested(inner, kind, index, branch)
              : flat(inner, index, branch);
      one.end(Status.SUCCEEDED);
    } catch (Suspension | InvocationAborted | Restart | OutOfMemoryError unwinding) {
      throw unwinding;
    } catch (OperationFailedException e) {
      one.error = e;
      one.end(Status.FAILED);
    } catch (Throwable e) {
      one.error = failed(branch.name(), run.recording().errors().of(e));
      one.end(Status.FAILED);
    }
  }

  private T nested(ContextScope inner, OperationKind kind, int index, Branch<T> branch) {
    Limits.checkId(idOf(index), Operation.describe(kind, branch.name()));
    Operation operation = run.recording().at(idOf(index), batch.id(), kind, branch.name());
    return new RunContext(inner, operation).run(type, options.codec(), branch.body());
  }

  private String idOf(int index) {
    return batch.id() + "-" + (index + 1);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // the codec reads this type
  private T flat(ContextScope inner, int index, Branch<T> branch) throws Throwable {
    ContextScope context = inner.virtual(batch, index);
    Object[] result = new Object[1];
    Throwable[] failure = new Throwable[1];
    context.activate(
        () -> {
          try {
            result[0] = branch.body().run(context.calls());
          } catch (Suspension | InvocationAborted | Restart | OutOfMemoryError unwinding) {
            throw unwinding;
          } catch (Throwable e) {
            failure[0] = e;
          }
        });
    run.branches().check();
    context.propagate();
    if (failure[0] != null) {
      throw failure[0];
    }
    return (T) run.read(codec, run.write(codec, result[0], value(index)), type, value(index));
  }

  private String value(int index) {
    return "The result of branch %s of %s".formatted(index + 1, batch.description());
  }

  private static ContextFailedException failed(@Nullable String name, StoredError error) {
    return new ContextFailedException(name, error.type(), error.message());
  }

  private void stop(Started one) {
    if (one.status == Status.STOPPED && one.branch != null) {
      one.branch.stop();
    }
  }

  /** The reason why the batch is complete; null if it continues. */
  private @Nullable CompletionReason completion(int branches) {
    Integer enough = options.minSuccessful();
    if (enough != null && ended - failed >= enough) {
      return CompletionReason.MIN_SUCCESSFUL_REACHED;
    }
    if (exceeds(failed, branches)) {
      return CompletionReason.FAILURE_TOLERANCE_EXCEEDED;
    }
    return ended == branches ? CompletionReason.ALL_COMPLETED : null;
  }

  /** Whether there are more failures than tolerated. */
  private boolean exceeds(int failures, int branches) {
    Integer tolerated = options.toleratedFailures();
    Double percentage = options.toleratedFailurePercentage();
    return (tolerated != null && failures > tolerated)
        || (percentage != null && failures * 100.0 / branches > percentage);
  }

  /** The result. If a branch was stopped before it began, it is left out. */
  private BatchResult<T> result(CompletionReason reason) {
    List<BatchItem<T>> items = new ArrayList<>();
    started.forEach(
        (index, one) -> {
          if (branchOf(index).hasBegun()) {
            items.add(new BatchItem<>(index, one.name, one.status, one.result, one.error));
          }
        });
    return new BatchResult<>(reason, List.copyOf(items));
  }

  private void record(BatchResult<T> result, boolean rebuilt) {
    PayloadCodec whole = options.resultCodec();
    boolean inItems = whole == null && options.nesting() == Nesting.FLAT;
    String outcomes = outcomes(result, inItems);
    String payload = whole == null ? null : run.write(whole, result.results(), batch.value());
    boolean large =
        outcomes.length() + (payload == null ? 0 : payload.length()) > RunContext.MAX_RESULT;
    run.recording()
        .end(
            batch,
            EntryType.SUCCEEDED,
            large ? null : payload,
            EntryDetails.batch(large ? outcomes(result, false) : outcomes, large || rebuilt));
  }

  private String outcomes(BatchResult<T> result, boolean withResults) {
    List<StoredBatch.StoredItem> items =
        result.items().stream().map(item -> stored(item, withResults)).toList();
    return run.parts().codec().write(new StoredBatch(result.completionReason(), items));
  }

  private StoredBatch outcomes(JournalEntry last) {
    String json = Objects.requireNonNull(last.details().batch());
    return (StoredBatch) Objects.requireNonNull(run.parts().codec().read(json, StoredBatch.class));
  }

  private StoredBatch.StoredItem stored(BatchItem<T> item, boolean withResult) {
    OperationFailedException error = item.error();
    return new StoredBatch.StoredItem(
        item.index(),
        item.name(),
        item.status(),
        withResult && item.status() == Status.SUCCEEDED
            ? run.write(codec, item.result(), value(item.index()))
            : null,
        error == null ? null : StoredError.of(error));
  }

  /** The outcomes as they were stored. */
  private BatchResult<T> stored(OperationKind kind, JournalEntry last) {
    StoredBatch stored = outcomes(last);
    List<T> results = wholeResult(last.payload());
    List<BatchItem<T>> items = new ArrayList<>();
    int succeeded = 0;
    for (StoredBatch.StoredItem item : stored.items()) {
      T result = null;
      if (item.status() == Status.SUCCEEDED) {
        result = results != null ? results.get(succeeded++) : result(kind, item);
      }
      StoredError error = item.error();
      items.add(
          new BatchItem<>(
              item.index(),
              item.name(),
              item.status(),
              result,
              error == null ? null : failed(item.name(), error)));
    }
    return new BatchResult<>(stored.reason(), List.copyOf(items));
  }

  @SuppressWarnings("unchecked") // the codec wrote a list of this type
  private @Nullable List<T> wholeResult(@Nullable String payload) {
    PayloadCodec whole = options.resultCodec();
    return whole == null || payload == null
        ? null
        : (List<T>) run.read(whole, payload, List.class, batch.value());
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // the codec reads this type
  private T result(OperationKind kind, StoredBatch.StoredItem item) {
    if (item.payload() != null) {
      return (T) run.read(codec, item.payload(), type, value(item.index()));
    }
    Operation branch = run.recording().at(idOf(item.index()), batch.id(), kind, item.name());
    return Outcomes.of(run, branch, codec, type);
  }
}
