package dev.foliot.process;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.Message;
import dev.foliot.message.RecordedMessage;
import dev.foliot.process.LoadedProcess.TimerChange;
import dev.foliot.timer.TimerKey;
import dev.foliot.timer.Timers;
import dev.foliot.unitofwork.UnitOfWork;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The instances of one process manager in the database. In one unit of work, all instances that are
 * known at its beginning are read together. All changed instances are written together, for any
 * number of events.
 *
 * <p>Timers are written before the log: the work that moves due timers locks their rows before the
 * log, too, so that the two never wait for each other. The instances are written after the log, as
 * the last statements before the checkpoint.
 */
final class StoredInstances implements Instances {
  private final String process;
  private final StoredStates states;
  private final ProcessTables tables;
  private final Timers timers;
  private final InstantSource clock;

  StoredInstances(
      String process,
      StoredStates states,
      ProcessTables tables,
      Timers timers,
      InstantSource clock) {
    this.process = process;
    this.states = states;
    this.tables = tables;
    this.timers = timers;
    this.clock = clock;
  }

  /** The instances of one unit of work. */
  private final class OfUnit {
    private final Map<String, Optional<ProcessRow>> ahead = new HashMap<>();
    private final Map<String, LoadedProcess> loaded = new HashMap<>();
    private final Map<String, LoadedProcess> changed = new LinkedHashMap<>();
    private final List<KeptEvents.Of> kept = new ArrayList<>();

    private void writeKept() {
      tables.kept().add(kept);
      kept.clear();
    }

    private void writeLast() {
      List<ProcessRow> rows = new ArrayList<>();
      List<TransitionTable.Of> transitions = new ArrayList<>();
      for (LoadedProcess each : changed.values()) {
        rows.add(each.toStore(clock.instant()));
        each.added()
            .forEach(made -> transitions.add(new TransitionTable.Of(process, each.id(), made)));
      }
      tables.instances().store(rows);
      tables.transitions().insert(transitions);
    }
  }

  private OfUnit ofUnit() {
    UnitOfWork unit = UnitOfWork.required();
    return (OfUnit) unit.kept(this).orElseGet(() -> begin(unit));
  }

  private OfUnit begin(UnitOfWork unit) {
    OfUnit begun = new OfUnit();
    unit.keep(this, begun);
    unit.beforeLog(begun::writeKept);
    unit.lastly(begun::writeLast);
    return begun;
  }

  /** A single instance is not read ahead, because it may not be needed. */
  @Override
  public void readAhead(Set<String> ids) {
    if (ids.size() > 1) {
      Map<String, Optional<ProcessRow>> ahead = ofUnit().ahead;
      ids.forEach(id -> ahead.put(id, Optional.empty()));
      tables
          .instances()
          .findAll(process, ids)
          .forEach(row -> ahead.put(row.id(), Optional.of(row)));
    }
  }

  @Override
  public LoadedProcess load(String id) {
    OfUnit unit = ofUnit();
    return unit.loaded.computeIfAbsent(id, absent -> loaded(unit, absent));
  }

  private LoadedProcess loaded(OfUnit unit, String id) {
    Optional<ProcessRow> ahead = unit.ahead.remove(id);
    Optional<ProcessRow> row = ahead != null ? ahead : tables.instances().find(process, id);
    return row.map(this::loaded).orElseGet(() -> new LoadedProcess(process, id));
  }

  /** The state of an instance that has ended is not needed any more. */
  private LoadedProcess loaded(ProcessRow row) {
    WrittenState stored = row.state();
    if (stored == null || row.status() == ProcessStatus.ENDED) {
      return new LoadedProcess(row, null);
    }
    WrittenState state = states.read(row.id(), stored.version(), stored.stored());
    return new LoadedProcess(row.with(state), states.object(row.id(), state));
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
    ofUnit().changed.put(instance.id(), instance);
    instance.takeTimerChanges().forEach((name, change) -> change(instance, name, change));
  }

  private void change(LoadedProcess instance, String name, TimerChange change) {
    TimerKey key = new TimerKey(process, instance.id(), name);
    if (change.dueAt() == null || change.message() == null) {
      timers.ofUnit().cancel(key);
    } else {
      timers.ofUnit().set(key, change.dueAt(), change.message());
    }
  }

  @Override
  public void keep(LoadedProcess instance, Object event, RecordedMessage recorded) {
    Long version = recorded.streamVersion() == 0 ? null : recorded.streamVersion();
    NewMessage kept =
        new NewMessage(
            recorded.kind(),
            new StreamName(recorded.category(), recorded.streamId()),
            version,
            new Message(event, recorded.metadata()),
            recorded.lane(),
            false);
    ofUnit().kept.add(new KeptEvents.Of(process, instance.id(), kept));
  }

  @Override
  public List<RecordedMessage> takeKept(LoadedProcess instance) {
    ofUnit().writeKept();
    List<RecordedMessage> kept = tables.kept().of(process, instance.id());
    tables.kept().delete(process, instance.id());
    return kept;
  }
}
