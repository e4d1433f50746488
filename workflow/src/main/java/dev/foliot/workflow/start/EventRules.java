package dev.foliot.workflow.start;

import dev.foliot.workflow.expression.ConditionIndex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The effects of events on runs, by the class of the event.
 *
 * @param starts the starts of runs, found by the texts that their conditions require
 * @param cancellations the cancellations of runs
 * @param cancelKeys the keys that are stored with the runs of workflows
 */
record EventRules(
    Map<Class<?>, ConditionIndex<EventTrigger>> starts,
    Map<Class<?>, List<EventCancellation>> cancellations,
    Map<String, CancelKey> cancelKeys) {
  EventRules() {
    this(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  /** Whether the runs of a workflow are stored with this key: the first one decides. */
  boolean isStored(String workflow, CancelKey key) {
    CancelKey stored = cancelKeys.computeIfAbsent(workflow, each -> key);
    return stored.ofRun().toString().equals(key.ofRun().toString());
  }

  void add(Class<?> event, EventTrigger start) {
    starts.computeIfAbsent(event, each -> new ConditionIndex<>()).add(start, start.condition());
  }

  void add(Class<?> event, EventCancellation cancellation) {
    cancellations.computeIfAbsent(event, each -> new ArrayList<>()).add(cancellation);
  }

  /** The classes of all events. */
  Set<Class<?>> events() {
    Set<Class<?>> all = new LinkedHashSet<>(starts.keySet());
    all.addAll(cancellations.keySet());
    return all;
  }

  /** The starts whose conditions may hold. */
  List<EventTrigger> startsBy(Object event) {
    ConditionIndex<EventTrigger> index = starts.get(event.getClass());
    return index == null ? List.of() : index.candidates(Map.of(EventTrigger.EVENT, event));
  }

  List<EventCancellation> cancellationsBy(Object event) {
    return cancellations.getOrDefault(event.getClass(), List.of());
  }
}
