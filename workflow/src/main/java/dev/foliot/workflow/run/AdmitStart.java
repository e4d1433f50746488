package dev.foliot.workflow.run;

import dev.foliot.message.MessageJson;
import dev.foliot.workflow.admission.AdmissionKey;
import dev.foliot.workflow.admission.Arrival;
import dev.foliot.workflow.admission.FlowControl;
import dev.foliot.workflow.admission.FlowControl.Decision;
import dev.foliot.workflow.admission.FlowControl.StateChange;
import dev.foliot.workflow.admission.Policy;
import dev.foliot.workflow.admission.PolicyState;
import dev.foliot.workflow.admission.Verdict;
import dev.foliot.workflow.journal.StoredError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Decides whether flow control (R60) admits starts, in the transaction of the caller. Locks the
 * states of the policies, so that two starts with one key run one after the other. Open {@link
 * #decide} first.
 */
final class AdmitStart {
  private static final Logger LOG = LoggerFactory.getLogger(AdmitStart.class);

  private final RunTable runs;
  private final PendingRuns pending;
  private final RunParts parts;
  private final RunSignals signals;
  private final CountStarts counts;

  AdmitStart(RunTable runs, RunParts parts, RunSignals signals, CountStarts counts) {
    this.runs = runs;
    this.pending = new PendingRuns(runs);
    this.parts = parts;
    this.signals = signals;
    this.counts = counts;
  }

  /**
   * The decision about a start.
   *
   * @param row the run to insert, possibly as a skipped run; null for none
   * @param changes the new states, stored with the row
   * @param with changes another run, together with the states; null for none
   * @param effects the effects after the row
   * @param other the run that is returned instead; null for the new run
   */
  record Admission(
      @Nullable RunRow row,
      List<StateChange> changes,
      @Nullable SqlStatement with,
      Effects effects,
      @Nullable String other) {
    /** Without flow control. */
    static Admission of(RunRow run) {
      return new Admission(run, List.of(), null, (changed, cancel) -> {}, null);
    }
  }

  /** The effects of a decision that is stored. */
  interface Effects {
    /**
     * @param changed how many other runs have changed with the states
     * @param cancel cancels a run
     */
    void take(int changed, Consumer<String> cancel);
  }

  /**
   * A start that arrives.
   *
   * @param run its run
   * @param input the input that was given
   * @param hasOwnId whether the caller has given the id
   */
  record Start(RunRow run, @Nullable Object input, boolean hasOwnId) {
    String workflow() {
      return run.identity().workflow();
    }

    boolean isChild() {
      return run.identity().parentRun() != null;
    }

    Arrival arrival() {
      return new Arrival(run.id(), input instanceof Collection<?> list ? list.size() : 1);
    }
  }

  /** Locks the states that starts will need, in the common order of all transactions. */
  void lock(List<CancelRuns.Later> starts) {
    List<AdmissionKey> keys = new ArrayList<>();
    for (CancelRuns.Later each : starts) {
      FlowControl flow = parts.registry().flowOf(parts.registry().required(each.workflow()));
      keys.addAll(flow.keysOfStart(each.workflow(), flow.given(each.input()), false));
    }
    if (!keys.isEmpty()) {
      runs.admissions().lock(keys, parts.clock().instant());
    }
  }

  /** Decides about a start. */
  Admission decide(Start start, FlowControl flow) {
    List<AdmissionKey> keys = flow.keysOfStart(start.workflow(), start.input(), start.isChild());
    Map<AdmissionKey, PolicyState> states =
        keys.isEmpty() ? Map.of() : runs.admissions().lock(keys, parts.clock().instant());
    return decide(start, flow, states);
  }

  private Admission decide(Start start, FlowControl flow, Map<AdmissionKey, PolicyState> states) {
    Instant now = parts.clock().instant();
    Decision decision = flow.decide(states, start.arrival(), now);
    Verdict verdict = decision.verdict();
    if (verdict instanceof Verdict.Admit admit) {
      return admitted(start, flow, admit, decision.changes());
    }
    if (verdict instanceof Verdict.Join join) {
      Optional<String> input = merged(join.run(), start, flow);
      return input.isPresent()
          ? joined(start, join, input.get(), decision)
          : decide(start, flow, begun(states, decision));
    }
    if (verdict instanceof Verdict.Repeat repeat) {
      String reason = "Run %s was started with the same key.".formatted(repeat.run());
      return skipped(start, decision, reason, repeat.run());
    }
    return skipped(start, decision, ((Verdict.Skip) verdict).reason(), null);
  }

  private Admission admitted(
      Start start, FlowControl flow, Verdict.Admit admit, List<StateChange> changes) {
    RunRow run = start.run();
    RunRow row =
        run.with(
            admit.at(),
            run.flow()
                .withKeys(key(start, flow, Policy.CONCURRENCY), key(start, flow, Policy.THROTTLE)));
    String superseded = admit.supersedes();
    SqlStatement superseding =
        superseded == null
            ? null
            : pending.superseding(superseded, run.id(), parts.clock().instant());
    return new Admission(
        row,
        changes,
        superseding,
        (changed, cancel) -> replace(start, admit, changed > 0, cancel),
        null);
  }

  private static @Nullable String key(Start start, FlowControl flow, Policy policy) {
    return flow.key(start.workflow(), policy, start.input()).map(AdmissionKey::value).orElse(null);
  }

  private void replace(
      Start start, Verdict.Admit admit, boolean hasEnded, Consumer<String> cancel) {
    counts.afterCommit(start.workflow(), CountStarts.ADMITTED);
    String superseded = admit.supersedes();
    if (hasEnded && superseded != null) {
      counts.afterCommit(start.workflow(), Policy.DEBOUNCE.label());
      RunSignals.afterCommit(() -> signals.streamed(superseded));
    }
    if (admit.cancels() != null) {
      cancel.accept(admit.cancels());
    }
  }

  /**
   * The pending run cannot be changed any more: the clock of another node is ahead, the run was
   * cancelled, or its input cannot be read.
   */
  private static Map<AdmissionKey, PolicyState> begun(
      Map<AdmissionKey, PolicyState> states, Decision decision) {
    AdmissionKey key = decision.changes().get(0).key();
    return Map.of(key, Objects.requireNonNull(states.get(key)).begun());
  }

  /**
   * Merges both inputs, as they are stored, to one list; empty if the pending run cannot be
   * changed. If its input cannot be read, it fails when it begins.
   */
  private Optional<String> merged(String first, Start start, FlowControl flow) {
    List<@Nullable Object> all = new ArrayList<>();
    try {
      Optional<String> input = pending.lock(first);
      if (input.isEmpty()) {
        return input;
      }
      all.addAll(list(input.get(), flow));
    } catch (DataAccessException | TransactionException away) {
      throw away;
    } catch (Throwable unreadable) { // the constructor of the input may throw anything
      LOG.warn(
          "run={} is not joined by later starts, because its input cannot be read: {}",
          first,
          MessageJson.describeWithoutValues(unreadable));
      return Optional.empty();
    }
    all.addAll(list(start.run().input(), flow));
    return Optional.of(parts.codec().write(all));
  }

  private Collection<?> list(String input, FlowControl flow) {
    return (Collection<?>) Objects.requireNonNull(parts.codec().read(input, flow.inputType()));
  }

  private Admission joined(Start start, Verdict.Join join, String input, Decision decision) {
    String reason = "Its input is part of run %s.".formatted(join.run());
    RunRow row = start.hasOwnId() ? skippedRow(start, decision, reason, join.run()) : null;
    return new Admission(
        row,
        decision.changes(),
        pending.changing(join.run(), input, join.at()),
        (changed, cancel) -> count(start, decision),
        join.run());
  }

  private Admission skipped(Start start, Decision decision, String reason, @Nullable String other) {
    RunRow row = skippedRow(start, decision, reason, other);
    return new Admission(row, List.of(), null, (changed, cancel) -> count(start, decision), other);
  }

  private void count(Start start, Decision decision) {
    counts.afterCommit(start.workflow(), Objects.requireNonNull(decision.by()).label());
  }

  private RunRow skippedRow(Start start, Decision decision, String reason, @Nullable String other) {
    String type = Objects.requireNonNull(decision.by()).annotation();
    String error = Objects.requireNonNull(runs.errors().write(new StoredError(type, reason)));
    return start.run().skipped(error, other, parts.clock().instant());
  }
}
