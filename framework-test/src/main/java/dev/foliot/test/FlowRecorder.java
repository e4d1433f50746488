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
import dev.foliot.unitofwork.CommitListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records the steps of a test on all threads, through the interfaces that metrics use, too. */
final class FlowRecorder implements CommandListener, DeliveryListener, CommitListener {
  private final List<FlowStep> steps = new ArrayList<>();

  /** Forgets everything. */
  synchronized void reset() {
    steps.clear();
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
    List<NewMessage> events =
        messages.stream().filter(message -> message.kind() == MessageKind.EVENT).toList();
    if (!events.isEmpty()) {
      events.forEach(event -> steps.add(new Published(event)));
      steps.add(new Ended(events.size()));
    }
  }

  @Override
  public synchronized void delivered(Delivery delivery) {
    steps.add(new Delivered(delivery, transaction()));
  }

  private @Nullable FlowTransaction transaction() {
    return FlowTransaction.current(this::rolledBack);
  }

  private synchronized void rolledBack() {
    steps.add(new Ended(null));
  }
}
