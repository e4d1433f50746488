package dev.foliot.engine;

import dev.foliot.work.DueLater;
import dev.foliot.work.Steps;
import dev.foliot.work.WorkWaiting;
import java.util.List;

/** Something that this node steps, one thread at a time. */
interface SteppedPart extends Steps {
  /** Returns a description, for the log. */
  String description();

  /** Whether this part is a clean-up that no caller waits for. */
  default boolean isUpkeep() {
    return false;
  }

  /** Whether this part is due again and again, for ever. */
  default boolean isRecurring() {
    return false;
  }

  /** Whether the application uses it. */
  default boolean isUsed() {
    return false;
  }

  /** Throws the error that the next step would throw, if another method has failed. */
  default void throwFailure() {}

  /** The names of the parts of the application whose instances it runs. */
  default List<String> owners() {
    return List.of();
  }

  /** The actions that are due at a later time. */
  default List<DueLater> dueLater(int limit) {
    return List.of();
  }

  /** The actions that have begun and are not done. */
  default List<WorkWaiting> waiting(int limit) {
    return List.of();
  }
}
