package dev.foliot.unitofwork;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reaction of a commit if aggregates raised events that the transaction does not store. */
public enum UnsavedAggregates {
  /** The commit fails with an {@link UnsavedAggregateException}. */
  FAIL {
    @Override
    void found(List<EventSource> unsaved) {
      throw new UnsavedAggregateException(names(unsaved));
    }
  },
  /** A warning in the log names them; their events are dropped. */
  WARN {
    @Override
    void found(List<EventSource> unsaved) {
      LOG.warn(new UnsavedAggregateException(names(unsaved)).getMessage());
    }
  },
  /** Their events are dropped without a warning. */
  IGNORE {
    @Override
    void found(List<EventSource> unsaved) {}
  };

  private static final Logger LOG = LoggerFactory.getLogger(UnsavedAggregates.class);

  /** Called before anything of the unit of work is appended. */
  abstract void found(List<EventSource> unsaved);

  private static List<String> names(List<EventSource> unsaved) {
    return unsaved.stream().map(EventSource::describe).toList();
  }
}
