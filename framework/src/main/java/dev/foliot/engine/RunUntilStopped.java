package dev.foliot.engine;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.failure.ReadableError;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.unitofwork.CommitListener;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps an engine on threads: one reads the log, starts the work, and balances the segments; a pool
 * delivers; one renews the lease. Between two looks (polls) it waits for a commit, for the next due
 * retry, or for the poll interval. An idle look is one query (R30), besides the read of the owners.
 */
final class RunUntilStopped implements CommitListener {
  private static final Logger LOG = LoggerFactory.getLogger(RunUntilStopped.class);

  /** After the time-out of the shutdown, to release the segments. */
  private static final Duration TO_LEAVE = Duration.ofSeconds(1);

  private final Membership member;
  private final OpenSegments open;
  private final EngineSettings settings;
  private final PollPause pollPause;
  private final MicrosecondClock clock;
  private final LongSupplier nanoTime;
  private final EndInTime endInTime;
  private final StepWatch watch;
  private final Thread thread;
  private final ThreadPoolExecutor deliveries;
  private final BeatUntilStopped beat;
  private final Map<SteppedPart, WorkRunner> runners = new ConcurrentHashMap<>();
  private final WakeUp wakeUp = new WakeUp();
  private volatile boolean stopped;
  private volatile @Nullable String problem;
  private final AtomicBoolean others = new AtomicBoolean();
  private int failures;
  private long nextPoll;
  private final LookInTurns turns = new LookInTurns();

  RunUntilStopped(Membership member, EngineSettings settings, PollPause pollPause, LocalNode node) {
    this.member = member;
    this.open = member.open();
    this.settings = settings;
    this.pollPause = pollPause;
    this.clock = node.clock();
    this.nanoTime = node.nanoTime();
    ThreadFactory threads = node.threads();
    this.nextPoll = nanoTime.getAsLong();
    this.endInTime = new EndInTime(threads);
    this.watch = new StepWatch(nanoTime);
    this.thread = threads.newThread(this::run);
    this.deliveries = deliveries(settings.maxConcurrency(), threads);
    open.feed().readAheadOn(new IdleDeliveries(deliveries));
    this.beat = new BeatUntilStopped(member.heartbeat(), threads, this::ownershipChanged);
  }

