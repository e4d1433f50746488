package dev.foliot.workflow.run;

import dev.foliot.workflow.admission.FlowControl;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apiguardian.api.API;

/**
 * Counts the committed decisions of flow control about starts on this node.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class CountStarts {
  static final String ADMITTED = "admitted";

  private final WorkflowRegistry registry;
  private final Map<Outcome, LongAdder> counts = new ConcurrentHashMap<>();

  /**
   * An outcome of starts of a workflow.
   *
   * @param outcome "admitted", or the policy that did not admit the starts
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public record Outcome(String workflow, String outcome) {}

  public CountStarts(WorkflowRegistry registry) {
    this.registry = registry;
  }

  void afterCommit(String workflow, String outcome) {
    LongAdder counter =
        counts.computeIfAbsent(new Outcome(workflow, outcome), key -> new LongAdder());
    RunSignals.afterCommit(counter::increment);
  }

  /** All outcomes that the workflows of this application may have. */
  public Collection<Outcome> outcomes() {
    Set<Outcome> all = new LinkedHashSet<>();
    registry
        .definitions()
        .forEach(
            each -> {
              FlowControl flow = registry.flowOf(each);
              if (!flow.isNone()) {
                all.add(new Outcome(each.name(), ADMITTED));
                flow.startPolicies().forEach(by -> all.add(new Outcome(each.name(), by.label())));
              }
            });
    return all;
  }

  /** The number of starts with an outcome. */
  public long of(Outcome outcome) {
    LongAdder counter = counts.get(outcome);
    return counter == null ? 0 : counter.sum();
  }
}
