package dev.foliot.test;

import dev.foliot.command.CommandListener;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.handler.Delivery;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.message.Message;
import dev.foliot.message.MessageKind;
import dev.foliot.test.FlowStep.Delivered;
import dev.foliot.test.FlowStep.Ended;
import dev.foliot.test.FlowStep.Processed;
import dev.foliot.test.FlowStep.Published;
import dev.foliot.timer.TimerKey;
import dev.foliot.timer.TimerListener;
import dev.foliot.unitofwork.CommitListener;
import dev.foliot.work.WorkDone;
import dev.foliot.work.WorkListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Records the steps of a test on all threads, through the interfaces that metrics use, too. */
final class FlowRecorder
    implements CommandListener, DeliveryListener, CommitListener, TimerListener, WorkListener {
  private static final Set<MessageKind> FOR_ENGINE = Set.of(MessageKind.COMMAND, MessageKind.TIMER);

  private final StoredPayload payload;
  private final RunCalls calls = new RunCalls();
  private final List<FlowStep> steps = new ArrayList<>();

  FlowRecorder(StoredPayload payload) {
    this.payload = payload;
  }

  /** Forgets everything. */
  synchronized void reset() {
    steps.clear();
    calls.reset();
  }

  /** The commands and events of runs of workflows. */
  RunCalls calls() {
    return calls;
  }

  /** Returns the steps in the order of their recording. */
  synchronized List<FlowStep> steps() {
    return List.copyOf(steps);
  }

  @Override
  public synchronized void started(Message command) {
    steps.add(Processed.started(command));
  }

  @Override
  public void succeeded(Message command, Duration duration, int attempts) {
    ended(command, null, attempts);
  }

  @Override
  public void failed(Message command, Throwable error, Duration duration, int attempts) {
    ended(command, error, attempts);
  }

  private synchronized void ended(Message command, @Nullable Throwable failure, int attempts) {
    Processed ended = new Processed(command, true, failure, attempts, transaction());
    steps.replaceAll(
        step ->
            step instanceof Processed started && started.id().equals(ended.id()) ? ended : step);
  }

  @Override
  public synchronized void committed(List<NewMessage> messages) {
    int events = 0;
    int others = 0;
    for (NewMessage message : messages) {
      if (message.kind() == MessageKind.EVENT) {
        steps.add(new Published(message));
        events++;
      } else if (FOR_ENGINE.contains(message.kind())) {
        steps.add(new StoredStep(message, payload.of(message)));
        others++;
      }
    }
    if (events + others > 0) {
      steps.add(new Ended(events, others));
    }
  }

  @Override
  public synchronized void set(TimerKey key, Instant dueAt, NewMessage message) {
    steps.add(new ScheduledStep(message, payload.of(message), dueAt, transaction()));
  }

  @Override
  public void done(Supplier<WorkDone> done) {
    add(new WorkedStep(done.get()));
  }

  private synchronized void add(FlowStep step) {
    steps.add(step);
  }

  @Override
  public synchronized void delivered(Delivery delivery) {
    steps.add(new Delivered(delivery, transaction()));
  }

  private @Nullable FlowTransaction transaction() {
    return FlowTransaction.current(this::rolledBack);
  }

  private synchronized void rolledBack() {
    steps.add(new Ended(null, 0));
  }
}
