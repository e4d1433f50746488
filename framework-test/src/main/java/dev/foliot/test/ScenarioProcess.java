package dev.foliot.test;

import dev.foliot.event.DomainEvent;
import dev.foliot.event.EventDeclarations;
import dev.foliot.failure.Rethrow;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.WiringException;
import dev.foliot.handler.WrittenMethod;
import dev.foliot.message.MessageType;
import dev.foliot.message.RecordedMessage;
import dev.foliot.process.ProcessInMemory;
import dev.foliot.process.ProcessInMemory.Handled;
import dev.foliot.process.ProcessInMemory.Waiting;
import dev.foliot.process.ProcessManager;
import dev.foliot.process.ProcessStatus;
import dev.foliot.time.StorableInstant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** The tested instance of a {@link ProcessScenario}, and the effects of its last step. */
final class ScenarioProcess<P> {
  private static final int MAX_TIMERS = 10_000;

  private final Class<P> type;
  private final List<Object> beans;
  private final boolean repeating;
  private final ScenarioContext context;
  private final ProcessInMemory process;
  private final List<Object> sent = new ArrayList<>();
  private final List<Repeat> repeats = new ArrayList<>();
  private @Nullable String id;
  private boolean ignored;

  /**
   * A delivery that was made a second time, as after a rollback.
   *
   * @param again the effects of the second time; null if it failed
   * @param failure why it failed; null if it did not
   */
  record Repeat(
      Object message,
      ProcessEffects first,
      @Nullable ProcessEffects again,
      @Nullable Throwable failure) {}

  /**
   * The effects of a delivery.
   *
   * @param state null before the start
   */
  record ProcessEffects(@Nullable Object state, List<Object> sent, Map<String, Timer> timers) {
    static ProcessEffects of(ProcessInMemory process, Handled handled) {
      return new ProcessEffects(process.object(), handled.sent(), timersOf(process));
    }
  }

  /** A timer that waits. */
  record Timer(Instant dueAt, Object message) {}

  /**
   * @param repeating whether each delivery is made twice, to compare them
   * @throws IllegalArgumentException if the class is declared wrongly
   */
  ScenarioProcess(Class<P> type, List<Object> beans, boolean repeating, ScenarioContext context) {
    this.type = type;
    this.beans = beans;
    this.repeating = repeating;
    this.context = context;
    this.process = inMemory();
  }

  private ProcessInMemory inMemory() {
    try {
      return ProcessInMemory.of(type, events(type), this::bean, context.ids(), context.clock());
    } catch (WiringException wrong) {
      throw new IllegalArgumentException(
          "%s%nA scenario gets its beans by with(bean).".formatted(wrong.getMessage()), wrong);
    }
  }

  /**
   * @throws IllegalArgumentException if the class is not a process manager
   */
  static void check(Class<?> type) {
    if (!AnnotatedElementUtils.isAnnotated(type, ProcessManager.class)) {
      throw new IllegalArgumentException(
          "%s is not a process manager. Annotate it with @ProcessManager."
              .formatted(type.getName()));
    }
  }

  private static List<MessageType> events(Class<?> type) {
    return WrittenMethod.of(type).stream()
        .flatMap(method -> method.parameterTypes().stream().limit(1))
        .filter(first -> AnnotatedElementUtils.isAnnotated(first, DomainEvent.class))
        .distinct()
        .map(EventDeclarations::messageType)
        .toList();
  }

  private Object bean(MethodParameter parameter) {
    List<Object> found = beans.stream().filter(parameter.getParameterType()::isInstance).toList();
    if (found.isEmpty()) {
      throw new NoSuchBeanDefinitionException(parameter.getParameterType());
    }
    if (found.size() > 1) {
      throw new NoUniqueBeanDefinitionException(
          parameter.getParameterType(), found.size(), "given by with(…)");
    }
    return found.get(0);
  }

