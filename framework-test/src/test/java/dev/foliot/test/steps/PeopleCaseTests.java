package dev.foliot.test.steps;

import static dev.foliot.test.FoliotAssertions.assertThat;
import static dev.foliot.test.FoliotAssertions.callback;
import static dev.foliot.test.FoliotAssertions.publish;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.event.DomainEvent;
import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRun;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.step.AnswerTimedOutException;
import dev.foliot.workflow.step.HumanResponse;
import dev.foliot.workflow.step.InputRequired;
import dev.foliot.workflow.step.RunSnapshot;
import dev.foliot.workflow.step.StartEvent;
import dev.foliot.workflow.step.Step;
import dev.foliot.workflow.step.StepContext;
import dev.foliot.workflow.step.Stop;
import dev.foliot.workflow.step.WorkflowTimedOut;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Questions to people, and their answers. */
class PeopleCaseTests {
  record Begin(String name) implements StartEvent {}

  // docs: question
  record Question(String text) implements InputRequired<Reply> {}

  record Reply(String text) implements HumanResponse {}

  static class Greeting {
    final List<String> ran = new ArrayList<>();

    @Step
    Question ask(Begin begin) {
      ran.add("ask");
      return new Question("How do you do, " + begin.name() + "?");
    }

    @Step
    Stop<String> answer(Reply reply) {
      ran.add("answer");
      return new Stop<>("You are " + reply.text());
    }
  }

  // docs: end

  // docs: answer
  @Test
  void goesOnWithTheAnswer() {
    WorkflowResult<Object> result =
        WorkflowTestRunner.of(new Greeting())
            .at(ofHours(3), callback("Question").succeeds(new Reply("fine")))
            .run(new Begin("Ada"));

    assertThat(result).hasResult("You are fine").took(ofHours(3));
    assertThat(result.collected()).contains(new Question("How do you do, Ada?"));
  }

  // docs: end