  private static ThreadPoolExecutor deliveries(int most, ThreadFactory threads) {
    return new ThreadPoolExecutor(
        most, most, 0, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), threads);
  }

  void start() {
    beat.start();
    thread.start();
  }

  @Override
  public void committed(List<NewMessage> messages) {
    wakeUp.signal();
  }

  /** Another node has committed: the log and the works are looked at at once. */
  void wakeUp() {
    others.set(true);
    wakeUp.signal();
  }

  /** Something is due at another time than before. */
  void nextDueChanged() {
    wakeUp.nudge();
  }

  /** Reads the owners at once. */
  void ownershipChanged() {
    member.share().lookAtOnce();
    wakeUp.signal();
  }

  private void run() {
    boolean woken = true;
    try {
      while (!stopped) {
        woken = stepAndWait(woken);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes one step, and waits until the next one is due; true if it was woken. */
  private boolean stepAndWait(boolean woken) throws InterruptedException {
    Duration untilNext;
    try {
      watch.begin();
      boolean more = step(woken);
      watch.end();
      recovered();
      if (more) {
        return true;
      }
      untilNext = untilNextStep();
    } catch (Throwable e) { // only this thread looks for messages
      waitAfter(e);
      return true;
    }
    return wakeUp.await(untilNext);
  }

  /**
   * Balances the segments, reads new messages, lets the pool work, and publishes paused
   * subscriptions; true if there may be more.
   */
  boolean step(boolean woken) {
    holdShare();
    boolean more = (woken || isPollDue()) && look(woken);
    runners.values().forEach(WorkRunner::runIfThereIsWork);
    member.circuits().step();
    return more;
  }

  private void holdShare() {
    runners.forEach(
        (stepped, runner) -> {
          if (runner.isLost() && stepped instanceof OwnedPart owned) {
            member.share().lost(owned);
          }
        });
    member.share().step(owned -> runnerOf(owned).end());
    List<SteppedPart> all = open.all();
    runners.keySet().retainAll(all);
    all.forEach(this::runnerOf);
  }

  private WorkRunner runnerOf(SteppedPart stepped) {
    return runners.computeIfAbsent(stepped, this::runner);
  }

  private WorkRunner runner(SteppedPart stepped) {
    return new WorkRunner(
        stepped, deliveries, this::pause, wakeUp, member.heartbeat()::holdsLease, nanoTime);
  }

  private boolean isPollDue() {
    return nanoTime.getAsLong() - nextPoll >= 0;
  }

  /** Reads the log and wakes the works; only one of these, if only the time has passed. */
  private boolean look(boolean woken) {
    List<SteppedPart> works = open.works();
    if (woken) {
      wake(works);
    }
    if (woken && isReadLater()) {
      return false;
    }
    boolean moved = (woken || turns.isTurnOfLog(works)) && open.feed().step();
    boolean idle = !woken && !moved && !open.feed().isWaiting();
    nextPoll = nanoTime.getAsLong() + pollPause.after(idle).toNanos();
    return moved && open.feed().mayHaveMore();
  }

  /**
   * Whether the log is read when a segment has ended its step, or when a poll is due. While all
   * segments are busy, none could take a new message, and each commit would cost a read.
   */
  private boolean isReadLater() {
    if (open.feed().hasMuch() || isPollDue() || !areAllBusy()) {
      return false;
    }
    wakeUp.postpone();
    return areAllBusy(); // the last step may have ended just before
  }

  private boolean areAllBusy() {
    List<Segment> segments = open.segments();
    return !segments.isEmpty() && segments.stream().allMatch(each -> runnerOf(each).isBusy());
  }

  private void wake(List<SteppedPart> works) {
    works.forEach(others.getAndSet(false) ? SteppedPart::wakeUp : SteppedPart::committedHere);
  }

  private Duration untilNextStep() {
    Instant now = clock.instant();
    Optional<Duration> untilDue =
        runners.values().stream()
            .flatMap(runner -> Stream.ofNullable(runner.nextDue()))
            .map(due -> Duration.between(now, due))
            .map(until -> until.isNegative() ? Duration.ofMillis(1) : until)
            .min(Duration::compareTo);
    Duration untilPoll = Duration.ofNanos(Math.max(0, nextPoll - nanoTime.getAsLong()));
    return Stream.concat(untilDue.stream(), Stream.of(untilPoll, member.share().untilDue()))
        .min(Duration::compareTo)
        .orElse(untilPoll);
  }

  private void waitAfter(Throwable e) throws InterruptedException {
    watch.end();
    failures++;
    Duration pause = pause(failures);
    if (problem == null) {
      LOG.warn("The engine cannot work and tries again in {}: {}", pause, ErrorLine.of(e));
    }
    LOG.debug("The engine cannot work", ReadableError.of(e));
    problem = ErrorLine.of(e);
    wakeUp.await(pause);
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

  /**
   * Idle segments are released at once, the others when their batch is done. Returns at the latest
   * when the time-out of the shutdown is over; remaining work ends unattended.
   *
   * @return whether everything has ended
   */
  boolean stop() {
    stopped = true;
    wakeUp.signal();
    boolean ended = endInTime.end(this::end, settings.shutdownTimeout().plus(TO_LEAVE));
    if (!ended) {
      LOG.warn(
          "The engine did not stop within foliot.engine.shutdown-timeout={}; the application ends without it, and other nodes take over when its lease has ended",
          settings.shutdownTimeout());
    }
    return ended;
  }

  private void end() {
    try {
      leave();
    } finally {
      deliveries.shutdownNow(); // only now: an interrupted handler is no failed attempt
    }
  }

  private void leave() {
    long deadline = nanoTime.getAsLong() + settings.shutdownTimeout().toNanos();
    boolean finished = false;
    try {
      thread.join(Math.max(1, until(deadline).toMillis())); // 0 would be for ever
      OpenSegments.quietly(member.heartbeat()::handOver);
      deliveries.shutdown();
      finished = handOver(deadline);
      if (!finished) {
        LOG.warn(
            "Deliveries did not finish within foliot.engine.shutdown-timeout={}; they cannot commit any more and are repeated",
            settings.shutdownTimeout());
      }
      beat.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    member.leave();
    if (finished) {
      endReadings(until(deadline).plus(TO_LEAVE));
    }
  }

  /**
   * Releases each segment when its batch is done; false if a batch is still running when the time
   * is up.
   */
  private boolean handOver(long deadline) throws InterruptedException {
    while (isAnyInHand()) {
      handOverWhatIsIdle();
      Duration left = until(deadline);
      if (left.isZero()) {
        return false;
      }
      wakeUp.await(left);
    }
    return true;
  }

  private Duration until(long nanos) {
    return Duration.ofNanos(Math.max(0, nanos - nanoTime.getAsLong()));
  }

  /**
   * Pages that are read ahead are not needed any more, but a database may not like to be
   * interrupted.
   */
  private void endReadings(Duration most) {
    deliveries.getQueue().clear();
    try {
      if (!deliveries.awaitTermination(most.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.debug("An unneeded page is still being read");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isAnyInHand() {
    return runners.values().stream().filter(runner -> !runner.end()).count()
        > 0; // ends all of them
  }

  /** Releases idle segments and works now; the rest is closed together at the end. */
  private void handOverWhatIsIdle() {
    List<OwnedPart> idle = open.owned().stream().filter(owned -> runnerOf(owned).end()).toList();
    if (idle.stream().allMatch(open::close) && !idle.isEmpty()) {
      member.changed().run();
    }
  }

  /**
   * The reason why only a restart of the application helps; empty also if the engine was stopped.
   */
  Optional<String> whyDead() {
    return stopped
        ? Optional.empty()
        : new LivenessCheck(thread, watch, beat, settings.lease()).whyDead();
  }

  EngineStatus status() {
    boolean leaseHeld = member.heartbeat().holdsLease();
    return new EngineStatus(
        !stopped,
        leaseHeld,
        open.feed().head(),
        open.segments().stream().map(each -> open.statusOf(each, isOwned(each))).toList(),
        problem(leaseHeld));
  }

  /**
   * The problem of the engine as a whole, else of its heartbeat, else of one of its segments or
   * works.
   */
  private @Nullable String problem(boolean leaseHeld) {
    if (problem != null) {
      return problem;
    }
    String ofBeat = leaseHeld ? null : beat.problem();
    return ofBeat != null
        ? ofBeat
        : runners.values().stream()
            .map(WorkRunner::problem)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
  }

  private boolean isOwned(Segment segment) {
    WorkRunner runner = runners.get(segment);
    return runner == null || !runner.isLost();
  }
}
