package dev.foliot.test;

import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.test.CausalOrder.Placed;
import dev.foliot.test.FlowStep.Ended;
import dev.foliot.test.FlowStep.Published;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The story of a test since its beginning: commands, committed events, timers, the deliveries of
 * all of them to handlers, each after its cause, and the invocations of workflows. It is live: the
 * same flow shows later steps, too. The steps of a transaction that was rolled back are marked, and
 * do not count.
 *
 * <p>Check it with {@link FoliotAssertions#assertThat(Flow)}; its text is a list to read.
 */
public final class Flow {
  /** The kinds of messages that can be scheduled. */
  static final Set<MessageKind> LATER = Set.of(MessageKind.COMMAND, MessageKind.TIMER);

  private final FlowRecorder recorder;
  private final Supplier<HandlerRegistry> handlers;
  private final Supplier<MessageTypes> types;
  private final boolean internals;
  private final Set<Class<?>> excluded;

  Flow(FlowRecorder recorder, Supplier<HandlerRegistry> handlers, Supplier<MessageTypes> types) {
    this(recorder, handlers, types, false, Set.of());
  }

  private Flow(
      FlowRecorder recorder,
      Supplier<HandlerRegistry> handlers,
      Supplier<MessageTypes> types,
      boolean internals,
      Set<Class<?>> excluded) {
    this.recorder = recorder;
    this.handlers = handlers;
    this.types = types;
    this.internals = internals;
    this.excluded = excluded;
  }

  /**
   * The same flow, whose text also has the internal steps: commits and rollbacks, and with each
   * message its stream, priority, lane and attempts.
   */
  public Flow withInternals() {
    return new Flow(recorder, handlers, types, true, excluded);
  }

  /** The same flow without messages of these classes, and their deliveries. */
  public Flow without(Class<?>... messageTypes) {
    Set<Class<?>> all = new HashSet<>(excluded);
    all.addAll(List.of(messageTypes));
    return new Flow(recorder, handlers, types, internals, Set.copyOf(all));
  }

  /** The events that were committed. */
  public List<Object> published() {
    return steps(Published.class).map(Published::payload).toList();
  }

  /**
   * The events of one class that were committed.
   *
   * @throws IllegalArgumentException if no event of the application has this class
   */
  public <E> List<E> published(Class<E> type) {
    return only(Set.of(MessageKind.EVENT), type, published());
  }

  /**
   * The commands that were submitted and committed, in order; a scheduled one from its time on,
   * when the engine moves it into the log.
   */
  public List<Object> submitted() {
    return steps(StoredStep.class)
        .filter(StoredStep::isCommand)
        .flatMap(step -> Optional.ofNullable(step.content()).stream())
        .toList();
  }

  /**
   * The commands of one class that were submitted and committed; see {@link #submitted()}.
   *
   * @throws IllegalArgumentException if no command of the application has this class
   */
  public <C> List<C> submitted(Class<C> type) {
    return only(Set.of(MessageKind.COMMAND), type, submitted());
  }

  /**
   * The commands and the messages of timers that were stored for a later time, in order, even if it
   * has come since or they were cancelled.
   */
  public List<Object> scheduled() {
    return steps(ScheduledStep.class)
        .filter(ScheduledStep::isCommitted)
        .flatMap(step -> Optional.ofNullable(step.content()).stream())
        .toList();
  }

  /**
   * The scheduled commands, or messages of timers, of one class; see {@link #scheduled()}.
   *
   * @throws IllegalArgumentException if no such message of the application has this class
   */
  public <M> List<M> scheduled(Class<M> type) {
    return only(LATER, type, scheduled());
  }

  private <T> List<T> only(Set<MessageKind> kinds, Class<T> type, List<Object> all) {
    unknown(kinds, type)
        .ifPresent(
            text -> {
              throw new IllegalArgumentException(text);
            });
    return all.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The problem of a class that messages of these kinds never have: it would match nothing. */
  Optional<String> unknown(Set<MessageKind> kinds, Class<?> type) {
    List<Class<?>> known = messageClasses(kinds);
    if (known.stream().anyMatch(type::isAssignableFrom)) {
      return Optional.empty();
    }
    String kind =
        kinds.size() == 1
            ? kinds.iterator().next().name().toLowerCase(Locale.ROOT)
            : "command or timer message";
    return Optional.of(
        "The application has no %s %s. Its %ss are: %s"
            .formatted(
                kind,
                type.getName(),
                kind,
                known.stream().map(Class::getSimpleName).sorted().toList()));
  }

  <S extends FlowStep> Stream<S> steps(Class<S> kind) {
    return story().stream().map(Placed::step).filter(kind::isInstance).map(kind::cast);
  }

  private List<Placed> story() {
    return CausalOrder.of(recorder.steps()).stream()
        .filter(placed -> placed.step().messageClass().stream().noneMatch(excluded::contains))
        .filter(placed -> internals || !(placed.step() instanceof Ended))
        .toList();
  }

  /** The names of the handlers to which events can be delivered. */
  List<String> handlerNames() {
    return handlers.get().subscriptions().stream().map(HandlerBean::name).toList();
  }

  /** The classes that messages of these kinds can have. */
  private List<Class<?>> messageClasses(Set<MessageKind> kinds) {
    return types.get().all().stream()
        .filter(type -> kinds.contains(type.kind()))
        .<Class<?>>map(MessageType::javaType)
        .toList();
  }

  /** Returns the steps as text, each indented under its cause. */
  @Override
  public String toString() {
    List<Placed> story = story();
    if (story.isEmpty()) {
      return "   nothing happened\n";
    }
    List<String> lines = new ArrayList<>();
    for (Placed placed : story) {
      lines.add(
          "%4s  %s%s"
              .formatted(lines.size() + 1, "  ".repeat(placed.depth()), line(placed.step())));
    }
    return String.join("\n", lines) + "\n";
  }

  private String line(FlowStep step) {
    boolean withDetails = internals && !step.details().isEmpty();
    return withDetails ? "%s  [%s]".formatted(step.text(), step.details()) : step.text();
  }
}
