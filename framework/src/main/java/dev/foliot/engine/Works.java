package dev.foliot.engine;

import dev.foliot.work.Work;
import java.util.List;
import org.apiguardian.api.API;

/**
 * The works that a node can do: Foliot's own, and those of modules and the application.
 *
 * @hidden
 */
@FunctionalInterface
@API(status = API.Status.INTERNAL)
public interface Works {
  /**
   * Called each time a node begins.
   *
   * @param node the parts of the node's engine
   */
  List<Work> of(EngineParts node);
}
