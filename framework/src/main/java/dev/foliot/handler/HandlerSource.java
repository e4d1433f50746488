package dev.foliot.handler;

import java.util.List;
import org.apiguardian.api.API;

/**
 * Makes handlers of a module that belong to no bean of the application. A Spring bean of this type
 * is called once, when all beans exist.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface HandlerSource {
  /**
   * The handlers; empty if the application needs none.
   *
   * @param problems receives the problems that stop the start of the application
   */
  List<HandlerBean> handlers(WiringProblems problems);

  /** The code of the module that may wait for events. */
  default List<AwaitedEvents> awaited() {
    return List.of();
  }
}
