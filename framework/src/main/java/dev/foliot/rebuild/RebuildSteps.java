package dev.foliot.rebuild;

import dev.foliot.engine.ReplayFailedException;
import dev.foliot.rebuild.FillSegments.Filled;
import dev.foliot.rebuild.RebuildSegments.RebuildSegment;
import dev.foliot.rebuild.RebuiltProjections.RebuiltProjection;
import dev.foliot.time.Pause;
import dev.foliot.work.Steps;
import dev.foliot.work.WorkingNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of one node in all rebuilds: each step handles one batch of one of them, or switches
 * one. Between two batches it pauses, so that live work is not slowed. While no rebuild is active,
 * it looks for a new one at intervals, and at once if this application has begun one.
 */
final class RebuildSteps implements Steps {
  private static final Logger LOG = LoggerFactory.getLogger(RebuildSteps.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
  private static final Duration BUSY = Duration.ofMillis(200);
  private static final int PART = 10;

  private final RebuildParts parts;
  private final WorkingNode node;
  private final RebuildSignal signal;
  private final FillSegments fill;
  private final EndRebuild end;
  private final TrySwitch trySwitch;
  private final StartNewVersions newVersions;
  private final ReportRebuilds reports;
  private final Map<Long, PauseBetweenBatches> pauses = new HashMap<>();
  private final Runnable begun = this::begun;
  private volatile boolean look = true;
  private volatile boolean anyActive;
  private volatile Pause betweenLooks = Pause.NONE;
  private volatile @Nullable Pause pause;
  private Pause betweenRenamed = Pause.NONE;
  private boolean started;
  private int turn;

  RebuildSteps(RebuildParts parts, WorkingNode node, RebuildSignal signal) {
    this.parts = parts;
    this.node = node;
    this.signal = signal;
    this.fill = new FillSegments(parts, node.random());
    this.end = new EndRebuild(parts);
    this.trySwitch = new TrySwitch(new SwitchRebuild(parts, end, signal), end);
    this.newVersions = new StartNewVersions(parts, new BeginRebuild(parts), end);
    this.reports = new ReportRebuilds(parts);
    signal.add(begun);
  }

  /** A rebuild was begun in this application. */
  private void begun() {
    look = true;
    node.wakeUp().run();
  }

  @Override
  public boolean hasWork() {
    return look && !isPaused();
  }

  private boolean isPaused() {
    Pause current = pause;
    return current != null && !current.isOver(parts.now());
  }

  @Override
  public Optional<Instant> nextDue() {
    return look ? Optional.ofNullable(pause).map(Pause::end) : Optional.empty();
  }

  @Override
  public void wakeUp() {
    if (anyActive || betweenLooks.isOver(parts.now())) {
      look = true;
    }
  }

  @Override
  public void committedHere() {
    if (anyActive) {
      look = true;
    }
  }

  @Override
  public void end() {
    signal.remove(begun);
  }

  @Override
  public void abandon() {
    signal.remove(begun);
  }

  @Override
  public boolean step() {
    try {
      return advanceOne();
    } catch (Throwable e) {
      look = true; // an outage may have prevented the look
      throw e;
    }
  }

  private boolean advanceOne() {
    look = false;
    pause = null;
    betweenLooks = Pause.of(parts.now(), LOOK_AGAIN);
    beginOnce();
    // 1. Which rebuilds can this node work on?
    List<Rebuild> active = parts.store().active();
    anyActive = !active.isEmpty();
    forgetAllBut(active);
    if (endRenamed(active)) {
      look = true;
      return true;
    }
    // 2. Each gets its turn, until one of them has work to do.
    for (int i = 0; i < active.size(); i++) {
      Rebuild rebuild = active.get(Math.floorMod(turn++, active.size()));
      Optional<RebuiltProjection> projection = parts.projections().find(rebuild.projection());
      if (projection.isPresent() && advance(rebuild, projection.get())) {
        look = true;
        return pause == null;
      }
    }
    return false;
  }

  private void forgetAllBut(List<Rebuild> active) {
    List<Long> ids = active.stream().map(Rebuild::id).toList();
    fill.forgetAllBut(ids);
    pauses.keySet().retainAll(ids);
    trySwitch.forgetAllBut(ids);
  }

  private void beginOnce() {
    if (!started) {
      newVersions.start();
      end.dropUnneeded();
      new CompareRebuild(parts).dropUnneeded();
      started = true;
    }
  }

  /** Ends rebuilds of renamed classes when the last node with such a class has stopped. */
  private boolean endRenamed(List<Rebuild> active) {
    if (!betweenRenamed.isOver(parts.now())) {
      return false;
    }
    betweenRenamed = Pause.of(parts.now(), LOOK_AGAIN);
    long ended = active.stream().filter(newVersions::endIfRenamed).count();
    if (ended > 0) {
      newVersions.start();
    }
    return ended > 0;
  }

  /** Advances a rebuild; true if it did anything. */
  private boolean advance(Rebuild rebuild, RebuiltProjection projection) {
    List<RebuildSegment> segments = parts.segments().of(rebuild.id());
    if (rebuild.status() == RebuildStatus.STARTING
        || !parts.hasCodeOf(rebuild, projection, segments)) {
      return false;
    }
    if (rebuild.inPlace()) {
      return finishInPlace(rebuild, segments);
    }
    Instant before = parts.now();
    long settled = parts.log().settledHead();
    try {
      Filled filled = fill.next(rebuild, projection, segments, settled);
      return switch (filled.outcome()) {
        case MOVED -> moved(rebuild, before, filled, settled);
        case CLOSE -> moved(rebuild, before, filled, settled) && closeToEnd(rebuild, projection);
        case BUSY -> lookAgainIn(BUSY);
        case CAUGHT_UP -> caughtUp(rebuild, projection);
      };
    } catch (ReplayFailedException failed) {
      end.failed(rebuild, failed.subscription(), failed);
      return true;
    }
  }

  /** Pauses for the part of the time that the load leaves. */
  private boolean moved(Rebuild rebuild, Instant before, Filled filled, long settled) {
    Instant now = parts.now();
    Duration next = pauseOf(rebuild).after(Duration.between(before, now), filled.handled());
    if (next.toNanos() > 0) {
      pause = Pause.of(now, next);
    }
    logProgress(rebuild, RebuildReport.percent(filled.position(), settled) / PART * PART);
    return true;
  }

  private PauseBetweenBatches pauseOf(Rebuild rebuild) {
    RebuildSettings settings = parts.settings();
    return pauses.computeIfAbsent(
        rebuild.id(), id -> new PauseBetweenBatches(settings.load(), settings.batchSize()));
  }

  private boolean lookAgainIn(Duration time) {
    pause = Pause.of(parts.now(), time);
    look = true;
    return false;
  }

  /** Notes that the rebuild has caught up: under load, no step finds all segments at the end. */
  private boolean closeToEnd(Rebuild rebuild, RebuiltProjection projection) {
    return caughtUp(rebuild, projection) || !rebuild.switches();
  }

  private boolean caughtUp(Rebuild rebuild, RebuiltProjection projection) {
    if (rebuild.status() == RebuildStatus.RUNNING && parts.store().caughtUp(rebuild.id())) {
      LOG.info(
          "rebuild={} of projection={} has caught up{}",
          rebuild.id(),
          rebuild.projection(),
          rebuild.switches() ? "" : " and waits for its switch");
    }
    if (!rebuild.switches()) {
      return false;
    }
    return trySwitch.now(rebuild, projection) || lookAgainIn(TrySwitch.PAUSE);
  }

  private boolean finishInPlace(Rebuild rebuild, List<RebuildSegment> segments) {
    long target = segments.stream().mapToLong(RebuildSegment::start).max().orElse(0);
    boolean finished =
        reports.positionOf(rebuild, segments) >= target
            && parts.store().end(rebuild.id(), RebuildStatus.FINISHED, parts.now());
    if (finished) {
      LOG.info(
          "rebuild={} of projection={} in place has come to position={}, where it began",
          rebuild.id(),
          rebuild.projection(),
          target);
    }
    return finished;
  }

  private void logProgress(Rebuild rebuild, int percent) {
    if (percent > rebuild.loggedPercent() && parts.store().logged(rebuild.id(), percent)) {
      RebuildReport now = reports.report(rebuild);
      LOG.info(
          "rebuild={} of projection={} is at position={} of {} ({}%): handled={}, {} a second, time left {}",
          rebuild.id(),
          rebuild.projection(),
          now.position(),
          now.end(),
          now.percent(),
          now.handled(),
          Math.round(now.perSecond()),
          now.timeLeft());
    }
  }
}
