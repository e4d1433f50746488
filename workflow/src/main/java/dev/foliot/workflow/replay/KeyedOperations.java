package dev.foliot.workflow.replay;

import dev.foliot.workflow.CallbackOptions;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.OperationFailedException;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.RunInfo;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowInterceptor.EventTarget;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.journal.StoredError;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * The operations of a run for code that is not replayed. The code reads the journal in order, and
 * continues from its end. It chooses the ids of its operations. An id that is already in the
 * journal is not opened again.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class KeyedOperations {
  private final ContextScope root;
  private final RunState run;
  private final PayloadCodec codec = new SparingCodec();

  KeyedOperations(ContextScope root) {
    this.root = root;
    this.run = root.run();
  }

  /** The run. */
  public RunInfo info() {
    return run.info();
  }

  /** The current time. */
  public Instant now() {
    return run.now();
  }

  /** Stores values. In an outage, the run is tried again later, also if the code catches it. */
  public PayloadCodec codec() {
    return codec;
  }

  /** The entries of the journal after the first ones, with those of this invocation. */
  public List<JournalEntry> entriesAfter(int known) {
    List<JournalEntry> all = run.recording().entries();
    return List.copyOf(all.subList(known, all.size()));
  }

  /** Waits until the journal has more entries. */
  public void awaitEntriesAfter(int known) {
    run.branches().awaitOthers(() -> run.recording().entries().size() > known);
  }

  /** Whether the journal has an operation with this id. */
  public boolean has(String id) {
    return run.recording().has(id);
  }

  /** Runs a step in a branch of its own, attempt after attempt. Its end is in the journal. */
  public void step(String id, String name, StepOptions options, KeyedStep body) {
    Operation step = run.recording().at(id, null, OperationKind.STEP, name);
    run.branches().fork(() -> root.activate(() -> runStep(step, options, body)));
  }

  /** Another invocation would repeat the step and fail in the same way, so the run fails. */
  private void runStep(Operation step, StepOptions options, KeyedStep body) {
    root.refusing(
        () -> {
          runToOutcome(step, options, body);
          return step;
        });
  }

  @SuppressWarnings("NullAway") // the result may be null
  private void runToOutcome(Operation step, StepOptions options, KeyedStep body) {
    try {
      new RunStep(root, step, body::beforeOutcome)
          .<@Nullable Object>run(
              Object.class,
              options,
              attempt -> body.run(attempt, lastError(step), elapsed(step, run.now())));
    } catch (SetAside waits) {
      body.setAside();
    } catch (OperationFailedException failed) {
      // the code reads it in the journal
    }
  }

  private static @Nullable StoredError lastError(Operation step) {
    JournalEntry last = step.last();
    return last == null ? null : last.details().error();
  }

  private static Duration elapsed(Operation step, Instant now) {
    Instant first = step.firstAt();
    return first == null ? Duration.ZERO : Duration.between(first, now);
  }

  /** Opens a wait for a domain event. */
  public void openEvent(String id, String name, EventWait<?> wait) {
    new Waits(root).open(run.recording().at(id, null, OperationKind.EVENT, name), wait);
  }

  /** Opens a callback. */
  public void openCallback(String id, String name, CallbackOptions options) {
    new Callbacks(root).open(run.recording().at(id, null, OperationKind.CALLBACK, name), options);
  }

  /**
   * Puts an event on the stream of the run.
   *
   * @param type the name of its class
   */
  public void emit(String id, String type, String event) {
    mark(OperationKind.EMIT, id, EntryDetails.NONE.on(type, null), event);
  }

  /** An event of the code for the stream, as it is stored. */
  public Object transformed(Object event) {
    return run.recording().hooks().event(EventTarget.STREAM, event, codec());
  }

  /** Stores the state of the run. */
  public void storeState(String state) {
    String id = "~state-" + (run.recording().entries().size() + 1);
    mark(OperationKind.STATE, id, EntryDetails.NONE, state);
  }

  private void mark(OperationKind kind, String id, EntryDetails details, String payload) {
    Operation mark = run.recording().at(id, null, kind, null);
    if (!mark.isEnded()) {
      run.recording().end(mark, EntryType.SUCCEEDED, payload, details);
    }
  }

  /**
   * No attempt of a step counts in an outage of the database or of a key store. Other failures of
   * the database, such as those in a read-only transaction of the step, are mistakes of the step.
   * So this excludes exceptions of {@code Outages} that the code of the step can cause, such as an
   * unexpected rollback: they would be spared without a limit.
   */
  private final class SparingCodec implements PayloadCodec {
    @Override
    public String write(@Nullable Object value) {
      return spared(() -> run.parts().codec().write(value));
    }

    @Override
    public @Nullable Object read(String payload, Type type) {
      return spared(() -> run.parts().codec().read(payload, type));
    }

    private <T extends @Nullable Object> T spared(Supplier<T> use) {
      try {
        return use.get();
      } catch (TransientDataAccessException
          | RecoverableDataAccessException
          | DataAccessResourceFailureException
          | CannotCreateTransactionException
          | TransactionSystemException outage) {
        var unused = run.recording().refusal().of(UnusableValueException.away(outage));
        throw outage;
      }
    }
  }
}
