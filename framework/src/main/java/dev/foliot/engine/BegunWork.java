package dev.foliot.engine;

import dev.foliot.failure.ReadableError;
import dev.foliot.failure.Rethrow;
import dev.foliot.work.DueLater;
import dev.foliot.work.Steps;
import dev.foliot.work.Work;
import dev.foliot.work.WorkWaiting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A work that this node has begun, perhaps one of the application. If it throws when it begins, or
 * in {@code hasWork}, {@code nextDue}, {@code wakeUp} or {@code committedHere}, its next step
 * throws the error, so that only this work pauses.
 */
class BegunWork implements SteppedPart {
  private static final Logger LOG = LoggerFactory.getLogger(BegunWork.class);

  private final Work work;
  private final Supplier<Steps> begin;
  private volatile @Nullable Steps steps;
  private volatile @Nullable Throwable failure;

  /**
   * @param begin begins the work; called again if it throws
   */
  BegunWork(Work work, Supplier<Steps> begin) {
    this.work = work;
    this.begin = begin;
    try {
      this.steps = begin.get();
    } catch (Throwable e) {
      this.failure = e;
    }
  }

  /** A work that this node has begun because it owns it. */
  static final class OfOwner extends BegunWork implements OwnedPart {
    private final SegmentId id;
    private final long token;

    OfOwner(Work work, Supplier<Steps> begin, SegmentId id, long token) {
      super(work, begin);
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
    return call(Steps::hasWork, true) || failure != null;
  }

  @Override
  public boolean step() {
    throwFailure();
    Steps begun = steps;
    if (begun == null) {
      begun = begin.get();
      steps = begun;
    }
    return begun.step();
  }

  @Override
  public void throwFailure() {
    Throwable failed = failure;
    failure = null;
    if (failed != null) {
      throw Rethrow.asItIs(failed);
    }
  }

  @Override
  public Optional<Instant> nextDue() {
    return call(Steps::nextDue, Optional.empty());
  }

  @Override
  public void wakeUp() {
    run(Steps::wakeUp);
  }

  @Override
  public void committedHere() {
    run(Steps::committedHere);
  }

  private void run(Consumer<Steps> method) {
    call(
        begun -> {
          method.accept(begun);
          return true;
        },
        true);
  }

  /** Calls a method; if it throws, or the work has not begun, returns the other value. */
  private <T> T call(Function<Steps, T> method, T otherwise) {
    Steps begun = steps;
    try {
      return begun == null ? otherwise : method.apply(begun);
    } catch (Throwable e) {
      failure = e;
      return otherwise;
    }
  }

  @Override
  public void end() {
    Steps begun = steps;
    if (begun != null) {
      begun.end();
    }
  }

  @Override
  public void abandon() {
    failure = null;
    run(Steps::abandon);
    Throwable failed = failure;
    if (failed != null) {
      LOG.warn("{} failed while it was abandoned", description(), ReadableError.of(failed));
    }
  }
}
