package dev.foliot.rebuild;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apiguardian.api.API;

/**
 * Lets the steps of this application hear of a rebuild that was begun in it. Safe for use by
 * several threads.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class RebuildSignal {
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  void add(Runnable listener) {
    listeners.add(listener);
  }

  void remove(Runnable listener) {
    listeners.remove(listener);
  }

  void begun() {
    listeners.forEach(Runnable::run);
  }
}
