package dev.foliot.engine;

import dev.foliot.work.ExpiringRows;
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
  private final List<ExpiringRows> expiring;

  /**
   * @param expiring the rows of other packages that the clean-up removes
   */
  public FoliotWorks(List<ExpiringRows> expiring) {
    this.expiring = List.copyOf(expiring);
  }

  @Override
  public List<Work> of(EngineParts node) {
    Work cleanUp = new CleanUp(node, expiring);
    return node.relay().isUsed() ? List.of(cleanUp, new RelayWork(node)) : List.of(cleanUp);
  }
}
