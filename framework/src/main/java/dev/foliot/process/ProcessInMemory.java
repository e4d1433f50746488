package dev.foliot.process;

import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.WiringProblems;
import dev.foliot.message.CurrentMessage;
import dev.foliot.message.IdGenerator;
import dev.foliot.message.Lane;
import dev.foliot.message.Message;
import dev.foliot.message.MessageFactory;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.PayloadSeal;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.StateJson;
import dev.foliot.message.TraceContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a process manager in memory, for tests: without Spring and without a database.
 * The code that runs its methods is the code of production; the instance is stored as JSON and read
 * again between two messages. A message whose handling fails changes nothing. Open {@link #handle}
 * first.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ProcessInMemory {
  private static final Comparator<Waiting> BY_DUE = Comparator.comparing(Waiting::dueAt);

  private final ProcessDeclaration declaration;
  private final MessageFactory messages;
  private final MessageJson json;
  private final StoredStates states;
  private final CommandsInMemory commands;
  private final InstantSource clock;
  private Content content = Content.EMPTY;
  private long position;

  /**
   * A timer that waits.
   *
   * @param name its name
   * @param dueAt when it is due
   * @param timer its message
   */
  public record Waiting(String name, Instant dueAt, Message timer) {}

  /**
   * Everything that is stored.
   *
   * @param row null if nothing has come yet
   * @param kept the events that came before the start
   */
  record Content(
      @Nullable ProcessRow row, Map<String, Waiting> timers, List<RecordedMessage> kept) {
    static final Content EMPTY = new Content(null, Map.of(), List.of());
  }

  private ProcessInMemory(
      ProcessDeclaration declaration,
      MessageFactory messages,
      MessageJson json,
      CommandsInMemory commands,
      InstantSource clock) {
    this.declaration = declaration;
    this.messages = messages;
    this.json = json;
    this.states = StoredStates.provingAll(declaration, json, StateJson.sealed(PayloadSeal::none));
    this.commands = commands;
    this.clock = clock;
  }

  /**
   * An instance that has not started.
   *
   * @param type the class of the process manager
   * @param events the types of the events that its methods take
   * @param beans gives the beans that its methods take
   * @param ids makes the ids of messages
   * @throws dev.foliot.handler.WiringException if the class is declared wrongly
   */
  public static ProcessInMemory of(
      Class<?> type,
      List<MessageType> events,
      BeanParameter beans,
      IdGenerator ids,
      InstantSource clock) {
    List<MessageType> known = new ArrayList<>(events);
    known.addAll(ProcessMessages.timersOf(type));
    known.add(OverdueEarlyEvents.TYPE);
    MessageTypes types = new MessageTypes(known);
    WiringProblems problems = new WiringProblems();
    Optional<ProcessDeclaration> declaration =
        ProcessInspection.inspect(type, types, beans, problems);
    problems.throwIfAny();
    MessageJson json = new MessageJson(types);
    return new ProcessInMemory(
        declaration.orElseThrow(),
        new MessageFactory(types, ids, clock, TraceContext.NONE),
        json,
        new CommandsInMemory(json),
        clock);
  }

  /** An independent copy of the instance. */
  public ProcessInMemory copy() {
    ProcessInMemory copy = new ProcessInMemory(declaration, messages, json, commands, clock);
    copy.content = content;
    copy.position = position;
    return copy;
  }

  /**
   * The effect of a message.
   *
   * @param outcome whether it was handled or ignored
   * @param sent the commands, in the order of sending
   */
  public record Handled(Outcome outcome, List<Object> sent) {}

  /** Whether one of its methods takes messages of this class as an event. */
  public boolean takes(Class<?> event) {
    ProcessStep step = declaration.step(event);
    return step != null && step.role() != ProcessStep.Role.TIMER;
  }

  /** The correlation of an event that it takes. */
  public String idOf(Object event) {
    return declaration.correlation().ofEvent(event);
  }

  /** An event as it comes from the log. */
  public RecordedMessage recorded(Object event) {
    return recorded(MessageKind.EVENT, messages.raised(event, null, null));
  }

  /** The message of a timer as it comes from the log. */
  public RecordedMessage recorded(Waiting timer) {
    return recorded(MessageKind.TIMER, timer.timer());
  }

  private RecordedMessage recorded(MessageKind kind, Message message) {
    String stream =
        kind == MessageKind.TIMER ? id() : declaration.correlation().ofEvent(message.payload());
    return new RecordedMessage(
        ++position,
        kind,
        declaration.name(),
        stream,
        kind == MessageKind.EVENT ? position : 0,
        Lane.PRIMARY,
        false,
        message.metadata(),
        json.write(message.payload()),
        json);
  }

  /** Handles a message, as one transaction. */
  public Handled handle(RecordedMessage recorded) throws Throwable {
    Object message = recorded.payload();
    // 1. A timer that fires waits no longer.
    Map<String, Waiting> timers = new LinkedHashMap<>(content.timers());
    timers.values().removeIf(each -> each.timer().metadata().id().equals(recorded.id()));
    // 2. The method is called by the code of production.
    InstancesInMemory instances =
        new InstancesInMemory(
            declaration.name(), states, new Content(content.row(), timers, content.kept()));
    EffectsInMemory effects = new EffectsInMemory(messages, commands, clock);
    CurrentMessage.Scope scope = CurrentMessage.handling(recorded.metadata());
    Outcome outcome;
    try {
      outcome = new RunProcess(declaration, instances, effects).handle(message, recorded);
    } finally {
      scope.close();
    }
    // 3. Store the instance only now.
    content = instances.toStore(clock.instant());
    return new Handled(outcome, effects.sent());
  }

  /** The name of the process manager. */
  public String process() {
    return declaration.name();
  }

  private String id() {
    ProcessRow row = content.row();
    return row == null ? "" : row.id();
  }

  /** Its status; empty if nothing has come yet. */
  public Optional<ProcessStatus> status() {
    return Optional.ofNullable(content.row()).map(ProcessRow::status);
  }

  /** The object whose fields are its state, as read from JSON; null before the start. */
  public @Nullable Object object() {
    ProcessRow row = content.row();
    WrittenState state = row == null ? null : row.state();
    return state == null ? null : states.object(id(), state);
  }

  /** Its waiting timers, in the order in which they are due; Foliot's own are left out. */
  public List<Waiting> timers() {
    return content.timers().values().stream()
        .filter(each -> !each.name().equals(OverdueEarlyEvents.TIMER))
        .sorted(BY_DUE)
        .toList();
  }

  /** The timer that is due next, Foliot's own among them. */
  public Optional<Waiting> next() {
    return content.timers().values().stream().min(BY_DUE);
  }

  /** The commands that {@link Process#compensate()} would send now, in their order. */
  public List<Object> compensations() {
    ProcessRow row = content.row();
    List<Object> newestFirst = new ArrayList<>();
    if (row != null) {
      row.compensations().forEach(each -> newestFirst.add(0, commands.read(each)));
    }
    return newestFirst;
  }
}
