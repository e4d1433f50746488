package dev.foliot.engine;

import dev.foliot.work.DueLater;
import dev.foliot.work.Steps;
import dev.foliot.work.Work;
import dev.foliot.work.WorkWaiting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A work that this node has begun. */
class BegunWork implements SteppedPart {
  private final Work work;
  private final Steps steps;

  BegunWork(Work work, Steps steps) {
    this.work = work;
    this.steps = steps;
  }

  /** A work that this node has begun because it owns it. */
  static final class OfOwner extends BegunWork implements OwnedPart {
    private final SegmentId id;
    private final long token;

    OfOwner(Work work, Steps steps, SegmentId id, long token) {
      super(work, steps);
      this.id = id;
      this.token = token;
    }

    @Override
    public SegmentId id() {
      return id;
    }

    @Override
    public long token() {
      return token;
    }
  }

  @Override
  public String description() {
    return "work=" + work.name();
  }

  @Override
  public boolean isUpkeep() {
    return work.isUpkeep();
  }

  @Override
  public boolean isRecurring() {
    return work.isRecurring();
  }

  @Override
  public boolean isUsed() {
    return work.isUsed();
  }

  @Override
  public List<String> owners() {
    return work.owners();
  }

  @Override
  public List<DueLater> dueLater(int limit) {
    return work.dueLater(limit);
  }

  @Override
  public List<WorkWaiting> waiting(int limit) {
    return work.waiting(limit);
  }

  @Override
  public boolean hasWork() {
    return steps.hasWork();
  }

  @Override
  public boolean step() {
    return steps.step();
  }

  @Override
  public Optional<Instant> nextDue() {
    return steps.nextDue();
  }

  @Override
  public void wakeUp() {
    steps.wakeUp();
  }

  @Override
  public void committedHere() {
    steps.committedHere();
  }

  @Override
  public void end() {
    steps.end();
  }

  @Override
  public void abandon() {
    steps.abandon();
  }
}
