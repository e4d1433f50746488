package dev.foliot.engine;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.unitofwork.CommitListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps an engine on threads: one reads the log and sees who has work, a pool delivers. Between two
 * looks it waits for a commit, for the next retry that is due, or for the poll interval; an idle
 * look is one query (R30).
 */
final class RunUntilStopped implements CommitListener {
  private static final Logger LOG = LoggerFactory.getLogger(RunUntilStopped.class);

  private final OpenSegments open;
  private final EngineSettings settings;
  private final MicrosecondClock clock;
  private final Thread thread;
  private final ExecutorService deliveries;
  private final Map<Segment, WorkRunner> segments = new LinkedHashMap<>();
  private final List<WorkRunner> runners = new ArrayList<>();
  private final @Nullable RelayWork relay;
  private final WakeUp wakeUp = new WakeUp();
  private volatile boolean stopped;
  private volatile @Nullable String problem;
  private int failures;
  private boolean relaysTurn;

  RunUntilStopped(
      OpenSegments open, EngineSettings settings, MicrosecondClock clock, ThreadFactory threads) {
    this.open = open;
    this.settings = settings;
    this.clock = clock;
    this.thread = threads.newThread(this::run);
    this.deliveries = Executors.newFixedThreadPool(settings.maxConcurrency(), threads);
    open.segments().forEach(segment -> segments.put(segment, runner(segment)));
    this.relay = open.relay() == null ? null : new RelayWork(open.relay());
    runners.addAll(segments.values());
    if (relay != null) {
      runners.add(runner(relay));
    }
  }

  private WorkRunner runner(Work work) {
    return new WorkRunner(work, deliveries, this::pause, wakeUp);
  }

  void start() {
    thread.start();
  }

  @Override
  public void committed(List<NewMessage> messages) {
    wakeUp.signal();
  }

  void ownershipChanged() {
    wakeUp.signal();
  }

  private void run() {
    boolean woken = true;
    while (!stopped) {
      try {
        boolean more = look(woken);
        recovered();
        woken = more || wakeUp.await(untilNextLook());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException | Error e) { // this thread is the only one that looks
        woken = waitAfter(e);
      }
    }
  }

  /** Reads the log, or has the outbox looked at; both, unless only the time has passed. */
  boolean look(boolean woken) {
    relaysTurn = relay != null && !relaysTurn;
    if (relay != null && (woken || relaysTurn)) {
      relay.look();
    }
    boolean more = (woken || !relaysTurn) && open.feed().step();
    runners.forEach(WorkRunner::runIfThereIsWork);
    return more;
  }

  private Duration untilNextLook() {
    Instant now = clock.instant();
    Optional<Instant> due =
        runners.stream()
            .flatMap(runner -> Stream.ofNullable(runner.nextDue()))
            .min(Instant::compareTo);
    Duration poll = settings.pollInterval();
    return due.map(instant -> Duration.between(now, instant))
        .filter(until -> until.compareTo(poll) < 0)
        .map(until -> until.isNegative() ? Duration.ofMillis(1) : until)
        .orElse(poll);
  }

  private boolean waitAfter(Throwable e) {
    failures++;
    Duration pause = pause(failures);
    if (problem == null) {
      LOG.warn("The engine cannot work and tries again in {}: {}", pause, e.toString());
    }
    LOG.debug("The engine cannot work", e);
    problem = e.toString();
    try {
      wakeUp.await(pause);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      stopped = true;
      return false;
    }
  }

  private void recovered() {
    if (problem != null) {
      LOG.info("The engine works again after {} failed tries", failures);
      problem = null;
    }
    failures = 0;
  }

  private Duration pause(int failed) {
    RetryPolicy retry = settings.standard().retry();
    return retry.pauseAfter(Math.min(failed, 20), ThreadLocalRandom.current()::nextDouble);
  }

  void stop() {
    stopped = true;
    runners.forEach(WorkRunner::stop);
    wakeUp.signal();
    deliveries.shutdown();
    try {
      long most = settings.shutdownTimeout().toMillis();
      boolean finished = deliveries.awaitTermination(most, TimeUnit.MILLISECONDS);
      if (!finished) {
        LOG.warn(
            "Deliveries did not finish within foliot.engine.shutdown-timeout={}; they cannot commit any more and are repeated",
            settings.shutdownTimeout());
      }
      thread.join(most);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    open.close();
    deliveries.shutdownNow(); // only now: an interrupted handler is no failed attempt
  }

  EngineStatus status() {
    return new EngineStatus(
        !stopped,
        open.feed().head(),
        segments.entrySet().stream()
            .map(each -> open.statusOf(each.getKey(), !each.getValue().isLost()))
            .toList(),
        problem);
  }
}
