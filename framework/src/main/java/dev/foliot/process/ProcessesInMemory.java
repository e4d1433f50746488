package dev.foliot.process;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.message.CurrentMessage;
import dev.foliot.message.Lane;
import dev.foliot.message.Message;
import dev.foliot.message.MessageFactory;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageOptions;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.PayloadSeal;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.StateJson;
import dev.foliot.process.Transition.Sent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The instances of one process manager in memory, for scenarios: the code that handles messages is
 * that of the engine. Each message is a transaction of its own, and the state goes through its JSON
 * in between. One thread at a time.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ProcessesInMemory {
  private static final StreamName EVENTS = new StreamName("scenario", "events");

  private final ProcessDeclaration declaration;
  private final MessageFactory messages;
  private final MessageTypes types;
  private final MessageJson json;
  private final InstantSource clock;
  private final StoredStates states;
  private final RunProcess run;
  private final Map<String, ProcessRow> rows = new LinkedHashMap<>();
  private final Map<String, Map<String, WaitingMessage>> timers = new LinkedHashMap<>();
  private final Map<String, List<RecordedMessage>> kept = new LinkedHashMap<>();
  private final List<Object> sent = new ArrayList<>();
  private @Nullable LoadedProcess loaded;

  /**
   * A waiting timer.
   *
   * @param dueAt when it is due
   * @param payload its message
   * @param message the same, as it is stored
   */
  public record WaitingMessage(Instant dueAt, Object payload, NewMessage message) {}

  public ProcessesInMemory(
      ProcessDeclaration declaration,
      MessageFactory messages,
      MessageTypes types,
      MessageJson json,
      InstantSource clock) {
    this.declaration = declaration;
    this.messages = messages;
    this.types = types;
    this.json = json;
    this.clock = clock;
    this.states = new StoredStates(declaration, json, StateJson.sealed(PayloadSeal::none));
    this.run = new RunProcess(declaration, new InMemory(), new Effects());
  }

  /**
   * Hands an event over to its instance.
   *
   * @return the outcome
   * @throws Throwable the exception of the method, unchanged; then nothing has changed
   */
  public Outcome handle(Object event) throws Throwable {
    Message message = messages.raised(event, CurrentMessage.get(), null);
    return handle(new NewMessage(MessageKind.EVENT, EVENTS, 1L, message, Lane.PRIMARY, false));
  }

  /**
   * Hands the message of a waiting timer over to its instance, as if the timer were due.
   *
   * @throws IllegalArgumentException if there is no such timer
   * @throws Throwable as {@link #handle(Object)}
   */
  public Outcome fire(String id, String timer) throws Throwable {
    WaitingMessage waiting = timers(id).get(timer);
    if (waiting == null) {
      throw new IllegalArgumentException(
          "Process %s %s has no timer %s; it has %s."
              .formatted(declaration.name(), id, timer, timers(id).keySet()));
    }
    return handle(waiting.message());
  }

  private Outcome handle(NewMessage message) throws Throwable {
    Object payload = message.message().payload();
    CurrentMessage.Scope scope = CurrentMessage.handling(message.message().metadata());
    int before = sent.size();
    Map<String, ProcessRow> rowsBefore = new LinkedHashMap<>(rows);
    Map<String, Map<String, WaitingMessage>> timersBefore = new LinkedHashMap<>(timers);
    Map<String, List<RecordedMessage>> keptBefore = new LinkedHashMap<>(kept);
    loaded = null;
    try {
      return run.handle(payload, recorded(message));
    } catch (Throwable failure) {
      sent.subList(before, sent.size()).clear();
      restore(rows, rowsBefore);
      restore(timers, timersBefore);
      restore(kept, keptBefore);
      throw failure;
    } finally {
      scope.close();
    }
  }

  private static <V> void restore(Map<String, V> now, Map<String, V> before) {
    now.clear();
    now.putAll(before);
  }

  private RecordedMessage recorded(NewMessage message) {
    Long version = message.streamVersion();
    return new RecordedMessage(
        0,
        message.kind(),
        message.stream().category(),
        message.stream().id(),
        version == null ? 0 : version,
        message.lane(),
        false,
        message.message().metadata(),
        json.writePayloads(List.of(message.message().payload())).get(0),
        json);
  }

  /** The correlation of an event. */
  public String idOf(Object event) {
    return declaration.correlation().ofEvent(event);
  }

  /** The status of an instance; null if there is none. */
  public @Nullable ProcessStatus status(String id) {
    ProcessRow row = rows.get(id);
    return row == null ? null : row.status();
  }

  /** A new object with the state of an instance; null if it has not started. */
  public @Nullable Object state(String id) {
    ProcessRow row = rows.get(id);
    return row == null || row.state() == null ? null : states.object(id, row.state());
  }

  /** The waiting timers of an instance, by their names. */
  public Map<String, WaitingMessage> timers(String id) {
    return timers.getOrDefault(id, Map.of());
  }

  /** The commands that all instances have sent, in their order. */
  public List<Object> sent() {
    return List.copyOf(sent);
  }

  /** The number of events that wait for the start of an instance. */
  public int earlyEvents(String id) {
    return kept.getOrDefault(id, List.of()).size();
  }

  private final class InMemory implements Instances {
    @Override
    public LoadedProcess load(String id) {
      LoadedProcess known = loaded;
      if (known != null && known.id().equals(id)) {
        return known;
      }
      ProcessRow row = rows.get(id);
      LoadedProcess read =
          row == null
              ? new LoadedProcess(declaration.name(), id)
              : new LoadedProcess(row, state(id));
      loaded = read;
      return read;
    }

    @Override
    public WrittenState write(LoadedProcess instance) {
      return states.write(instance, Objects.requireNonNull(instance.object()));
    }

    @Override
    public void changed(LoadedProcess instance) {
      rows.put(instance.id(), instance.toStore(clock.instant()));
      Map<String, WaitingMessage> waiting = new TreeMap<>(timers(instance.id()));
      instance
          .takeTimerChanges()
          .forEach(
              (name, change) -> {
                if (change.dueAt() == null || change.message() == null) {
                  waiting.remove(name);
                } else {
                  waiting.put(name, waiting(change.dueAt(), change.message()));
                }
              });
      waiting.keySet().retainAll(instance.timers().keySet());
      timers.put(instance.id(), waiting);
    }

    private WaitingMessage waiting(Instant dueAt, NewMessage message) {
      return new WaitingMessage(dueAt, message.message().payload(), message);
    }

    @Override
    public void keep(LoadedProcess instance, Object event, RecordedMessage recorded) {
      List<RecordedMessage> all = new ArrayList<>(kept.getOrDefault(instance.id(), List.of()));
      all.add(recorded);
      kept.put(instance.id(), all);
    }

    @Override
    public List<RecordedMessage> takeKept(LoadedProcess instance) {
      List<RecordedMessage> taken = kept.remove(instance.id());
      return taken == null ? List.of() : taken;
    }
  }

  private final class Effects implements ProcessEffects {
    @Override
    public Instant now() {
      return clock.instant();
    }

    @Override
    public Sent send(Object command) {
      Message message = messages.sent(command, MessageOptions.NONE);
      sent.add(command);
      return new Sent(message.metadata().id(), message.metadata().type());
    }

    @Override
    public NewMessage timerMessage(LoadedProcess instance, Object payload) {
      return new NewMessage(
          MessageKind.TIMER,
          new StreamName(instance.process(), instance.id()),
          null,
          messages.sent(payload, MessageOptions.NONE),
          Lane.PRIMARY,
          false);
    }

    @Override
    public StoredCommand stored(Object command) {
      return StoredCommands.of(command, types, json);
    }

    @Override
    public Object command(LoadedProcess instance, StoredCommand stored) {
      return StoredCommands.read(instance, stored, json);
    }
  }
}
