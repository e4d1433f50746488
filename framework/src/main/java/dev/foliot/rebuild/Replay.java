package dev.foliot.rebuild;

import dev.foliot.unitofwork.UnitOfWork;

/**
 * Lets a projector ask whether it handles a message for a rebuild. Then everything that it raises,
 * submits or publishes is dropped. Other effects outside of the database, such as mails, are its
 * own to leave out.
 */
public final class Replay {
  private Replay() {}

  /** Whether this thread handles a message once more. False outside of a transaction. */
  public static boolean isRunning() {
    return UnitOfWork.current().filter(UnitOfWork::holdsBack).isPresent();
  }
}
