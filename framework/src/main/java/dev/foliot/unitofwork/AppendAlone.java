package dev.foliot.unitofwork;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.NewMessage;
import java.util.List;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.springframework.util.function.SingletonSupplier;

/**
 * Appends a message that is the only change of its unit of work, such as a submitted command: where
 * the database allows it, by one statement that commits itself.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class AppendAlone {
  private final EventStore store;
  private final Dispatcher dispatcher;
  private final Transactions transactions;
  private final SingletonSupplier<CommitListeners> listeners;

  /**
   * @param listeners asked when the first message is appended
   */
  public AppendAlone(
      EventStore store,
      Dispatcher dispatcher,
      Transactions transactions,
      Supplier<List<CommitListener>> listeners) {
    this.store = store;
    this.dispatcher = dispatcher;
    this.transactions = transactions;
    this.listeners = SingletonSupplier.of(() -> new CommitListeners(List.copyOf(listeners.get())));
  }

  /**
   * Appends a message without a stream version.
   *
   * @return false, and then nothing is appended, if the message needs a transaction around it, or
   *     if this thread has one
   */
  public boolean append(NewMessage message) {
    if (dispatcher.isSynchronous() || !transactions.arePlain() || !Transactions.isThreadFree()) {
      return false;
    }
    CommitListeners told = listeners.obtain(); // before anything is stored
    boolean appended = store.appendAlone(message);
    if (appended) {
      told.committed(List.of(message));
    }
    return appended;
  }
}
