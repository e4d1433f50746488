package dev.foliot.workflow.run;

import dev.foliot.failure.ErrorText;
import dev.foliot.failure.ReadableError;
import dev.foliot.work.DueLater;
import dev.foliot.work.EveryNodeWork;
import dev.foliot.work.Steps;
import dev.foliot.work.WorkListener;
import dev.foliot.work.WorkWaiting;
import dev.foliot.work.WorkingNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims runs that are due, or whose node is dead, and executes them: on a pool of threads in
 * production, in the caller's thread in test mode. A node without workflows never looks. Open
 * {@link Driving#claimWhatIsDue} first.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class DriveRuns implements EveryNodeWork {
  private static final Logger LOG = LoggerFactory.getLogger(DriveRuns.class);

  private final RunParts parts;
  private final RunStore store;
  private final RunSignals signals;
  private final LocalRuns local;
  private final AdvanceRun advance;
  private final Settings settings;
  private final ReportRuns reports;

  /**
   * How runs are driven.
   *
   * @param threads the maximum number of runs that advance at once
   * @param claimSize the maximum number of runs that are claimed at once
   * @param shutdownTimeout how long to wait for steps when the node stops
   * @param factory makes the threads
   * @param listeners receive a report of each invocation
   * @param schedules the names of the schedules that start runs
   */
  public record Settings(
      int threads,
      int claimSize,
      Duration shutdownTimeout,
      ThreadFactory factory,
      Supplier<List<WorkListener>> listeners,
      Supplier<List<String>> schedules) {}

  public DriveRuns(
      RunParts parts,
      RunStore store,
      RunSignals signals,
      AwaitRuns callers,
      LocalRuns local,
      Settings settings) {
    this.parts = parts;
    this.store = store;
    this.signals = signals;
    this.local = local;
    this.reports = new ReportRuns(store, settings.listeners());
    SettleRun settle = new SettleRun(parts, store, signals, callers);
    this.advance = new AdvanceRun(parts, store, signals, settle, reports);
    this.settings = settings;
  }

  @Override
  public String name() {
    return "foliot:workflow";
  }

  @Override
  public boolean isUsed() {
    return !parts.registry().definitions().isEmpty();
  }

  @Override
  public List<String> owners() {
    return parts.registry().definitions().stream()
        .map(WorkflowDefinition::name)
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public List<String> declares() {
    return settings.schedules().get();
  }

  @Override
  public List<DueLater> dueLater(int limit) {
    return store.runs().lists().waiting(limit).stream()
        .map(
            run ->
                new DueLater(
                    run.identity().workflow(),
                    run.id(),
                    String.join(", ", reports.waitsFor(run)),
                    "",
                    Objects.requireNonNull(run.dueAt())))
        .toList();
  }

  @Override
  public List<WorkWaiting> waiting(int limit) {
    return reports.waiting(limit);
  }

  @Override
  public Steps begin(WorkingNode node) {
    Driving driving = new Driving(node);
    signals.listen(driving);
    return driving;
  }

  private final class Driving implements Steps, RunNode, Consumer<Instant> {
    private final WorkingNode node;
    private final NextDue due = new NextDue(parts.clock());
    private final LostRuns lost = new LostRuns(store, parts.clock());
    private final SweepQueues queues = new SweepQueues(parts, store);
    private final Alarms alarms = new Alarms();
    private volatile boolean woken = true;
    private volatile @Nullable RunsInHand inHand;
    private boolean begun;

    Driving(WorkingNode node) {
      this.node = node;
    }

    @Override
    public boolean hasWork() {
      return alarms.isDue(parts.clock().instant()) || mayClaim();
    }

    private boolean mayClaim() {
      return (woken || due.isDue()) && hasRoom() && !parts.registry().definitions().isEmpty();
    }

    @Override
    public Optional<Instant> nextDue() {
      Optional<Instant> alarm = alarms.next();
      Optional<Instant> run = hasRoom() ? due.get() : Optional.empty();
      return run.filter(first -> alarm.filter(first::isAfter).isEmpty()).or(() -> alarm);
    }

    private boolean hasRoom() {
      RunsInHand runs = inHand;
      return runs == null || runs.hasRoom();
    }

    @Override
    public boolean step() {
      alarms.ring(parts.clock().instant());
      if (!mayClaim()) {
        return false;
      }
      woken = false;
      try {
        begin();
        return claimWhatIsDue();
      } catch (Throwable e) {
        woken = true;
        throw e;
      }
    }

    /** Starts the threads, unless a test runs the node step by step. */
    private void begin() {
      if (begun) {
        return;
      }
      begun = true;
      if (local.isRunning()) {
        RunsInHand runs =
            new RunsInHand(
                node.name(),
                settings.threads(),
                settings.factory(),
                this::execute,
                this::room,
                this::lose);
        inHand = runs;
        local.begin(runs);
      }
    }

    /** Claims and begins due runs, or reads when the next run is due. */
    private boolean claimWhatIsDue() {
      // 1. If the node was woken without a known due time, look for it.
      lost.release(node.name(), this::isInHand, this);
      queues.sweepIfDue();
      if (!due.isDue()) {
        look();
      }
      if (!due.isDue()) {
        return false;
      }
      // 2. Claim what is due, and begin it. On threads, a full claim may not be the last.
      RunsInHand runs = inHand;
      int limit = runs == null ? 1 : Math.min(settings.claimSize(), runs.room());
      int claimed = claim(limit, run -> begin(run, runs));
      due.claimed();
      if (claimed == limit) {
        return hasRoom();
      }
      // 3. Read when the next run is due. Runs that could not be claimed are locked.
      look();
      due.pauseIfDue();
      return claimed > 0 && runs == null;
    }

    /** Claims runs, and executes those whose turn it is; returns how many were claimed. */
    private int claim(int limit, Consumer<RunRow> execute) {
      List<RunRow> claimed = new ArrayList<>();
      List<RunRow> begun;
      try {
        begun =
            store.inNew(
                () -> {
                  claimed.addAll(store.runs().claim(claim(), limit));
                  return store.turns().begin(claimed);
                });
      } catch (Throwable e) {
        lose(); // perhaps only the answer to the commit is lost
        throw e;
      }
      begun.forEach(execute);
      return claimed.size();
    }

    private boolean isInHand(String run) {
      RunsInHand runs = inHand;
      return runs != null && runs.has(run);
    }

    private void begin(RunRow run, @Nullable RunsInHand runs) {
      if (runs == null) {
        if (!execute(run)) {
          lose();
        }
      } else {
        runs.execute(run);
      }
    }

    private void look() {
      due.look(() -> store.runs().earliest(claim()));
    }

    private Claim claim() {
      RunsInHand runs = inHand;
      return new Claim(
          node.name(),
          node.leaseTime().get(),
          parts.clock().instant(),
          runs == null ? List.of() : runs.ids(),
          parts.registry().definitions());
    }

    /**
     * Executes a run; false if its outcome is unknown. An error ends a stepped node, but a thread
     * continues with other runs.
     */
    private boolean execute(RunRow run) {
      try {
        return advance.advance(run, this);
      } catch (Throwable e) {
        if (e instanceof Error error && inHand == null) {
          throw error;
        }
        LOG.warn(
            "run={} could not be stored and is tried again in {}: {}",
            run.id(),
            LostRuns.PAUSE,
            ErrorText.firstLine(e));
        LOG.debug("run={} could not be stored", run.id(), ReadableError.of(e));
        return false;
      }
    }

    /** This node may own a run that it does not execute. */
    private void lose() {
      lost.suspect();
      accept(parts.clock().instant());
    }

    /** A thread is free. */
    private void room() {
      if (hasWork()) {
        node.wakeUp().run();
      }
    }

    /** Called when a run is due, or may be due. */
    @Override
    public void accept(Instant dueAt) {
      if (due.set(dueAt) && !isStopping()) {
        node.wakeUp().run();
      }
    }

    @Override
    public void wakeUp() {
      woken = true;
    }

    /** Nothing: {@link #accept} is called for each run of this node that is due. */
    @Override
    public void committedHere() {}

    @Override
    public void abandon() {
      signals.forget(this);
    }

    @Override
    public void end() {
      abandon();
      RunsInHand runs = inHand;
      if (runs != null) {
        local.end();
        runs.end(settings.shutdownTimeout());
      }
    }

    @Override
    public boolean isStopping() {
      RunsInHand runs = inHand;
      return runs != null && runs.isStopping();
    }

    @Override
    public boolean isOverlapping() {
      return inHand != null;
    }

    @Override
    public void wakeAt(String run, Instant due, Runnable wakeUp) {
      alarms.set(run, due, wakeUp);
      node.wakeUp().run();
    }

    @Override
    public void over(String run) {
      alarms.remove(run);
    }

    @Override
    public DoubleSupplier random() {
      return node.random();
    }
  }
}
