package dev.foliot.test.triggers;

import dev.foliot.event.DomainEvent;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.personaldata.DataSubject;
import dev.foliot.personaldata.PersonalData;
import dev.foliot.test.workflows.FailStatement;
import dev.foliot.test.workflows.WrapDataSource;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.NonRetriableException;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.step.StartEvent;
import dev.foliot.workflow.step.Step;
import dev.foliot.workflow.step.StopEvent;
import dev.foliot.workflow.trigger.CancelOn;
import dev.foliot.workflow.trigger.FailedRun;
import dev.foliot.workflow.trigger.OnFailure;
import dev.foliot.workflow.trigger.ScheduledStart;
import dev.foliot.workflow.trigger.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Payments, with workflows that their events start. */
@SpringBootApplication
class TriggersApplication {
  @Bean
  static BeanPostProcessor failStatement() {
    return new WrapDataSource(FailStatement::new);
  }

  record Payer(String name) {
    /** Whether it cannot be read. */
    static volatile boolean isUnreadable;

    Payer {
      if (isUnreadable) {
        throw new StackOverflowError();
      }
    }
  }

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

  // docs: event
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

  // docs: end

  /** An older version, whose triggers do not count any more. */
  @Workflow(name = "notify", version = 1)
  @Trigger(event = Archived.class)
  static class NotifyOfOld implements DurableFunction<Archived, String> {
    @Override
    public String run(WorkflowContext ctx, Archived event) {
      return "old";
    }
  }

  // docs: events
  /** Starts by two kinds of events. */
  @Workflow(name = "notify", version = 2)
  @Trigger(event = OfPayment.class, input = "event.payment")
  static class Notify implements DurableFunction<String, String> {
    @Override
    public String run(WorkflowContext ctx, String payment) {
      return "notified " + payment;
    }
  }

  // docs: end

  @DomainEvent
  record Withdrawn(String payment, String reason) {}

  // docs: cancel
  /** Waits long, and is cancelled when its payment is withdrawn. */
  @Workflow(name = "collect")
  @Trigger(event = Charged.class)
  @CancelOn(
      event = Withdrawn.class,
      when = "event.payment == run.input.payment && event.reason != 'none'")
  static class Collect implements DurableFunction<Charged, String> {
    @Override
    public String run(WorkflowContext ctx, Charged event) {
      ctx.wait("later", Duration.ofDays(1));
      return "collected " + event.payment();
    }
  }

  // docs: end

  @DomainEvent
  record Removed(String run) {}

  @DomainEvent
  record Moved(String email) {}

  record Guest(@DataSubject String id, @PersonalData String email) {}

  /** Is cancelled by its own id, or by an address that is personal data. */
  @Workflow(name = "invite")
  @CancelOn(event = Removed.class, when = "event.run == run.id")
  @CancelOn(event = Moved.class, when = "event.email == run.input.email")
  static class Invite implements DurableFunction<Guest, String> {
    @Override
    public String run(WorkflowContext ctx, Guest guest) {
      ctx.wait("later", Duration.ofDays(1));
      return "invited " + guest.id();
    }
  }

  // docs: failure
  /** Fails, and has another workflow for that. */
  @Workflow(name = "book")
  @Trigger(event = Refunded.class)
  @OnFailure(BookLater.class)
  static class Book implements DurableFunction<Refunded, String> {
    @Override
    public String run(WorkflowContext ctx, Refunded event) {
      return ctx.step(
          "book",
          String.class,
          step -> {
            if (event.payment().startsWith("bad")) {
              throw new NonRetriableException("oh no");
            }
            return "booked";
          });
    }
  }

  @Workflow(name = "book-later")
  static class BookLater implements DurableFunction<FailedRun<Refunded>, String> {
    @Override
    public String run(WorkflowContext ctx, FailedRun<Refunded> failed) {
      return "%s %s %s %s %s"
          .formatted(
              ctx.info().invocation(),
              failed.runId(),
              failed.workflow(),
              failed.input().payment(),
              failed.error());
    }
  }

  // docs: end

  record Parcel(String id) {
    /** Whether no JSON can be written. */
    static volatile boolean isUnwritable;

    /** Whether it cannot be read. */
    static volatile boolean isUnreadable;

    Parcel {
      if (isUnreadable) {
        throw new StackOverflowError();
      }
    }

    @Override
    public String id() {
      if (isUnwritable) {
        throw new IllegalStateException("unwritable");
      }
      return id;
    }
  }

  /** An older version, whose other workflow is gone. */
  @Workflow(name = "deliver", version = 1)
  @OnFailure(Gone.class)
  static class DeliverOfOld implements DurableFunction<Parcel, String> {
    static volatile Runnable beforeFailure = () -> {};

    @Override
    public String run(WorkflowContext ctx, Parcel parcel) {
      beforeFailure.run();
      throw new NonRetriableException("nobody is there");
    }
  }

  @Workflow(name = "deliver", version = 2)
  @OnFailure(DeliverLater.class)
  static class Deliver extends DeliverOfOld {}

  static class Gone implements DurableFunction<FailedRun<Parcel>, String> {
    @Override
    public String run(WorkflowContext ctx, FailedRun<Parcel> failed) {
      return "gone";
    }
  }

  @Workflow(name = "deliver-later")
  static class DeliverLater implements DurableFunction<FailedRun<Parcel>, String> {
    @Override
    public String run(WorkflowContext ctx, FailedRun<Parcel> failed) {
      return "later " + failed.input();
    }
  }

  /** Emits personal data. */
  @Workflow(name = "visit")
  static class Visit implements DurableFunction<Guest, String> {
    @Override
    public String run(WorkflowContext ctx, Guest guest) {
      ctx.emit(guest);
      return guest.id();
    }
  }

  // docs: times
  @Workflow(name = "nightly")
  @Trigger(cron = "0 0 3 * * *", zone = "Europe/Berlin")
  @Trigger(cron = "0 0 12 * * SUN", jitter = "10m")
  static class Nightly implements DurableFunction<ScheduledStart, String> {
    @Override
    public String run(WorkflowContext ctx, ScheduledStart start) {
      return start.dueAt().toString();
    }
  }

  // docs: end

  @DomainEvent
  record Asked(String payment) {}

  record ToScore(Asked asked) implements StartEvent {}

  record Scored(String payment) implements StopEvent {}

  /** A workflow of steps. */
  @Workflow(name = "score")
  @Trigger(event = Asked.class, when = "event.payment != 'none'")
  static class Score {
    @Step
    Scored score(ToScore start) {
      return new Scored("scored " + start.asked().payment());
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
