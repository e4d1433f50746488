package dev.foliot.engine;

import dev.foliot.work.Work;
import java.util.List;

/** Foliot's own works. The engine knows none of them by name. */
public final class FoliotWorks implements Works {
  @Override
  public List<Work> of(EngineParts node) {
    Work cleanUp = new CleanUp(node);
    return node.relay().isUsed() ? List.of(cleanUp, new RelayWork(node)) : List.of(cleanUp);
  }
}
