package dev.foliot.process;

import dev.foliot.eventstore.NewMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One instance of a process in one unit of work: the stored state and the changes since. */
final class LoadedProcess {
  private final String process;
  private final String id;
  private final long revision;
  private @Nullable ProcessStatus status;
  private @Nullable Object object;
  private @Nullable WrittenState state;
  private @Nullable Instant startedAt;
  private @Nullable Instant endedAt;
  private int transitions;
  private final Map<String, UUID> timers = new LinkedHashMap<>();
  private final List<StoredCommand> compensations = new ArrayList<>();

  private final List<Transition> added = new ArrayList<>();
  private final Map<String, TimerChange> timerChanges = new LinkedHashMap<>();
  private final Set<String> storedTimers = new HashSet<>();

  /**
   * The last change of a timer that is not stored yet.
   *
   * @param dueAt when it is due; null if it is cancelled
   * @param message its message; null if it is cancelled
   */
  record TimerChange(@Nullable Instant dueAt, @Nullable NewMessage message) {
    static final TimerChange CANCELLED = new TimerChange(null, null);
  }

  /** An instance that is not stored. */
  LoadedProcess(String process, String id) {
    this.process = process;
    this.id = id;
    this.revision = 0;
  }

  /** An instance as stored. */
  LoadedProcess(ProcessRow row, @Nullable Object object) {
    this.process = row.process();
    this.id = row.id();
    this.revision = row.revision();
    this.status = row.status();
    this.object = object;
    this.state = row.state();
    this.startedAt = row.startedAt();
    this.endedAt = row.endedAt();
    this.transitions = row.transitions();
    this.timers.putAll(row.timers());
    this.storedTimers.addAll(row.timers().keySet());
    this.compensations.addAll(row.compensations());
  }

  String process() {
    return process;
  }

  String id() {
    return id;
  }

  /** The stored revision; 0 if the instance is not stored. */
  long revision() {
    return revision;
  }

  boolean isRunning() {
    return status == ProcessStatus.RUNNING;
  }

  boolean isEarly() {
    return status == ProcessStatus.EARLY;
  }

  boolean hasEnded() {
    return status == ProcessStatus.ENDED;
  }

  @Nullable ProcessStatus status() {
    return status;
  }

  /** The object whose fields are the state. */
  @Nullable Object object() {
    return object;
  }

  /** Another object with the same state. */
  void replace(Object same) {
    object = same;
  }

  @Nullable WrittenState state() {
    return state;
  }

  /** Notes that an event has come before the start. */
  void waitForStart() {
    status = ProcessStatus.EARLY;
  }

  void start(Object made, Instant now) {
    status = ProcessStatus.RUNNING;
    object = made;
    startedAt = now;
  }

  /** Ends the instance, and returns the names of its cancelled timers. */
  List<String> end(Instant now) {
    status = ProcessStatus.ENDED;
    endedAt = now;
    compensations.clear();
    List<String> left = List.copyOf(timers.keySet());
    left.forEach(this::cancelTimer);
    return left;
  }

  // ---- timers

  void setTimer(String name, Instant dueAt, NewMessage message) {
    timers.put(name, message.message().metadata().id());
    timerChanges.remove(name); // so that it is the last one
    timerChanges.put(name, new TimerChange(dueAt, message));
  }

  /** Cancels a timer; false if there was none. */
  boolean cancelTimer(String name) {
    boolean was = timers.remove(name) != null;
    if (storedTimers.contains(name)) {
      timerChanges.put(name, TimerChange.CANCELLED);
    } else {
      timerChanges.remove(name);
    }
    return was;
  }

  /** Removes a timer whose message has come; empty if it was cancelled or set again meanwhile. */
  Optional<String> fired(UUID messageId) {
    Optional<String> name =
        timers.entrySet().stream()
            .filter(each -> each.getValue().equals(messageId))
            .map(Map.Entry::getKey)
            .findFirst();
    name.ifPresent(timers::remove);
    name.ifPresent(storedTimers::remove);
    return name;
  }

  Map<String, UUID> timers() {
    return timers;
  }

  /** The changes since the last call, by the names of the timers. */
  Map<String, TimerChange> takeTimerChanges() {
    Map<String, TimerChange> changes = new LinkedHashMap<>(timerChanges);
    timerChanges.clear();
    changes.forEach(
        (name, change) -> {
          if (change.message() == null) {
            storedTimers.remove(name);
          } else {
            storedTimers.add(name);
          }
        });
    return changes;
  }

  // ---- compensations

  List<StoredCommand> compensations() {
    return compensations;
  }

  /** Takes the commands that were registered, the newest first. */
  List<StoredCommand> takeCompensations() {
    List<StoredCommand> newestFirst = new ArrayList<>();
    compensations.forEach(each -> newestFirst.add(0, each));
    compensations.clear();
    return newestFirst;
  }

  // ---- transitions

  /** Notes a step that has been done. */
  void changed(WrittenState now, Transition transition) {
    state = now;
    added.add(transition);
    transitions = transition.number();
  }

  int nextTransition() {
    return transitions + 1;
  }

  /** The transitions of this unit of work. */
  List<Transition> added() {
    return added;
  }

  /** The row to store. */
  ProcessRow toStore(Instant now) {
    return new ProcessRow(
        process,
        id,
        status == null ? ProcessStatus.EARLY : status,
        revision + 1,
        state,
        timers,
        compensations,
        transitions,
        startedAt,
        now,
        endedAt);
  }
}
