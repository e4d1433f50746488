package dev.foliot.work;

import java.util.List;

/**
 * A task of the engine besides deliveries. Implement {@link OwnedWork} or {@link EveryNodeWork} and
 * make it a Spring bean; the engine finds all of them.
 */
public sealed interface Work permits OwnedWork, EveryNodeWork {
  /**
   * Its name: at most 200 characters, different from all other works and subscriptions, and the
   * same for ever. Begin it with the name of the module and a colon, such as {@code
   * billing:dunning}; names that begin with {@code foliot:} are Foliot's own.
   */
  String name();

  /**
   * Whether it only tidies up, so that no caller waits for it. If true, a run in test mode that
   * continues until nothing is due does not move the clock for it.
   */
  default boolean isUpkeep() {
    return false;
  }

  /**
   * Whether it is due again and again, for ever. If true, a run in test mode that continues until
   * nothing is due does not move the clock for it; a run for a certain time does.
   */
  default boolean isRecurring() {
    return false;
  }

  /**
   * Whether the application uses it. If true, a run in test mode makes sense without any
   * subscription.
   */
  default boolean isUsed() {
    return false;
  }

  /**
   * The names of the parts of the application whose instances it runs, such as workflows: the
   * owners in its reports.
   */
  default List<String> owners() {
    return List.of();
  }

  /**
   * Names of stored things that only nodes with the same code can continue, such as schedules.
   * While this node lives, no other node removes them. Begin a name as that of a work.
   */
  default List<String> declares() {
    return List.of();
  }

  /**
   * Its later actions in the order of their due times, for the report of a run in test mode. Empty
   * if they are not known, or recur for ever.
   *
   * @param limit the maximum number of entries
   */
  default List<DueLater> dueLater(int limit) {
    return List.of();
  }

  /**
   * The instances that have begun and are not done, with their waits, for the report of a run in
   * test mode.
   *
   * @param limit the maximum number of entries
   */
  default List<WorkWaiting> waiting(int limit) {
    return List.of();
  }
}
