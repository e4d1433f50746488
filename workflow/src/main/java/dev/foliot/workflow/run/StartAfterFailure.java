package dev.foliot.workflow.run;

import dev.foliot.failure.ErrorText;
import dev.foliot.message.Sha256;
import dev.foliot.workflow.RunError;
import dev.foliot.workflow.RunStatus;
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
    } catch (RuntimeException e) {
      LOG.warn(
          "run={} has failed, and the workflow of @OnFailure cannot be started: {}",
          run.id(),
          ErrorText.of(e));
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
    return new RunRow(
        new RunRow.Identity(
            idFor(workflow, failed, now),
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
        parts.codec().write(input),
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
   * so other policies do not hold.
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
    } catch (RuntimeException unreadable) {
      LOG.warn(
          "run={} has failed, and its input cannot be read: {}",
          failed.id(),
          ErrorText.of(unreadable));
      return null;
    }
  }

  private WorkflowDefinition workflowOf(RunRow run) {
    return parts.registry().find(run.identity().workflow(), run.identity().version()).orElseThrow();
  }
}
