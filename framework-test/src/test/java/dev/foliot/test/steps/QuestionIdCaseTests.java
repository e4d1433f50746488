package dev.foliot.test.steps;

import static dev.foliot.test.FoliotAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.test.steps.PeopleCaseTests.Begin;
import dev.foliot.test.steps.PeopleCaseTests.Question;
import dev.foliot.test.steps.PeopleCaseTests.Reply;
import dev.foliot.test.steps.PeopleCaseTests.Room;
import dev.foliot.test.steps.PeopleCaseTests.Which;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.NonRetriableException;
import dev.foliot.workflow.step.Step;
import dev.foliot.workflow.step.StepContext;
import dev.foliot.workflow.step.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The id of a callback is not given away unless the step gives its question. */
class QuestionIdCaseTests {
  /** Uses the id of a question in a wrong way. */
  static class WrongPoll {
    private final Function<StepContext<?>, @Nullable Question> code;

    WrongPoll(Function<StepContext<?>, @Nullable Question> code) {
      this.code = code;
    }

    @Step(sends = Question.class, asks = Which.class)
    @Nullable Question ask(Begin begin, StepContext<?> ctx) {
      return code.apply(ctx);
    }

    @Step
    Stop<String> answer(Reply reply) {
      return new Stop<>(reply.text());
    }
  }

  private static WorkflowResult<Object> resultOf(
      Function<StepContext<?>, @Nullable Question> code) {
    return WorkflowTestRunner.of(new WrongPoll(code)).start(new Begin("Ada")).result();
  }

  @Test
  void idOfAQuestionThatIsNotGivenFailsTheStep() {
    for (Function<StepContext<?>, @Nullable Question> code :
        List.<Function<StepContext<?>, @Nullable Question>>of(
            ctx -> {
              ctx.callbackId();
              ctx.callbackId(2);
              ctx.callbackId();
              return new Question("first");
            },
            ctx -> {
              ctx.send(new Question("first"));
              ctx.callbackId(2);
              return null;
            })) {
      assertThat(resultOf(code))
          .hasErrorType(NonRetriableException.class.getName())
          .hasErrorContaining(
              "Step ask used the callback id of question 2, but the number of questions that it gave is 1. So no callback has this id. Give question 2, or do not use its id.")
          .hasAttempts("ask", 1);
    }
  }

  @Test
  void questionThatIsSentAfterTheIdWasUsedIsRefused() {
    assertThat(
            resultOf(
                ctx -> {
                  ctx.callbackId();
                  ctx.send(new Question("first"));
                  return new Question("second");
                }))
        .hasErrorType(NonRetriableException.class.getName())
        .hasErrorContaining("Step ask sends a question after it called callbackId");
  }

  @Test
  void questionThatWaitsForAnEventHasNoCallback() {
    EventWait<Room> room = EventWait.of(Room.class);

    assertThat(
            resultOf(
                ctx -> {
                  ctx.callbackId();
                  ctx.ask(new Which("Ada"), room);
                  return null;
                }))
        .hasErrorType(NonRetriableException.class.getName())
        .hasErrorContaining("Step ask calls ask after it called callbackId");
  }

  @Test
  void waitingStepGetsNoId() {
    List<String> ids = new ArrayList<>();
    EventWait<Room> room = EventWait.of(Room.class);

    WorkflowResult<Object> result =
        resultOf(
            ctx -> {
              try {
                ctx.ask(new Which("Ada"), room);
              } catch (Error waits) {
                ids.add(ctx.callbackId());
              }
              return null;
            });

    assertThat(ids).isEmpty();
    assertThat(result).isWaitingFor("Which");
  }
}
