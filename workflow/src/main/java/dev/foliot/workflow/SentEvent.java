package dev.foliot.workflow;

import java.util.List;

/** A domain event that was sent from outside, as {@link Workflows#send} has stored it. */
public interface SentEvent {
  /** The id with which it was sent. */
  String id();

  /**
   * The ids of the runs that it has started by their triggers, as they are committed, in the order
   * of the names of their workflows. Triggers work after the commit, unless events are processed
   * synchronously. For a start that flow control has joined with another run, it is the id of that
   * run.
   */
  List<String> runIds();
}
