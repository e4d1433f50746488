package dev.foliot.rebuild;

import dev.foliot.unitofwork.UnitOfWork;

/**
 * Lets a projector find out whether it handles a message for a rebuild. During a rebuild,
 * everything that it raises, submits or publishes is dropped. The projector itself must leave out
 * other effects outside of the database, such as mails.
 */
public final class Replay {
  private Replay() {}

  /** Whether this thread handles a message for a rebuild. False outside of a transaction. */
  public static boolean isRunning() {
    return UnitOfWork.current().filter(UnitOfWork::holdsBack).isPresent();
  }
}
