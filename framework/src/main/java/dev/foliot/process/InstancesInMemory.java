package dev.foliot.process;

import dev.foliot.message.RecordedMessage;
import dev.foliot.process.LoadedProcess.TimerChange;
import dev.foliot.process.ProcessInMemory.Content;
import dev.foliot.process.ProcessInMemory.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The one instance of a {@link ProcessInMemory}, while it handles one message. */
final class InstancesInMemory implements Instances {
  private final String process;
  private final StoredStates states;
  private final Content before;
  private final Map<String, Waiting> timers;
  private final List<RecordedMessage> kept;
  private @Nullable LoadedProcess loaded;
  private boolean changed;

  InstancesInMemory(String process, StoredStates states, Content before) {
    this.process = process;
    this.states = states;
    this.before = before;
    this.timers = new LinkedHashMap<>(before.timers());
    this.kept = new ArrayList<>(before.kept());
  }

  @Override
  public LoadedProcess load(String id) {
    ProcessRow row = before.row();
    LoadedProcess instance = row == null ? new LoadedProcess(process, id) : loaded(row);
    loaded = instance;
    return instance;
  }

  private LoadedProcess loaded(ProcessRow row) {
    WrittenState state = row.state();
    boolean without = state == null || row.status() == ProcessStatus.ENDED;
    return new LoadedProcess(
        row, without ? null : states.object(row.id(), Objects.requireNonNull(state)));
  }

  @Override
  public WrittenState write(LoadedProcess instance) {
    return states.write(instance, Objects.requireNonNull(instance.object()));
  }

  @Override
  public void readAgain(LoadedProcess instance) {
    WrittenState written = Objects.requireNonNull(instance.state());
    instance.replace(states.object(instance.id(), written));
  }

  @Override
  public void changed(LoadedProcess instance) {
    changed = true;
    instance.takeTimerChanges().forEach(this::change);
  }

  private void change(String name, TimerChange change) {
    if (change.dueAt() == null || change.message() == null) {
      timers.remove(name);
    } else {
      timers.put(name, new Waiting(name, change.dueAt(), change.message().message()));
    }
  }

  @Override
  public void keep(LoadedProcess instance, Object event, RecordedMessage recorded) {
    kept.add(recorded);
  }

  @Override
  public List<RecordedMessage> takeKept(LoadedProcess instance) {
    List<RecordedMessage> taken = List.copyOf(kept);
    kept.clear();
    return taken;
  }

  /** The content to store after the message has been handled. */
  Content toStore(Instant now) {
    ProcessRow row = changed ? Objects.requireNonNull(loaded).toStore(now) : before.row();
    return new Content(copy(row), timers, List.copyOf(kept));
  }

  /** Copies the row, because the lists of a loaded instance change later. */
  private static @Nullable ProcessRow copy(@Nullable ProcessRow row) {
    return row == null
        ? null
        : new ProcessRow(
            row.process(),
            row.id(),
            row.status(),
            row.revision(),
            row.state(),
            new LinkedHashMap<>(row.timers()),
            List.copyOf(row.compensations()),
            row.transitions(),
            row.startedAt(),
            row.updatedAt(),
            row.endedAt());
  }
}
