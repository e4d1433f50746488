package dev.foliot.test.steps;

import static dev.foliot.test.FoliotAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.foliot.message.MissingComponentException;
import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.WorkflowInterceptor;
import dev.foliot.workflow.step.HumanResponse;
import dev.foliot.workflow.step.InputRequired;
import dev.foliot.workflow.step.StartEvent;
import dev.foliot.workflow.step.Step;
import dev.foliot.workflow.step.StepContext;
import dev.foliot.workflow.step.Stop;
import dev.foliot.workflow.step.StopEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Events of steps that would not be the same when the next step takes them. */
class UnstorableEventTests {
  record Began(@Nullable Object value, String name) implements StartEvent {}

  record Noted(@Nullable Object value, String name) {}

  static class Notes {
    @Step
    Noted note(Began began) {
      boolean isTime = "time".equals(began.value());
      return new Noted(
          isTime ? Instant.EPOCH : began.value(), began.name().isEmpty() ? null : began.name());
    }

    @Step
    Stop<String> end(Noted noted) {
      return new Stop<>(noted.value() + " " + noted.name());
    }
  }

  @Test
  void takesWhatComesBackTheSame() {
    assertThat(WorkflowTestRunner.of(new Notes()).run(new Began("text", "n"))).hasResult("text n");
  }

  @Test
  void refusesAChangedComponent() {
    assertThat(WorkflowTestRunner.of(new Notes()).run(new Began("time", "n")))
        .hasErrorContaining(
            "Noted.value is java.time.Instant and would come back as java.lang.String");
  }

  @Test
  void refusesNullInARequiredComponent() {
    assertThat(WorkflowTestRunner.of(new Notes()).run(new Began("text", "")))
        .hasErrorContaining("its component name is null, and it is required");
    assertThatExceptionOfType(MissingComponentException.class)
        .isThrownBy(() -> WorkflowTestRunner.of(new Notes()).run(new Began("text", null)));
  }

  static class Publishes {
    @Step
    Stop<String> publish(Began began, StepContext<?> context) {
      context.emit(new Noted(Instant.EPOCH, "n"));
      return new Stop<>("published");
    }
  }

  record Question(@Nullable String text, @Nullable Object value) implements InputRequired<Answer> {}

  record Answer(String text) implements HumanResponse {}

  static class Asks {
    @Step
    Stop<String> ask(Began began, StepContext<?> context) {
      Answer answer = context.ask(new Question("?", Instant.EPOCH), EventWait.of(Answer.class));
      return new Stop<>(answer.text());
    }
  }

  @Test
  void refusesAnEventThatIsEmitted() {
    assertThat(WorkflowTestRunner.of(new Publishes()).run(new Began("text", "n")))
        .hasErrorContaining("Noted.value is java.time.Instant");
  }

  @Test
  void refusesAQuestion() {
    assertThat(WorkflowTestRunner.of(new Asks()).run(new Began("text", "n")))
        .hasErrorContaining("Question.value is java.time.Instant");
  }

  static class Receipt {
    public String id = "r-1";
  }

  static class Paid extends Receipt {
    public int euros = 5;
  }

  static class Pays {
    @Step
    Stop<Receipt> pay(Began began) {
      return new Stop<>("paid".equals(began.value()) ? new Paid() : new Receipt());
    }
  }

  @Test
  void refusesAResultThatWouldLoseFields() {
    assertThat(WorkflowTestRunner.of(new Pays()).run(new Began("open", "n"))).succeeded();
    assertThat(WorkflowTestRunner.of(new Pays()).run(new Began("paid", "n")))
        .hasErrorContaining("$Paid and would come back as ");
  }

  static class Ended implements StopEvent {
    public String id = "e-1";
  }

  static class EndedEarly extends Ended {
    public int days = 3;
  }

  static class Ends {
    @Step
    Ended end(Began began) {
      return "early".equals(began.value()) ? new EndedEarly() : new Ended();
    }
  }

  @Test
  void refusesALastEventThatWouldLoseFields() {
    assertThat(WorkflowTestRunner.of(new Ends()).run(new Began("late", "n"))).succeeded();
    assertThat(WorkflowTestRunner.of(new Ends()).run(new Began("early", "n")))
        .hasErrorContaining("$EndedEarly and would come back as ");
  }

  static class Emits {
    @Step
    Stop<String> emit(Began began, StepContext<?> context) {
      context.emit(new Noted("text", "n"));
      return new Stop<>("emitted");
    }
  }

  @Test
  void transformedEventThatChangesIsIgnored() {
    WorkflowInterceptor changing =
        new WorkflowInterceptor() {
          @Override
          public Object transformEvent(EventInfo info, Object event) {
            return event instanceof Noted ? new Noted(Instant.EPOCH, "n") : event;
          }
        };

    WorkflowResult<Object> result =
        WorkflowTestRunner.of(new Emits()).interceptors(changing).run(new Began("text", "n"));

    assertThat(result).succeeded();
    assertThat(result.collected()).contains(new Noted("text", "n"));
  }
}
