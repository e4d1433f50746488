package dev.foliot.engine;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.failure.ReadableError;
import dev.foliot.unitofwork.Transactions;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * Notifies the other nodes (R30) after the transaction that caused it: a {@code NOTIFY} in the
 * transaction would make all transactions of the database commit one after another. One thread
 * sends, in its own transactions: all signals that have come meanwhile, each once, by one
 * statement. Delivery is not guaranteed: a node that misses a signal reads when the poll interval
 * is over.
 *
 * <p>If no other engine is alive, nothing is sent, and the nodes are read again after a second.
 */
final class SendNotifications {
  private static final Logger LOG = LoggerFactory.getLogger(SendNotifications.class);
  static final Duration BETWEEN_SIGNALS = Duration.ofMillis(5);
  private static final Duration WHEN_ALONE = Duration.ofSeconds(1);
  private static final Duration AT_THE_END = Duration.ofSeconds(1);

  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final FoliotSchema schema;
  private final String node;
  private final LongSupplier nanoTime;
  private final ScheduledThreadPoolExecutor thread;
  private final Set<Signal> pending = new LinkedHashSet<>();
  private boolean scheduled;
  private long notBefore;

  SendNotifications(
      Transactions transactions,
      JdbcClient jdbc,
      FoliotSchema schema,
      String node,
      LongSupplier nanoTime,
      ThreadFactory threads) {
    this.transactions = transactions;
    this.jdbc = jdbc;
    this.schema = schema;
    this.node = node;
    this.nanoTime = nanoTime;
    this.notBefore = nanoTime.getAsLong();
    this.thread = new ScheduledThreadPoolExecutor(1, threads);
    thread.setKeepAliveTime(1, TimeUnit.SECONDS);
    thread.allowCoreThreadTimeOut(true); // nothing to do, no thread
  }

  /** Returns at once. */
  synchronized void tell(Signal signal) {
    pending.add(signal);
    if (!scheduled) {
      long delay = Math.max(0, notBefore - nanoTime.getAsLong());
      Future<?> unused = thread.schedule((Runnable) this::send, delay, TimeUnit.NANOSECONDS);
      scheduled = true; // only now: there may be no memory for a thread
    }
  }

  /** Runs an action on the sending thread, after a while. */
  void later(Runnable action, Duration pause) {
    Future<?> unused = thread.schedule(action, pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Sends pending signals at once, before this node ends, and waits a moment for it. */
  void flush() {
    try {
      thread.submit((Runnable) this::send).get(AT_THE_END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("node={} could not send the last notifications", node, ReadableError.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send() {
    Set<Signal> signals = take();
    if (signals.isEmpty()) {
      return;
    }
    Duration pause = WHEN_ALONE;
    try {
      pause = transactions.inNew(() -> send(signals)) ? BETWEEN_SIGNALS : WHEN_ALONE;
    } catch (Throwable e) {
      LOG.debug("node={} could not send the notification {}", node, signals, ReadableError.of(e));
    }
    waitBeforeNext(pause);
  }

  private synchronized Set<Signal> take() {
    Set<Signal> signals = new LinkedHashSet<>(pending);
    pending.clear();
    scheduled = false;
    notBefore = nanoTime.getAsLong() + BETWEEN_SIGNALS.toNanos();
    return signals;
  }

  private synchronized void waitBeforeNext(Duration pause) {
    notBefore = nanoTime.getAsLong() + pause.toNanos();
  }

  private boolean send(Set<Signal> signals) {
    String sql =
        """
        select pg_notify(?, signal)
          from unnest(cast(? as text[])) signal
         where exists (select 1 from %s where node <> ? and lease_until > now())"""
            .formatted(schema.table("foliot_node"));
    Object[] texts = signals.stream().map(signal -> signal.from(node)).toArray();
    return !jdbc.sql(sql)
        .params(SignalChannel.of(schema).name(), new SqlArrayValue("text", texts), node)
        .query((row, number) -> true)
        .list()
        .isEmpty();
  }
}
