package dev.foliot.rebuild;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apiguardian.api.API;

/**
 * Notifies this application's steps when a rebuild begins, and readers when rows are exchanged.
 * Safe for use by several threads.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class RebuildSignal {
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<Collection<String>>> readers = new CopyOnWriteArrayList<>();

  void add(Runnable listener) {
    listeners.add(listener);
  }

  void remove(Runnable listener) {
    listeners.remove(listener);
  }

  void begun() {
    listeners.forEach(Runnable::run);
  }

  /**
   * Sets the receiver of the names of subscriptions whose rows were exchanged. It is called after
   * the commit.
   */
  public void onExchange(Consumer<Collection<String>> reader) {
    readers.add(reader);
  }

  void exchanged(Collection<String> subscriptions) {
    readers.forEach(each -> each.accept(subscriptions));
  }
}
