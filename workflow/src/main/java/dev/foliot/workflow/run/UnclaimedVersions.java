package dev.foliot.workflow.run;

import dev.foliot.workflow.run.RunQueue.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions of workflows whose queued runs are due, although no node claims them. A node claims
 * only runs whose code it has. If such runs have been due for {@link #PATIENCE}, no node seems to
 * have their code. Then this node passes them over: it lets the runs behind them begin. They stay
 * due, so a node that starts with their code claims them, and they are not passed over any more.
 * Safe for use by several threads.
 */
final class UnclaimedVersions {
  private static final Logger LOG = LoggerFactory.getLogger(UnclaimedVersions.class);

  /** The time during which queued runs may be due before this node passes them over. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private final RunQueue queue;
  private final WorkflowRegistry registry;

  /** Since when this node has seen unclaimed runs of versions whose code it does not have. */
  private final Map<Version, Instant> unclaimed = new HashMap<>();

  private volatile Map<String, Set<Integer>> passedOver = Map.of();

  UnclaimedVersions(RunQueue queue, WorkflowRegistry registry) {
    this.queue = queue;
    this.registry = registry;
  }

  /** The versions of a workflow whose queued runs are passed over. */
  Set<Integer> passedOver(String workflow) {
    return passedOver.getOrDefault(workflow, Set.of());
  }

  boolean isPassedOver(Version version) {
    return passedOver(version.workflow()).contains(version.number());
  }

  /**
   * Looks for these versions from time to time. It is one statement, or none if all first runs of
   * the queues are of versions that this node has.
   *
   * @param first the versions of the first runs that are due
   */
  synchronized void look(List<Version> first, Instant now) {
    if (unclaimed.isEmpty() && first.stream().noneMatch(this::isUnknown)) {
      return;
    }
    List<Version> found = queue.unclaimed(now).stream().filter(this::isUnknown).toList();
    unclaimed.keySet().retainAll(Set.copyOf(found));
    found.forEach(
        each -> unclaimed.merge(each, now, (since, at) -> since.isAfter(at) ? at : since));
    Map<String, Set<Integer>> passed =
        unclaimed.entrySet().stream()
            .filter(each -> !now.isBefore(each.getValue().plus(PATIENCE)))
            .map(Map.Entry::getKey)
            .collect(
                Collectors.groupingBy(
                    Version::workflow, Collectors.mapping(Version::number, Collectors.toSet())));
    passed.forEach(this::logOnce);
    passedOver = passed;
  }

  /** Whether this node has another version of the workflow only. */
  private boolean isUnknown(Version version) {
    return registry.newest(version.workflow()).isPresent()
        && registry.find(version.workflow(), version.number()).isEmpty();
  }

  private void logOnce(String workflow, Set<Integer> versions) {
    if (!versions.equals(passedOver(workflow))) {
      LOG.warn(
          "Queued runs of workflow={} versions={} are due, but no node seems to have their code. The runs behind them begin. Deploy the code, or terminate these runs.",
          workflow,
          versions);
    }
  }
}
