package dev.foliot.live;

import dev.foliot.live.Watch.OfFilter;
import dev.foliot.live.Watch.OfId;
import dev.foliot.live.Watch.Rows;
import dev.foliot.message.Given;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.ThreadFactory;
import org.apiguardian.api.API;

/**
 * Publishes the rows of projections and their changes, for all subscribers of this node. Without
 * subscribers it has no thread, and costs a delivery nothing.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class LiveChanges implements AutoCloseable {
  private final LiveParts parts;
  private final Map<Class<?>, LiveProjection<?>> projections = new ConcurrentHashMap<>();
  private volatile boolean open = true;

  public LiveChanges(LiveParts parts) {
    this.parts = parts;
  }

  /** Uses threads of its own. */
  public static LiveThreads onThreads(int signalThreads, ThreadFactory threads) {
    return new OnLiveThreads(signalThreads, threads);
  }

  /** Uses the thread that causes a read or a signal, for tests on a steppable clock. */
  public static LiveThreads inCallersThread() {
    return new InCallersThread();
  }

  /** The row with an id. */
  public <P> Flow.Publisher<Change<P>> of(Class<P> projection, Object id) {
    Given.value(id, "domain.changes", "the id of a row, or a RowFilter");
    return publisher(projection, new OfId<>(id));
  }

  /** The rows that match a filter. */
  public <P> Flow.Publisher<Change<P>> of(Class<P> projection, RowFilter<P> filter) {
    Given.value(filter, "domain.changes", "a RowFilter, or the id of a row");
    return publisher(projection, new OfFilter<>(filter));
  }

  private <P> Flow.Publisher<Change<P>> publisher(Class<P> projection, Rows<P> rows) {
    Given.value(projection, "domain.changes", "a projection class");
    var unused = parts.views().of(projection); // refuses a class that cannot be read
    return subscriber -> {
      if (subscriber == null) {
        throw new NullPointerException("A subscriber is needed (Reactive Streams, rule 1.9).");
      }
      projection(projection).subscribe(rows, subscriber);
    };
  }

  @SuppressWarnings("unchecked")
  private <P> LiveProjection<P> projection(Class<P> projection) {
    return (LiveProjection<P>)
        projections.computeIfAbsent(
            projection, type -> new LiveProjection<>(type, parts, () -> open));
  }

  /**
   * Called when all projectors are known. Accepts subscribers, also again after {@link #complete}.
   */
  public void open() {
    open = true;
    projections.values().forEach(LiveProjection::listenAgain);
  }

  /** Ends all subscriptions. A later subscription ends at once. */
  public void complete() {
    open = false;
    projections.values().forEach(LiveProjection::complete);
  }

  @Override
  public void close() {
    complete();
    parts.threads().close();
  }
}
