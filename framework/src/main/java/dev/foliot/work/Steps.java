package dev.foliot.work;

import java.time.Instant;
import java.util.Optional;

/**
 * The steps of a work on one node. One thread at a time calls {@link #step()} and {@link #end()}.
 * Any thread may call the other methods, and does so often: they must return quickly, from memory.
 *
 * <p>A step that throws is logged, reported in the engine's status, and repeated after a pause that
 * grows with each failure. If {@link #hasWork()}, {@link #nextDue()}, {@link #wakeUp()} or {@link
 * #committedHere()} throws, the next step fails with its error.
 */
public interface Steps {
  /** Whether {@link #step()} may have work to do. */
  boolean hasWork();

  /**
   * Does a part of the work, of about a second at most, in its own transactions.
   *
   * @return whether there may be more to do at once
   */
  boolean step();

  /**
   * When there will be work without any signal, by the application's clock. Empty if that is not
   * known, or never.
   */
  Optional<Instant> nextDue();

  /**
   * Notes that a transaction may have been committed, on this node or another one. If this commit
   * could mean work, {@link #hasWork()} returns true from now on. The engine calls this method
   * after commits, and at intervals while it is idle, since not every commit is notified.
   */
  default void wakeUp() {}

  /**
   * Notes that a transaction was committed on this node. By default it calls {@link #wakeUp()}.
   * Override it if the work is notified of this node's commits in another way, so that it need not
   * check after each commit.
   */
  default void committedHere() {
    wakeUp();
  }

  /**
   * Saves the state in memory, before the node releases the work. No step follows; an error is
   * logged.
   */
  default void end() {}

  /**
   * Another node has taken the work over, or a test lets this node die: no step follows, and
   * nothing is stored. Unregister listeners here and in {@link #end()}. It must not fail.
   */
  default void abandon() {}
}
