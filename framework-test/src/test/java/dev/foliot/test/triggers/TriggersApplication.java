package dev.foliot.test.triggers;

import dev.foliot.event.DomainEvent;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.trigger.Trigger;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Payments, with workflows that their events start. */
@SpringBootApplication
class TriggersApplication {
  record Payer(String name) {}

  interface OfPayment {
    String payment();
  }

  @DomainEvent
  record Charged(String payment, long amount, @Nullable Payer payer) implements OfPayment {
    static Charged of(String payment, long amount) {
      return new Charged(payment, amount, new Payer("Ann"));
    }
  }

  @DomainEvent
  record Refunded(String payment) implements OfPayment {}

  @DomainEvent
  record Archived(String payment) {}

  /** Starts by large charges, and by small ones of Bob. */
  @Workflow(name = "review")
  @Trigger(event = Charged.class, when = "event.amount > 100")
  @Trigger(event = Charged.class, when = "event.payer.name == 'Bob'")
  static class Review implements DurableFunction<Charged, String> {
    @Override
    public String run(WorkflowContext ctx, Charged event) {
      return "reviewed " + event.payment();
    }
  }

  /** An older version, whose triggers do not count any more. */
  @Workflow(name = "notify", version = 1)
  @Trigger(event = Archived.class)
  static class NotifyOfOld implements DurableFunction<Archived, String> {
    @Override
    public String run(WorkflowContext ctx, Archived event) {
      return "old";
    }
  }

  /** Starts by two kinds of events. */
  @Workflow(name = "notify", version = 2)
  @Trigger(event = OfPayment.class, input = "event.payment")
  static class Notify implements DurableFunction<String, String> {
    @Override
    public String run(WorkflowContext ctx, String payment) {
      return "notified " + payment;
    }
  }

  @EventHandler(name = "seen")
  static class Seen {
    final List<Object> events = new CopyOnWriteArrayList<>();

    @Handle
    void on(Refunded event) {
      events.add(event);
    }
  }
}
