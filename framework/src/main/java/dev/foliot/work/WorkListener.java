package dev.foliot.work;

import java.util.function.Supplier;

/**
 * Receives the steps that works have done, right after they are stored. A work calls all beans of
 * this type. Reports of tests use them.
 */
@FunctionalInterface
public interface WorkListener {
  /**
   * Called on the thread that did the step.
   *
   * @param done makes the report; a listener that does not need it does not call it, so that
   *     nothing is read
   */
  void done(Supplier<WorkDone> done);
}
