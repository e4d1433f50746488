package dev.foliot.test.levels;

import dev.foliot.event.DomainEvent;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.step.AnswerTimedOutException;
import dev.foliot.workflow.step.CatchError;
import dev.foliot.workflow.step.HumanResponse;
import dev.foliot.workflow.step.InputRequired;
import dev.foliot.workflow.step.StartEvent;
import dev.foliot.workflow.step.Step;
import dev.foliot.workflow.step.StepContext;
import dev.foliot.workflow.step.StepFailed;
import dev.foliot.workflow.step.Stop;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A workflow of steps with a way for each thing that a run can do. */
@Workflow(name = "survey")
class Survey {
  static final RetryPolicy THRICE = RetryPolicy.fixed(3, Duration.ofMinutes(1));

  record Begin(Way way, int failures) implements StartEvent {}

  enum Way {
    ASK,
    MEET,
    BREAK,
    STRAY,
    STRAY_BESIDE,
    MEET_TWO,
    SPREAD,
    WEAR
  }

  sealed interface Next permits Ask, Meet, Break, Wear {}

  record Ask() implements Next {}

  record Meet() implements Next {}

  record Break(int failures) implements Next {}

  record Wear() implements Next {}

  record Stray() {}

  record Guest(String name) {}

  record Came(String name, int persons) {}

  record Part(int number) {}

  record Worked(String worker) {}

  record Started(Way way) {}

  record Question(String text) implements InputRequired<Reply> {}

  record Reply(String text) implements HumanResponse {}

  record Invitation(String guest) implements InputRequired<Coming> {}

  @DomainEvent
  record Coming(String guest, int persons) implements HumanResponse {}

  record Tally(int runs, @Nullable String last) {
    Tally() {
      this(0, null);
    }
  }

  @Step(sends = {Guest.class, Part.class})
  @Nullable Next begin(Begin begin, StepContext<Tally> ctx) {
    ctx.emit(new Started(begin.way()));
    ctx.edit(tally -> new Tally(tally.runs() + 1, begin.way().name()));
    return switch (begin.way()) {
      case ASK -> new Ask();
      case MEET -> new Meet();
      case BREAK -> new Break(begin.failures());
      case WEAR -> new Wear();
      case STRAY -> send(ctx, new Stray());
      case STRAY_BESIDE -> {
        ctx.send(new Stray());
        yield new Ask();
      }
      case MEET_TWO -> send(ctx, new Guest("Ada"), new Guest("Bob"));
      case SPREAD -> {
        ctx.emit(new Worked(ctx.worker()));
        yield send(ctx, IntStream.rangeClosed(1, 10).mapToObj(Part::new).toArray());
      }
    };
  }

  private static @Nullable Next send(StepContext<?> ctx, Object... events) {
    Stream.of(events).forEach(ctx::send);
    return null;
  }

  @Step
  Question ask(Ask ask) {
    return new Question("How are you?");
  }

  @Step
  Stop<String> answered(Reply reply) {
    return new Stop<>(reply.text());
  }

  @Step
  Stop<String> meet(Meet meet, StepContext<Tally> ctx) {
    EventWait<Coming> coming = EventWait.of(Coming.class).where("guest", "Ada");
    try {
      Coming guests = ctx.ask(new Invitation("Ada"), coming.within(Duration.ofHours(1)));
      return new Stop<>(guests.persons() + " come");
    } catch (AnswerTimedOutException e) {
      return new Stop<>("nobody comes");
    }
  }

  @Step
  Came welcome(Guest guest, StepContext<?> ctx) {
    EventWait<Coming> coming = EventWait.of(Coming.class).where("guest", guest.name());
    Coming came = ctx.ask(new Invitation(guest.name()), coming.within(Duration.ofHours(1)));
    return new Came(guest.name(), came.persons());
  }

  @Step
  @Nullable Stop<String> seat(Came came, StepContext<?> ctx) {
    List<Came> all = ctx.collect(came, Came.class, 2);
    return all == null ? null : new Stop<>(all.toString());
  }

  @Step(workers = 10)
  @Nullable Stop<String> work(Part part, StepContext<?> ctx) {
    ctx.emit(new Worked(ctx.worker()));
    List<Part> all = ctx.collect(part, Part.class, 10);
    return all == null ? null : new Stop<>(all.size() + " parts");
  }

  @Step(retry = "THRICE")
  Stop<String> wear(Wear worn, StepContext<?> ctx) {
    throw new IllegalStateException("worn out " + ctx.attempt());
  }

  /** The handler of all steps without an own one. */
  @CatchError
  Wear patch(StepFailed failure, StepContext<?> ctx) {
    ctx.emit(failure);
    return new Wear();
  }

  @Step(retry = "THRICE")
  Stop<String> breaks(Break broken, StepContext<?> ctx) {
    if (ctx.attempt() <= broken.failures()) {
      throw new IllegalStateException("broken " + ctx.attempt());
    }
    return new Stop<>("after " + ctx.lastError().orElseThrow().message());
  }

  @CatchError(steps = "breaks")
  Stop<String> mend(StepFailed failure) {
    if (failure.input() instanceof Break broken && broken.failures() > 3) {
      throw new IllegalStateException("beyond repair");
    }
    return new Stop<>("mended after %s attempts".formatted(failure.attempts()));
  }
}
