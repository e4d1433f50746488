package dev.foliot.schedule;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.failure.ErrorText;
import dev.foliot.message.IdGenerator;
import dev.foliot.schedule.ScheduleStore.Definition;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.timer.StoredTimer;
import dev.foliot.timer.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Sets the next time of a schedule in the transaction that moves its command into the log, and
 * decides about missed times.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class FireSchedules implements Function<StoredTimer, Optional<StoredTimer>> {
  private static final Logger LOG = LoggerFactory.getLogger(FireSchedules.class);
  private static final Duration UNTIL_TRIED_AGAIN = Duration.ofMinutes(10);
  private static final int MAX_COUNTED = 100_000;

  private final ScheduleStore store;
  private final Timers timers;
  private final NextCommand nextCommand;
  private final MicrosecondClock clock;

  public FireSchedules(
      JdbcTemplate jdbc,
      FoliotSchema schema,
      Timers timers,
      IdGenerator ids,
      MicrosecondClock clock) {
    this.store = new ScheduleStore(jdbc, schema);
    this.timers = timers;
    this.nextCommand = new NextCommand(ids, clock);
    this.clock = clock;
  }

  /** Returns the timer to be moved, with the time for which it fires. */
  @Override
  public Optional<StoredTimer> apply(StoredTimer due) {
    String name = due.key().ownerKey();
    Optional<Definition> definition = store.lock(name);
    if (definition.isEmpty()) {
      return Optional.empty(); // the schedule was removed meanwhile
    }
    Schedule schedule;
    try {
      schedule = definition.get().schedule();
    } catch (RuntimeException unreadable) {
      LOG.error(
          "schedule={} cannot be read by this node, and is tried again in {}: {}",
          name,
          UNTIL_TRIED_AGAIN,
          ErrorText.of(unreadable));
      timers.set(due.key(), clock.instant().plus(UNTIL_TRIED_AGAIN), due.message());
      return Optional.empty();
    }
    return Optional.of(fire(name, schedule, due));
  }

  private StoredTimer fire(String name, Schedule schedule, StoredTimer due) {
    Instant now = clock.instant();
    Times times = Times.of(schedule.times(), schedule.zone());
    // 1. The newest missed time fires, or each missed time in turn.
    boolean skips = schedule.missed() == Missed.SKIP;
    Instant fires = skips ? times.newest(due.dueAt(), now) : due.dueAt();
    long skipped = skips ? count(times, due.dueAt(), fires) : 0;
    // 2. The next time, in the same transaction.
    Optional<Instant> next = times.after(fires);
    next.ifPresent(at -> timers.set(due.key(), at, nextCommand.after(due.message())));
    store.fired(name, fires, now, skipped);
    // 3. Log the missed times.
    if (skipped > 0) {
      LOG.info(
          "schedule={} missed {} times from {} on; it fires once, for {}",
          name,
          skipped,
          due.dueAt(),
          fires);
    } else if (isFirstToCatchUp(due, next, now)) {
      LOG.info("schedule={} missed times from {} on, and catches up", name, due.dueAt());
    }
    return due.at(fires);
  }

  /** Counts the times from one time on, up to but not including another. */
  private static long count(Times times, Instant from, Instant to) {
    long count = 0;
    Instant each = from;
    while (each.isBefore(to) && count < MAX_COUNTED) {
      count++;
      each = times.after(each).orElse(to);
    }
    return count;
  }

  /** Whether this timer was set before its due time, and the next time has passed already, too. */
  private static boolean isFirstToCatchUp(StoredTimer due, Optional<Instant> next, Instant now) {
    return next.filter(at -> !at.isAfter(now)).isPresent()
        && due.message().message().metadata().occurredAt().isBefore(due.dueAt());
  }
}
