package dev.foliot.process;

import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.InDelivery;
import dev.foliot.message.CurrentMessage;
import dev.foliot.message.Message;
import dev.foliot.message.RecordedMessage;
import dev.foliot.process.ProcessStep.Role;
import dev.foliot.time.StorableInstant;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Handles the messages of one process manager (R43). Open {@link #handle} first.
 *
 * <p>A timer is known by the id of its message, which the instance keeps. So a message that was
 * moved into the log before its timer was cancelled, or set again, is not handled: the instance
 * does not know its id any more.
 */
final class RunProcess implements InDelivery {
  private final ProcessDeclaration declaration;
  private final Instances instances;
  private final ProcessEffects effects;

  RunProcess(ProcessDeclaration declaration, Instances instances, ProcessEffects effects) {
    this.declaration = declaration;
    this.instances = instances;
    this.effects = effects;
  }

  @Override
  public void begin(List<RecordedMessage> messages) {
    instances.readAhead(declaration.idsOf(messages));
  }

  /** Hands a message over to its instance, in the unit of work of this thread. */
  Outcome handle(Object message, RecordedMessage recorded) throws Throwable {
    // 1. Find the instance that the message is for. An ended instance handles nothing.
    LoadedProcess instance = instances.load(declaration.idOf(message, recorded));
    if (instance.hasEnded()) {
      return Outcome.IGNORED;
    }
    // 2. The message of a timer counts only if the instance still waits for it.
    if (message instanceof OverdueEarlyEvents overdue) {
      return overdue(instance, overdue, recorded);
    }
    ProcessStep step = Objects.requireNonNull(declaration.step(message.getClass()));
    if (step.role() == Role.TIMER) {
      return onTimer(instance, step, message, recorded);
    }
    // 3. The start begins the instance, and takes the events that came too early.
    if (step.role() == Role.STARTS) {
      return start(instance, step, message, recorded);
    }
    // 4. Any other event needs a running instance.
    if (!instance.isRunning()) {
      return early(instance, message, recorded);
    }
    run(instance, step, message, recorded);
    return Outcome.HANDLED;
  }

  private Outcome onTimer(
      LoadedProcess instance, ProcessStep step, Object message, RecordedMessage recorded)
      throws Throwable {
    if (instance.fired(recorded.id()).isEmpty()) {
      return Outcome.IGNORED;
    }
    run(instance, step, message, recorded);
    return Outcome.HANDLED;
  }

  private Outcome start(
      LoadedProcess instance, ProcessStep step, Object message, RecordedMessage recorded)
      throws Throwable {
    if (instance.isRunning()) {
      throw new ProcessAlreadyStartedException(
          declaration.name(), instance.id(), message.getClass().getSimpleName());
    }
    List<RecordedMessage> kept = instance.isEarly() ? instances.takeKept(instance) : List.of();
    instance.cancelTimer(OverdueEarlyEvents.TIMER);
    instance.start(declaration.newInstance(), effects.now());
    run(instance, step, message, recorded);
    for (RecordedMessage each : kept) {
      runKept(instance, each);
    }
    return Outcome.HANDLED;
  }

  /** Handles the kept events. Each of them, and not the start, is the cause of its effects. */
  private void runKept(LoadedProcess instance, RecordedMessage kept) throws Throwable {
    for (RecordedMessage part : kept.parts()) {
      Message message = part.message();
      ProcessStep step = declaration.step(message.payload().getClass());
      if (step != null && instance.isRunning()) {
        CurrentMessage.Scope scope = CurrentMessage.handling(message.metadata());
        try {
          run(instance, step, message.payload(), part);
        } finally {
          scope.close();
        }
      }
    }
  }

  private Outcome early(LoadedProcess instance, Object event, RecordedMessage recorded) {
    switch (declaration.early()) {
      case IGNORE -> {
        return Outcome.IGNORED;
      }
      case PARK ->
          throw EarlyEventException.refused(
              declaration.name(), instance.id(), event.getClass().getSimpleName());
      case WAIT -> keep(instance, event, recorded);
    }
    return Outcome.HANDLED;
  }

  private void keep(LoadedProcess instance, Object event, RecordedMessage recorded) {
    if (!instance.isEarly()) {
      instance.waitForStart();
      ProcessDeclaration.Limit within = declaration.earlyWithin();
      instance.setTimer(
          OverdueEarlyEvents.TIMER,
          StorableInstant.after(effects.now(), within.duration()),
          effects.timerMessage(instance, new OverdueEarlyEvents(within.text())));
    }
    instances.keep(instance, event, recorded);
    instances.changed(instance);
  }

  private Outcome overdue(
      LoadedProcess instance, OverdueEarlyEvents overdue, RecordedMessage recorded) {
    if (!instance.isEarly() || instance.fired(recorded.id()).isEmpty()) {
      return Outcome.IGNORED;
    }
    throw EarlyEventException.overdue(declaration.name(), instance.id(), overdue.within());
  }

  /**
   * Calls the method, and notes the transition. A later step of one unit of work gets another
   * object with the state: the commands of the earlier step may contain parts of its object, and
   * are written at the end.
   */
  private void run(
      LoadedProcess instance, ProcessStep step, Object message, RecordedMessage recorded)
      throws Throwable {
    if (!instance.added().isEmpty()) {
      instances.readAgain(instance);
    }
    OngoingStep ongoing = new OngoingStep(declaration, instance, effects);
    try {
      step.run(Objects.requireNonNull(instance.object()), message, ongoing, recorded);
    } finally {
      ongoing.close();
    }
    Instant now = effects.now();
    ongoing.endIfAsked(step.role() == Role.ENDS, now);
    WrittenState written = instances.write(instance);
    instance.changed(written, ongoing.transition(recorded, written, now));
    instances.changed(instance);
  }
}
