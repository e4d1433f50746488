package dev.foliot.workflow.run;

import dev.foliot.message.MessageJson;
import dev.foliot.message.Sha256;
import dev.foliot.workflow.RunError;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.WorkflowInterceptor.InputInfo;
import dev.foliot.workflow.admission.AdmissionKey;
import dev.foliot.workflow.admission.FlowControl;
import dev.foliot.workflow.admission.Policy;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.journal.StoredError;
import dev.foliot.workflow.trigger.FailedRun;
import dev.foliot.workflow.trigger.OnFailure;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Starts the workflow that follows a failed run, in the transaction that stores the failure. Every
 * action that may fail is done before this transaction, so that the failure is stored in any case.
 */
record StartAfterFailure(RunParts parts, RunStore store, RunSignals signals) {
  private static final Logger LOG = LoggerFactory.getLogger(StartAfterFailure.class);

  /** The run to start if a run ends with this state. */
  Optional<RunRow> next(RunRow run, NewState state) {
    if (state.status() != RunStatus.FAILED) {
      return Optional.empty();
    }
    try {
      return parts
          .registry()
          .newest(run.identity().workflow())
          .flatMap(
              each ->
                  Optional.ofNullable(
                      AnnotatedElementUtils.findMergedAnnotation(
                          each.declaredBy(), OnFailure.class)))
          .map(named -> parts.registry().required(named.value()))
          .map(workflow -> row(workflow, run, state.error()));
    } catch (DataAccessException | TransactionException away) {
      throw away; // the failure is stored later, and the other run with it
    } catch (Throwable e) { // keys and constructors of the application may throw anything
      LOG.warn(
          "run={} has failed, and the workflow of @OnFailure cannot be started: {}",
          run.id(),
          MessageJson.describeWithoutValues(e));
      return Optional.empty();
    }
  }

  private RunRow row(WorkflowDefinition workflow, RunRow failed, @Nullable String error) {
    Instant now = parts.clock().instant();
    RunRow.Identity origin = failed.identity();
    RunError why =
        Objects.requireNonNull(
            ErrorJson.shown(
                error == null
                    ? new StoredError("unknown", null)
                    : store.runs().errors().read(error)));
    FailedRun<?> input = new FailedRun<>(failed.id(), origin.workflow(), input(failed), why);
    String id = idFor(workflow, failed, now);
    Object transformed =
        parts
            .interceptors()
            .input(
                new InputInfo(id, workflow.name(), null),
                input,
                parts.codec(),
                workflow.body().inputType());
    return new RunRow(
        new RunRow.Identity(
            id,
            workflow.name(),
            workflow.version(),
            origin.priority(),
            origin.lane(),
            null,
            null,
            origin.correlationId(),
            origin.causationId(),
            origin.metadata(),
            null),
        parts.codec().write(transformed),
        RunStatus.PENDING,
        now,
        null,
        0,
        0,
        0,
        0,
        null,
        null,
        false,
        RunRow.Times.of(now),
        flow(workflow, input));
  }

  /**
   * The part of the run in flow control: it may have to wait for its turn. No failure is skipped,
   * so other policies do not apply.
   */
  private RunRow.Flow flow(WorkflowDefinition workflow, FailedRun<?> input) {
    FlowControl flow = parts.registry().flowOf(workflow);
    return RunRow.Flow.NONE.withKeys(
        key(flow, workflow, Policy.CONCURRENCY, input),
        key(flow, workflow, Policy.THROTTLE, input));
  }

  private static @Nullable String key(
      FlowControl flow, WorkflowDefinition workflow, Policy policy, FailedRun<?> input) {
    return flow.key(workflow.name(), policy, input).map(AdmissionKey::value).orElse(null);
  }

  /** Starts the run. */
  void start(RunRow next, RunRow failed) {
    if (store.runs().insert(next)) {
      signals.dueAfterCommit(next.times().created());
    } else {
      LOG.warn(
          "run={} has failed, and run={} of @OnFailure is not started, because a run with this id exists.",
          failed.id(),
          next.id());
    }
  }

  /**
   * Computes an id that is unique for each failure of a run. It contains the time, because a child
   * run begins again under its id. An id that is too long for the column is replaced by its hash.
   */
  private String idFor(WorkflowDefinition workflow, RunRow failed, Instant now) {
    long retries =
        store.runs().journal().of(failed.id()).stream()
            .filter(entry -> entry.kind() == OperationKind.RETRIED)
            .count();
    String id = "%s:%s:%s:%s".formatted(workflow.name(), failed.id(), retries, now);
    return id.length() <= RunIds.MAX ? id : "failed:" + Sha256.of(id);
  }

  private @Nullable Object input(RunRow failed) {
    try {
      return parts.codec().read(store.runs().input(failed), workflowOf(failed).body().inputType());
    } catch (DataAccessException | TransactionException away) {
      throw away;
    } catch (Throwable unreadable) { // the constructor of the input may throw anything
      LOG.warn(
          "run={} has failed, and its input cannot be read: {}",
          failed.id(),
          MessageJson.describeWithoutValues(unreadable));
      return null;
    }
  }

  private WorkflowDefinition workflowOf(RunRow run) {
    return parts.registry().find(run.identity().workflow(), run.identity().version()).orElseThrow();
  }
}
