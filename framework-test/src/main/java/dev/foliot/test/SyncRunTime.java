package dev.foliot.test;

import dev.foliot.time.StorableInstant;
import dev.foliot.work.DueLater;
import dev.foliot.workflow.run.DriveRuns;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The time of level 2, where moves of the clock advance the runs. */
final class SyncRunTime implements RunTime {
  private final AdvanceRuns runs;
  private final DriveRuns drive;
  private final TestClock clock;

  SyncRunTime(AdvanceRuns runs, DriveRuns drive, TestClock clock) {
    this.runs = runs;
    this.drive = drive;
    this.clock = clock;
  }

  @Override
  public void settle() {
    runs.advance();
  }

  @Override
  public void advance(Duration time) {
    Instant end = StorableInstant.after(clock.instant(), time);
    skipTo(end);
    clock.set(end);
  }

  @Override
  public void finish() {
    skipTo(null);
  }

  private void skipTo(@Nullable Instant limit) {
    Optional<Instant> next = next(limit);
    while (next.isPresent()) {
      clock.set(next.get());
      next = next(limit);
    }
  }

  /** The next due time after now. A run without code stays due, so earlier times do not count. */
  private Optional<Instant> next(@Nullable Instant limit) {
    return drive.dueLater(1).stream()
        .map(DueLater::dueAt)
        .filter(due -> due.isAfter(clock.instant()))
        .filter(due -> limit == null || !due.isAfter(limit))
        .findFirst();
  }
}
