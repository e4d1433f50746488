package dev.foliot.schedule;

import dev.foliot.command.SendOptions;
import dev.foliot.command.SubmitCommands;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.failure.Conflicts;
import dev.foliot.message.Given;
import dev.foliot.message.IdGenerator;
import dev.foliot.message.MessageJson;
import dev.foliot.message.RawJson;
import dev.foliot.message.StorableText;
import dev.foliot.schedule.ScheduleStore.Definition;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.timer.StoredTimer;
import dev.foliot.timer.TimerKey;
import dev.foliot.timer.TimerOwners;
import dev.foliot.timer.Timers;
import dev.foliot.unitofwork.Transactions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apiguardian.api.API;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Commands that are submitted again and again, at the times of a {@link Schedule}. Each time fires
 * once for all nodes, as a submitted command: it is stored in the log exactly once, and then
 * handled, retried and parked as any other. A schedule survives restarts. While no engine runs,
 * times are missed; see {@link Missed}.
 *
 * <p>Every method works in the unit of work of this thread, or in a transaction of its own. Safe
 * for use by several threads.
 */
public final class Schedules {
  private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);
  private static final int MAX_NAME = 200;
  private static final int MAX_TRIES = 5;

  private final SubmitCommands commands;
  private final Timers timers;
  private final ScheduleStore store;
  private final NextCommand nextCommand;
  private final MessageJson json;
  private final Transactions transactions;
  private final MicrosecondClock clock;

  /**
   * Made by the auto-configuration.
   *
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public Schedules(
      SubmitCommands commands,
      Timers timers,
      JdbcTemplate jdbc,
      FoliotSchema schema,
      MessageJson json,
      IdGenerator ids,
      Transactions transactions,
      MicrosecondClock clock) {
    this.commands = commands;
    this.timers = timers;
    this.store = new ScheduleStore(jdbc, schema);
    this.nextCommand = new NextCommand(ids, clock);
    this.json = json;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Declares a schedule: adds it, or changes the schedule of that name. Repeating a declaration
   * changes nothing, so every node may repeat it at each start. If the times differ, the schedule
   * starts anew from now; otherwise its next time stays.
   *
   * @param name at most 200 characters
   * @param command a record with {@code @Command}, the same at each time
   * @throws IllegalArgumentException if the name is blank, too long, or cannot be stored as it is
   * @throws dev.foliot.handler.NoHandlerException if no handler takes the command
   * @throws dev.foliot.command.CommandValidationException if the command breaks its constraints
   */
  public void put(String name, Schedule schedule, Object command) {
    checkName(name, "schedules.put");
    Given.value(schedule, "schedules.put", "a schedule");
    Given.value(command, "schedules.put", "a command, a record with @Command");
    NewMessage first = nextCommand.after(commands.toSubmit(command, SendOptions.NONE));
    change(
        () -> {
          declare(name, Definition.of(schedule), schedule, first);
          return true;
        });
  }

  private static void checkName(String name, String call) {
    Given.text(name, call, "the name of a schedule");
    if (name.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "The name of a schedule has %s characters: \"%s…\". Take at most %s."
              .formatted(name.length(), name.substring(0, 40), MAX_NAME));
    }
    StorableText.require("The name of a schedule", name);
  }

  /** Locks the row of the timer, then that of the schedule, in the same order as the engine. */
  private void declare(String name, Definition wanted, Schedule schedule, NewMessage first) {
    TimerKey key = key(name);
    Optional<StoredTimer> found = timers.lock(key);
    Optional<Definition> current = store.lock(name);
    // If it has just fired, its next timer is visible now: the engine held both locks.
    Optional<StoredTimer> waiting =
        found.isEmpty() && current.isPresent() ? timers.lock(key) : found;
    String type = first.message().metadata().type();
    if (current.isEmpty()) {
      store.add(name, wanted, type);
    } else if (current.get().equals(wanted) && waiting.filter(is(first)).isPresent()) {
      return;
    } else {
      store.change(name, wanted, type);
    }
    boolean keepsTime = current.filter(wanted::hasTimesOf).isPresent();
    Optional<Instant> next =
        waiting
            .filter(timer -> keepsTime)
            .map(StoredTimer::dueAt)
            .or(() -> schedule.nextAfter(clock.instant()));
    next.ifPresentOrElse(at -> timers.set(key, at, first), () -> timers.cancel(key));
    LOG.info(
        "schedule={} times=\"{}\" zone={} command={} fires next at {}",
        name,
        wanted.times(),
        wanted.zone(),
        type,
        next.map(Instant::toString).orElse("no time"));
  }

  private Predicate<StoredTimer> is(NewMessage command) {
    return waiting -> isSame(waiting.message(), command);
  }

  /**
   * Personal data is sealed differently each time, so the readable commands are compared: with
   * placeholders if the person is forgotten.
   */
  private boolean isSame(NewMessage waiting, NewMessage command) {
    return waiting.message().metadata().type().equals(command.message().metadata().type())
        && waiting.message().payload() instanceof RawJson stored
        && json.readable(stored.json()).equals(json.readable(sealed(command)));
  }

  private String sealed(NewMessage command) {
    return json.writePayloads(List.of(command.message().payload())).get(0);
  }

  /**
   * Removes a schedule. If a command of the schedule is already in the log, it still runs.
   *
   * @return whether there was one
   */
  public boolean remove(String name) {
    checkName(name, "schedules.remove");
    return change(
        () -> {
          timers.cancel(key(name));
          boolean removed = store.remove(name);
          timers.cancel(key(name)); // it may have fired in between
          return removed;
        });
  }

  /** All schedules, by name. */
  public List<ScheduleStatus> list() {
    return transactions.readOnly(() -> store.read(null));
  }

  /** The schedule of a name; empty if there is none. */
  public Optional<ScheduleStatus> find(String name) {
    checkName(name, "schedules.find");
    return transactions.readOnly(() -> store.read(name).stream().findFirst());
  }

  /** Another node may change the schedule meanwhile. So a new transaction is tried again. */
  private boolean change(Transactions.Work<Boolean> work) {
    for (int tries = 1; ; tries++) {
      try {
        return transactions.inCurrentOrNew(work);
      } catch (DataAccessException e) {
        boolean lost = e instanceof DuplicateKeyException || Conflicts.isConflict(e);
        if (!lost || tries == MAX_TRIES || transactions.current().isPresent()) {
          throw e;
        }
      }
    }
  }

  private static TimerKey key(String name) {
    return new TimerKey(TimerOwners.SCHEDULE, name, "");
  }
}
