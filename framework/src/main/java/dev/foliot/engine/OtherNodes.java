package dev.foliot.engine;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * What this node tells the others and hears from them, where the database passes it on and {@code
 * foliot.engine.notifications} allows it; elsewhere nothing is told and nothing heard, and
 * everybody polls.
 */
final class OtherNodes {
  private static final Duration UNTIL_ECHO = Duration.ofSeconds(5);

  private final EngineParts parts;
  private final Consumer<Signal> heard;
  private final TellOthers tell;
  private volatile @Nullable ListenUntilStopped listening;

  OtherNodes(EngineParts parts, Consumer<Signal> heard) {
    this.parts = parts;
    this.heard = heard;
    this.tell =
        new TellOthers(
            parts.transactions(),
            parts.jdbc(),
            parts.schema(),
            parts.node(),
            parts.nanoTime(),
            parts.threads());
  }

  private boolean isPossible() {
    return parts.settings().notifications() && parts.log().canNotify();
  }

  /** Returns at once; called after the commit of what is told. */
  void tell(Signal signal) {
    if (isPossible()) {
      tell.tell(signal);
    }
  }

  /** Tells what has not been told yet, before this node ends. */
  void tellTheRest() {
    if (isPossible()) {
      tell.flush();
    }
  }

  /** Listens from now on; the driver is one of the libraries that an application need not have. */
  void listen() {
    if (isPossible() && ClassUtils.isPresent("org.postgresql.PGConnection", null)) {
      ListenUntilStopped begun =
          new ListenUntilStopped(
              parts.heartbeats(),
              SignalChannel.of(parts.schema()),
              parts.node(),
              heard,
              UNTIL_ECHO,
              parts.nanoTime(),
              parts.threads());
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

  /** Whether what others tell arrives now, as far as it is known. */
  boolean areHeard() {
    ListenUntilStopped current = listening;
    return current != null && current.isConnected();
  }
}
