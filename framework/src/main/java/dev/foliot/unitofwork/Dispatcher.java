package dev.foliot.unitofwork;

import dev.foliot.eventstore.NewMessage;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Handles events in the transaction that raised them, before they are stored.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface Dispatcher {
  /** Leaves everything to the engine. */
  Dispatcher NONE =
      new Dispatcher() {
        @Override
        public boolean isSynchronous() {
          return false;
        }

        @Override
        public void dispatch(List<NewMessage> generation, List<List<NewMessage>> earlier) {}
      };

  /** Whether events count as delivered when the unit of work commits. */
  boolean isSynchronous();

  /** Whether some handlers run at the commit. In synchronous mode, all handlers do. */
  default boolean handlesAtCommit() {
    return isSynchronous();
  }

  /**
   * Calls the handlers of the events, in order, and returns. The events of the handlers are
   * gathered afterwards and dispatched next: breadth-first (R16).
   *
   * @param generation not empty, in the order of raising; a message that is not an event is left to
   *     the engine
   * @param earlier the generations that were dispatched in this unit of work before
   */
  void dispatch(List<NewMessage> generation, List<List<NewMessage>> earlier);
}
