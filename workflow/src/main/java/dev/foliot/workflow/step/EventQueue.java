package dev.foliot.workflow.step;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The events that wait for a worker of a step. Immutable. To take an event copies nothing, so a
 * long queue costs no more than a short one.
 *
 * @param events the events, including those that are taken already, which come first
 * @param taken the number of taken events
 */
record EventQueue(List<RunEvent> events, int taken) {
  static final EventQueue EMPTY = new EventQueue(List.of(), 0);

  int size() {
    return events.size() - taken;
  }

  boolean isEmpty() {
    return size() == 0;
  }

  RunEvent get(int index) {
    return events.get(taken + index);
  }

  EventQueue with(List<RunEvent> added) {
    if (added.isEmpty()) {
      return this;
    }
    List<RunEvent> longer = new ArrayList<>(size() + added.size());
    longer.addAll(events.subList(taken, events.size()));
    longer.addAll(added);
    return new EventQueue(Collections.unmodifiableList(longer), 0);
  }

  /** Returns the queue without the first events. */
  EventQueue without(int count) {
    EventQueue rest = new EventQueue(events, taken + count);
    boolean isMostlyTaken = rest.taken > rest.size();
    return isMostlyTaken ? EMPTY.with(events.subList(rest.taken, events.size())) : rest;
  }
}
