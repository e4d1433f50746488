package dev.foliot.workflow;

import java.util.List;

/** A domain event that was sent from outside, as {@link Workflows#send} has stored it. */
public interface SentEvent {
  /** The id with which it was sent. */
  String id();

  /**
   * The ids of the runs that triggers have started for the event, in the order of the names of
   * their workflows. The method reads committed state: triggers work after the commit, unless
   * events are processed synchronously. If flow control has joined a start with another run, the
   * list has the id of that run.
   */
  List<String> runIds();
}
