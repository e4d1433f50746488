package dev.foliot.workflow.run;

import dev.foliot.failure.ErrorText;
import dev.foliot.failure.ReadableError;
import dev.foliot.time.Pause;
import dev.foliot.workflow.admission.AdmissionKey;
import dev.foliot.workflow.admission.FlowControl;
import dev.foliot.workflow.admission.Policy;
import dev.foliot.workflow.admission.ThrottleRate;
import dev.foliot.workflow.run.RunQueue.Head;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Searches the queues from time to time for runs that could begin but are not due. A run that gives
 * its place back skips queued runs that another transaction has locked. If that transaction is
 * rolled back, and no other run gives a place back, this sweep makes the queued run due.
 *
 * <p>A sweep is one statement while all first runs are due, or nothing is queued. A node whose
 * workflows have no queues sweeps once, for queues of earlier versions.
 */
final class SweepQueues {
  private static final Logger LOG = LoggerFactory.getLogger(SweepQueues.class);

  /** The time between two sweeps of a node. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  /** The maximum number of queues of one sweep. The next sweep continues after them. */
  private static final int MAX_QUEUES = 100;

  private final RunParts parts;
  private final RunStore store;

  /** The pause before the next sweep; null if none follows. */
  private @Nullable Pause pause = Pause.NONE;

  /** The queue after which the next sweep continues; null for the first queue. */
  private @Nullable AdmissionKey last;

  SweepQueues(RunParts parts, RunStore store) {
    this.parts = parts;
    this.store = store;
  }

  /** Sweeps if the pause is over. */
  void sweepIfDue() {
    Instant now = parts.clock().instant();
    if (pause == null || !pause.isOver(now)) {
      return;
    }
    pause = Pause.of(now, PAUSE);
    sweep(now);
    if (last == null && !hasQueues()) {
      pause = null;
    }
  }

  private boolean hasQueues() {
    WorkflowRegistry registry = parts.registry();
    return registry.definitions().stream().map(registry::flowOf).anyMatch(FlowControl::hasQueues);
  }

  private void sweep(Instant now) {
    // 1. Read the first runs of some queues, and leave out those that a node claims anyway.
    List<Head> heads = heads();
    List<Head> idle =
        heads.stream().filter(each -> each.due() == null || each.due().isAfter(now)).toList();
    // 2. Find the queues whose first run could begin. Nothing is locked yet.
    List<Head> stuck = stuck(idle, now);
    // 3. Let the next runs of each queue be due, with its key locked. A failure concerns one queue
    // only.
    int failed = 0;
    for (Head each : stuck) {
      try {
        store.inNew(
            () -> {
              flowOf(each).ifPresent(flow -> store.turns().advance(each.key(), flow));
              return true;
            });
      } catch (RuntimeException e) {
        failed++;
        log(each, failed, e);
      }
    }
  }

  /** Logs one line for a sweep. */
  private static void log(Head head, int failed, RuntimeException e) {
    if (failed == 1) {
      LOG.warn(
          "queue={} of workflow={} could not be advanced and is tried again in {}, and so are others that fail now: {}",
          head.key().queue(),
          head.key().workflow(),
          PAUSE,
          ErrorText.firstLine(e));
    }
    LOG.debug("queue={} could not be advanced", head.key().queue(), ReadableError.of(e));
  }

  private List<Head> heads() {
    String workflow = last == null ? "" : last.workflow();
    String queue = last == null ? "" : last.queue();
    List<Head> heads = new RunQueue(store.runs()).heads(workflow, queue, MAX_QUEUES);
    last = heads.size() < MAX_QUEUES ? null : heads.get(heads.size() - 1).key();
    return heads;
  }

  private List<Head> stuck(List<Head> idle, Instant now) {
    List<AdmissionKey> places =
        idle.stream().map(Head::key).filter(key -> key.policy() == Policy.CONCURRENCY).toList();
    Map<AdmissionKey, Integer> executing = new RunQueue(store.runs()).executing(places, List.of());
    List<Head> stuck = new ArrayList<>();
    for (Head each : idle) {
      if (flowOf(each).filter(flow -> mayBegin(each, flow, executing, now)).isPresent()) {
        stuck.add(each);
      }
    }
    return stuck;
  }

  /** The flow control of the version of a run, if this application has its code. */
  private Optional<FlowControl> flowOf(Head head) {
    WorkflowRegistry registry = parts.registry();
    return registry.find(head.key().workflow(), head.version()).map(registry::flowOf);
  }

  private static boolean mayBegin(
      Head head, FlowControl flow, Map<AdmissionKey, Integer> executing, Instant now) {
    if (head.key().policy() == Policy.CONCURRENCY) {
      return executing.getOrDefault(head.key(), 0) < flow.concurrency();
    }
    ThrottleRate rate = flow.throttle();
    return rate == null || head.due() == null || head.due().isAfter(now.plus(rate.interval()));
  }
}
