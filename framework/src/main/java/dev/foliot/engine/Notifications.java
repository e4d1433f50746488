package dev.foliot.engine;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * The notifications between this node and the others, if the database supports them and {@code
 * foliot.engine.notifications} allows them. Otherwise every node polls.
 */
final class Notifications {
  private static final Duration UNTIL_ECHO = Duration.ofSeconds(5);

  private final Storage storage;
  private final LocalNode node;
  private final boolean wanted;
  private final Consumer<Signal> heard;
  private final SendNotifications tell;
  private volatile @Nullable ListenUntilStopped listening;

  Notifications(Storage storage, LocalNode node, boolean wanted, Consumer<Signal> heard) {
    this.storage = storage;
    this.node = node;
    this.wanted = wanted;
    this.heard = heard;
    this.tell =
        new SendNotifications(
            storage.transactions(),
            storage.jdbc(),
            storage.schema(),
            node.name(),
            node.nanoTime(),
            node.threads());
  }

  boolean isPossible() {
    return wanted && storage.log().canNotify();
  }

  /** Returns at once; called after the commit. */
  void tell(Signal signal) {
    if (isPossible()) {
      tell.tell(signal);
    }
  }

  /** Runs an action on the thread that sends, after a while. */
  void later(Runnable action, Duration pause) {
    tell.later(action, pause);
  }

  /** Sends pending notifications, before this node ends. */
  void tellTheRest() {
    if (isPossible()) {
      tell.flush();
    }
  }

  /** Listens from now on; an application need not have the driver. */
  void listen() {
    if (isPossible() && ClassUtils.isPresent("org.postgresql.PGConnection", null)) {
      ListenUntilStopped begun =
          new ListenUntilStopped(
              node.heartbeats(),
              SignalChannel.of(storage.schema()),
              node.name(),
              heard,
              UNTIL_ECHO,
              node.nanoTime(),
              node.threads());
      listening = begun;
      begun.start();
    }
  }

  void stopListening() {
    ListenUntilStopped current = listening;
    listening = null;
    if (current != null) {
      current.stop();
    }
  }

  /** Whether notifications of other nodes arrive now, as far as it is known. */
  boolean areHeard() {
    ListenUntilStopped current = listening;
    return current != null && current.isConnected();
  }
}