  /**
   * @throws IllegalArgumentException if no method takes the event, or if it is for another instance
   */
  void checkTaken(Object happening) {
    if (happening instanceof TimePasses) {
      return;
    }
    if (!process.takes(happening.getClass())) {
      throw new IllegalArgumentException(
          "%s has no @Starts, @Handle or @Ends method for %s. In a scenario, use only events that this process manager takes, or timePasses(…)."
              .formatted(type.getSimpleName(), happening.getClass().getSimpleName()));
    }
    String correlation = process.idOf(happening);
    if (id != null && !id.equals(correlation)) {
      throw new IllegalArgumentException(
          "%s is for instance %s, but a scenario is about one instance, here %s."
              .formatted(happening, correlation, id));
    }
    id = correlation;
  }

  /** Takes an event, or lets time pass. */
  void take(Object happening) {
    sent.clear();
    repeats.clear();
    ignored = false;
    if (happening instanceof TimePasses passing) {
      pass(passing);
    } else {
      deliver(process.recorded(happening));
    }
  }

  /** The timers fire one after the other, each at its own time. */
  private void pass(TimePasses passing) {
    Instant end = StorableInstant.after(context.now(), passing.time());
    int fired = 0;
    Optional<Waiting> due = process.next().filter(each -> !each.dueAt().isAfter(end));
    while (due.isPresent()) {
      if (++fired > MAX_TIMERS) {
        throw new IllegalStateException(
            "%s set more than %s timers within %s. A timer that is set again must be due later."
                .formatted(name(), MAX_TIMERS, passing.time()));
      }
      if (due.get().dueAt().isAfter(context.now())) {
        context.testClock().set(due.get().dueAt());
      }
      deliver(process.recorded(due.get()));
      due = process.next().filter(each -> !each.dueAt().isAfter(end));
    }
    context.testClock().set(end);
  }

  private void deliver(RecordedMessage message) {
    ProcessInMemory before = process.copy();
    Handled handled = handle(process, message);
    sent.addAll(handled.sent());
    ignored = handled.outcome() == Outcome.IGNORED;
    if (repeating) {
      repeats.add(repeat(message, ProcessEffects.of(process, handled), before));
    }
  }

  /** Repeats a delivery. This happens at once, because the clock shows the same time only now. */
  private static Repeat repeat(
      RecordedMessage message, ProcessEffects first, ProcessInMemory before) {
    try {
      ProcessEffects again = ProcessEffects.of(before, handle(before, message));
      return new Repeat(message.payload(), first, again, null);
    } catch (Throwable e) {
      return new Repeat(message.payload(), first, null, e);
    }
  }

  /** Handles a message. Its exception is thrown unchanged. */
  private static Handled handle(ProcessInMemory process, RecordedMessage message) {
    try {
      return process.handle(message);
    } catch (Throwable e) {
      throw Rethrow.asItIs(e);
    }
  }

  /** The deliveries of the last step that were made twice. */
  List<Repeat> repeats() {
    return repeats;
  }

  /** The commands of the last step, in the order of sending. */
  List<Object> sent() {
    return List.copyOf(sent);
  }

  /** Whether the last event of the last step was ignored. */
  boolean lastIgnored() {
    return ignored;
  }

  /** The waiting timers by their names, in the order in which they are due. */
  Map<String, Timer> timers() {
    return timersOf(process);
  }

  private static Map<String, Timer> timersOf(ProcessInMemory process) {
    Map<String, Timer> timers = new LinkedHashMap<>();
    process
        .timers()
        .forEach(each -> timers.put(each.name(), new Timer(each.dueAt(), each.timer().payload())));
    return timers;
  }

  /** The commands that it would send to compensate, in their order. */
  List<Object> compensations() {
    return process.compensations();
  }

  /** The status; empty if nothing has come yet. */
  Optional<ProcessStatus> status() {
    return process.status();
  }

  /** The state; null before the start. */
  @Nullable P state() {
    return type.cast(process.object());
  }

  /** The name in messages. */
  String name() {
    return "Process %s%s".formatted(process.process(), id == null ? "" : " " + id);
  }
}