  // docs: resume
  @Test
  void goesOnInAnotherProcess() { // L16
    Greeting workflow = new Greeting();
    WorkflowTestRun<Object> first = WorkflowTestRunner.of(workflow).start(new Begin("Ada"));
    assertThat(first.result()).isWaitingFor("Question");
    String saved = first.result().snapshot();
    first.cancel();

    WorkflowTestRun<Object> second =
        WorkflowTestRunner.of(workflow).restore(RunSnapshot.of(saved)).resume();
    second.complete("Question", new Reply("fine"));

    assertThat(second.result()).hasResult("You are fine");
    assertThat(first.status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(workflow.ran).containsExactly("ask", "answer");
  }

  // docs: end

  /** Loads the classes of this test once more. */
  private static final class FreshLoader extends ClassLoader {
    FreshLoader() {
      super(PeopleCaseTests.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(PeopleCaseTests.class.getName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String file = "/" + name.replace('.', '/') + ".class";
      try (InputStream bytes = PeopleCaseTests.class.getResourceAsStream(file)) {
        byte[] code = Objects.requireNonNull(bytes).readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void goesOnInAFreshClassLoader() throws Exception {
    WorkflowTestRun<Object> first = WorkflowTestRunner.of(new Greeting()).start(new Begin("Ada"));
    Class<?> fresh = new FreshLoader().loadClass(Greeting.class.getName());
    assertThat(fresh).isNotEqualTo(Greeting.class);
    Constructor<?> constructor = fresh.getDeclaredConstructor();
    constructor.setAccessible(true);

    WorkflowTestRun<Object> second =
        WorkflowTestRunner.of(constructor.newInstance())
            .restore(RunSnapshot.of(first.result().snapshot()))
            .resume();
    second.complete("Question", new Reply("fine"));

    assertThat(second.result()).hasResult("You are fine");
    assertThat(second.result().collected())
        .extracting(event -> event.getClass().getName())
        .contains(Question.class.getName());
    assertThat(second.result().collected()).doesNotHaveAnyElementsOfTypes(Question.class);
  }

  @Test
  void resumedRunKeepsItsDeadline() {
    WorkflowTestRun<Object> first =
        WorkflowTestRunner.of(new Greeting()).timeout(ofHours(2)).start(new Begin("Ada"));
    RunSnapshot saved = RunSnapshot.of(first.result().snapshot());

    WorkflowTestRun<Object> second =
        WorkflowTestRunner.of(new Greeting()).restore(saved).resume().finish();

    assertThat(second.status()).isEqualTo(RunStatus.TIMED_OUT);
    assertThat(second.result()).took(ofHours(2));
  }

  @Test
  void resumesOnlyARunThatHasNotEnded() {
    WorkflowTestRunner<StartEvent, Object> runner = WorkflowTestRunner.of(new Greeting());
    assertThatThrownBy(runner::resume).isInstanceOf(IllegalStateException.class);

    WorkflowTestRun<Object> run = runner.start(new Begin("Ada"));
    run.complete("Question", new Reply("fine"));
    runner.restore(RunSnapshot.of(run.result().snapshot()));

    assertThatThrownBy(runner::resume).hasMessageStartingWith("There is no run to continue.");
  }

  @Test
  void failsWithTheAnswerThatFails() {
    WorkflowResult<Object> result =
        WorkflowTestRunner.of(new Greeting())
            .at(ofHours(3), callback("Question").fails("Refused", "no comment"))
            .run(new Begin("Ada"));

    assertThat(result).hasErrorType("Refused").hasErrorContaining("no comment");
  }

  // docs: mail
  static class Invitation {
    final List<String> mails = new ArrayList<>();

    @Step
    Question invite(Begin begin, StepContext<?> ctx) {
      mails.add("To %s: answer at /answers/%s".formatted(begin.name(), ctx.callbackId()));
      return new Question("Do you come?");
    }

    @Step
    Stop<String> answer(Reply reply) {
      return new Stop<>(reply.text());
    }
  }

  // docs: end

  @Test
  void stepKnowsTheCallbackOfItsQuestion() {
    Invitation workflow = new Invitation();
    WorkflowTestRun<Object> run = WorkflowTestRunner.of(workflow).start(new Begin("Ada"));
    String mail = workflow.mails.get(0);

    run.complete(
        mail.substring(mail.indexOf("/answers/") + "/answers/".length()), new Reply("yes"));

    assertThat(run.result()).hasResult("yes");
  }

  /** Gives two questions, and another one by {@code send}. */
  static class Poll {
    final List<String> callbacks = new ArrayList<>();

    @Step(sends = Question.class)
    List<Question> ask(Begin begin, StepContext<?> ctx) {
      ctx.send(new Question("first"));
      for (int i = 1; i <= 3; i++) {
        callbacks.add(ctx.callbackId(i));
      }
      assertThatThrownBy(() -> ctx.callbackId(0)).isInstanceOf(IllegalArgumentException.class);
      return List.of(new Question("second"), new Question("third"));
    }

    @Step
    @Nullable Stop<List<Reply>> count(Reply reply, StepContext<?> ctx) {
      List<Reply> all = ctx.collect(reply, Reply.class, 3);
      return all == null ? null : new Stop<>(all);
    }
  }

  @Test
  void stepKnowsTheCallbackOfEachQuestion() {
    Poll workflow = new Poll();
    WorkflowTestRun<Object> run = WorkflowTestRunner.of(workflow).start(new Begin("Ada"));

    run.complete(workflow.callbacks.get(2), new Reply("3"))
        .complete(workflow.callbacks.get(0), new Reply("1"))
        .complete(workflow.callbacks.get(1), new Reply("2"));

    assertThat(run.result()).hasResult(List.of(new Reply("3"), new Reply("1"), new Reply("2")));
    assertThat(run.result().collected())
        .contains(new Stop<>(List.of(new Reply("3"), new Reply("1"), new Reply("2"))));
  }

  record Guest(String name) {}

  record Which(String name) implements InputRequired<Room> {}

  @DomainEvent
  record Room(String guest, int number) implements HumanResponse {}

  record Placed(String guest, int number) {}

  static class Hotel {
    final List<String> looked = new ArrayList<>();

    @Step
    List<Guest> arrive(Begin begin) {
      return List.of(new Guest("Ada"), new Guest("Bob"));
    }

    // docs: ask
    @Step
    Placed place(Guest guest, StepContext<?> ctx) {
      looked.add(guest.name());
      EventWait<Room> room = EventWait.of(Room.class).where("guest", guest.name());
      try {
        Room answer = ctx.ask(new Which(guest.name()), room.within(ofMinutes(10)));
        return new Placed(guest.name(), answer.number());
      } catch (AnswerTimedOutException e) {
        return new Placed(guest.name(), 0);
      }
    }

    // docs: end

    @Step
    @Nullable Stop<List<Placed>> close(Placed placed, StepContext<?> ctx) {
      List<Placed> all = ctx.collect(placed, Placed.class, 2);
      return all == null ? null : new Stop<>(all);
    }
  }

  @Test
  void givesEachWaitTheAnswerThatMatches() { // L17
    Hotel workflow = new Hotel();
    WorkflowTestRun<Object> run = WorkflowTestRunner.of(workflow).start(new Begin(""));
    assertThat(run.result()).isWaitingFor("Which", "Which");

    run.publish(new Room("Bob", 2)).publish(new Room("Carl", 3)).publish(new Room("Ada", 1));

    assertThat(run.result()).hasResult(List.of(new Placed("Bob", 2), new Placed("Ada", 1)));
    assertThat(run.result().count(Which.class)).isEqualTo(2);
  }

  @Test
  void catchesTheTimeOutOfAWait() { // L18
    WorkflowTestRun<Object> run = WorkflowTestRunner.of(new Hotel()).start(new Begin(""));

    run.advance(ofMinutes(5)).publish(new Room("Bob", 2)).advance(ofMinutes(5));

    assertThat(run.result()).hasResult(List.of(new Placed("Bob", 2), new Placed("Ada", 0)));
  }

  @Test
  void survivesACrashAnywhere() {
    WorkflowResult<Object> hotel =
        WorkflowTestRunner.of(new Hotel())
            .at(ofMinutes(1), publish(new Room("Bob", 2)), publish(new Room("Ada", 1)))
            .crashAfterEachAppend()
            .run(new Begin(""));
    WorkflowResult<Object> greeting =
        WorkflowTestRunner.of(new Greeting())
            .at(ofHours(1), callback("Question").succeeds(new Reply("fine")))
            .crashAfterEachAppend()
            .duplicateWakeUps()
            .run(new Begin("Ada"));

    assertThat(hotel).hasResult(List.of(new Placed("Bob", 2), new Placed("Ada", 1)));
    assertThat(hotel.count(Which.class)).isEqualTo(2);
    assertThat(greeting).hasResult("You are fine");
    assertThat(greeting.count(Question.class)).isOne();
  }

  @Test
  void showsAStepThatRanTwice() { // L9
    Hotel workflow = new Hotel();
    WorkflowTestRun<Object> first = WorkflowTestRunner.of(workflow).start(new Begin(""));
    RunSnapshot saved = RunSnapshot.of(first.result().snapshot());

    WorkflowTestRun<Object> second = WorkflowTestRunner.of(workflow).restore(saved).resume();
    second.publish(new Room("Bob", 2)).publish(new Room("Ada", 1));

    assertThat(second.result()).succeeded();
    assertThat(second.result().repeated()).containsExactly("place");
    assertThat(workflow.looked).containsExactly("Ada", "Bob", "Bob", "Ada");
  }

  @Test
  void timesOutWithItsActiveSteps() { // L25
    WorkflowResult<Object> result =
        WorkflowTestRunner.of(new Greeting()).timeout(ofHours(2)).run(new Begin("Ada"));

    assertThat(result).hasStatus(RunStatus.TIMED_OUT).took(ofHours(2));
    assertThat(result.collected()).contains(new WorkflowTimedOut(ofHours(2), List.of("ask")));
  }
}
