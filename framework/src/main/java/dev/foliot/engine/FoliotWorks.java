package dev.foliot.engine;

import dev.foliot.work.Work;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Foliot's own works. The engine knows none of them by name.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class FoliotWorks implements Works {
  @Override
  public List<Work> of(EngineParts node) {
    Work cleanUp = new CleanUp(node);
    return node.relay().isUsed() ? List.of(cleanUp, new RelayWork(node)) : List.of(cleanUp);
  }
}
