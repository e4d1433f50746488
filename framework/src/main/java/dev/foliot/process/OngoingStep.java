package dev.foliot.process;

import dev.foliot.handler.StoredName;
import dev.foliot.message.Given;
import dev.foliot.message.MessageType;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.StorableText;
import dev.foliot.process.Transition.Sent;
import dev.foliot.time.StorableInstant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One call of a method. Its requests are passed to the instance, and noted for the transition. */
final class OngoingStep implements Process {
  private final ProcessDeclaration declaration;
  private final LoadedProcess instance;
  private final ProcessEffects effects;
  private final Thread thread = Thread.currentThread();
  private final List<Sent> sent = new ArrayList<>();
  private final Map<String, Instant> timersSet = new LinkedHashMap<>();
  private final Set<String> timersCancelled = new LinkedHashSet<>();
  private boolean ends;
  private volatile boolean closed;

  OngoingStep(ProcessDeclaration declaration, LoadedProcess instance, ProcessEffects effects) {
    this.declaration = declaration;
    this.instance = instance;
    this.effects = effects;
  }

  @Override
  public String id() {
    return instance.id();
  }

  @Override
  public void send(Object command) {
    refuseOutside("send");
    sent.add(effects.send(Given.value(command, "process.send", "a command")));
  }

  @Override
  public void timer(String name, Duration after, Object message) {
    Given.value(after, "process.timer", "how long from now the timer is due");
    setTimer(name, StorableInstant.after(effects.now(), after), message);
  }

  @Override
  public void timer(String name, Instant at, Object message) {
    Given.value(at, "process.timer", "when the timer is due");
    setTimer(name, StorableInstant.nearest(at), message);
  }

  private void setTimer(String name, Instant dueAt, Object message) {
    refuseOutside("timer");
    checkName("process.timer", name);
    Given.value(message, "process.timer", "the message of the timer");
    ProcessStep step = declaration.step(message.getClass());
    if (step == null || step.role() != ProcessStep.Role.TIMER) {
      throw new IllegalArgumentException(
          "process.timer was given a %s, which no @OnTimer method of %s takes. Give it one of [%s], or add a method."
              .formatted(
                  message.getClass().getName(),
                  declaration.type().getName(),
                  declaration.timerMessages()));
    }
    instance.setTimer(name, dueAt, effects.timerMessage(instance, message));
    timersSet.put(name, dueAt);
    timersCancelled.remove(name);
  }

  private static void checkName(String call, String name) {
    Given.text(name, call, "the name of a timer");
    if (name.length() > StoredName.MAX) {
      throw new IllegalArgumentException(
          "%s was given a name of %s characters: \"%s…\". Take at most %s."
              .formatted(call, name.length(), name.substring(0, 40), StoredName.MAX));
    }
    if (name.startsWith(MessageType.OWN_PREFIX) || StorableText.problem(name).isPresent()) {
      throw new IllegalArgumentException(
          "%s was given the name %s. Take one that can be stored as text, and does not begin with %s."
              .formatted(call, name, MessageType.OWN_PREFIX));
    }
  }

  @Override
  public void cancelTimer(String name) {
    refuseOutside("cancelTimer");
    checkName("process.cancelTimer", name);
    if (instance.cancelTimer(name)) {
      cancelled(name);
    }
  }

  private void cancelled(String name) {
    if (timersSet.remove(name) == null) {
      timersCancelled.add(name);
    }
  }

  @Override
  public void compensateWith(Object command) {
    refuseOutside("compensateWith");
    Given.value(command, "process.compensateWith", "a command");
    instance.compensations().add(effects.stored(command));
  }

  @Override
  public void compensate() {
    refuseOutside("compensate");
    for (StoredCommand each : instance.takeCompensations()) {
      sent.add(effects.send(effects.command(instance, each)));
    }
  }

  @Override
  public void end() {
    refuseOutside("end");
    ends = true;
  }

  private void refuseOutside(String method) {
    if (closed || Thread.currentThread() != thread) {
      throw new IllegalStateException(
          "process.%s was called outside of the delivery to process %s %s: %s. Call it in the method that was given the Process, before it returns."
              .formatted(
                  method,
                  declaration.name(),
                  instance.id(),
                  closed ? "the method has returned" : "another thread called it"));
    }
  }

  /** The method has returned. */
  void close() {
    closed = true;
  }

  /** Ends the instance, if the method requested it. */
  void endIfAsked(boolean always, Instant now) {
    if (ends || always) {
      instance.end(now).forEach(this::cancelled);
    }
  }

  /** The transition of the call. */
  Transition transition(RecordedMessage message, WrittenState written, Instant now) {
    return new Transition(
        instance.nextTransition(),
        message.id(),
        message.type(),
        now,
        instance.hasEnded() ? ProcessStatus.ENDED : ProcessStatus.RUNNING,
        written.changesSince(instance.state()),
        sent,
        timersSet,
        List.copyOf(timersCancelled));
  }
}
