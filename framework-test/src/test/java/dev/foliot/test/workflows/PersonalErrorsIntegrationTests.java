package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.failure.ErrorText;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.test.workflows.Greeting.Person;
import dev.foliot.test.workflows.Greeting.Register;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.OperationFailedException;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.StepOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Texts of errors are stored without the personal data that a run has seen (R61). */
class PersonalErrorsIntegrationTests extends WorkflowTest {
  private static final String EMAIL = "jane@example.com";
  private static final StepOptions ONCE = StepOptions.retry(RetryPolicy.none());

  @Autowired Greeting greeting;

  private RunHandle<String> start(DurableFunction<Person, String> code) {
    greeting.code = code;
    RunHandle<String> run =
        workflows.start(Greeting.class, new Person("p-1", EMAIL), RunOptions.id("r-1"));
    engine.runUntilIdle();
    return run;
  }

  private List<String> stored() {
    return jdbc.queryForList(
        """
        select coalesce(error, '') || coalesce(input, '') || coalesce(result, '') from foliot_run
        union all
        select coalesce(payload, '') || coalesce(details, '') from foliot_journal
        union all
        select coalesce(payload, '') || coalesce(error, '') from foliot_wait""",
        String.class);
  }

  private void assertHidden(RunHandle<String> run, String message) {
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.error().orElseThrow().message()).isEqualTo(message);
    assertThat(stored()).isNotEmpty().noneMatch(text -> text.contains(EMAIL));
  }

  @Test
  void errorOfTheCodeHidesTheInput() {
    RunHandle<String> run =
        start(
            (ctx, person) -> {
              throw new IllegalStateException("no mail to " + person.email());
            });

    assertHidden(run, "no mail to [personal data]");
    assertThat(run.error().orElseThrow().type()).isEqualTo(IllegalStateException.class.getName());
  }

  @Test
  void errorOfAStepHidesTheInputAtOnce() {
    RunHandle<String> run =
        start(
            (ctx, person) -> {
              try {
                return ctx.step(
                    "mail",
                    String.class,
                    ONCE,
                    step -> {
                      throw new IllegalStateException("no mail to " + person.email());
                    });
              } catch (OperationFailedException e) {
                throw new IllegalArgumentException("as said: " + e.errorMessage());
              }
            });

    assertHidden(run, "as said: no mail to [personal data]");
  }

  @Test
  void errorOfAContextHidesTheResultOfAnEarlierStep() {
    RunHandle<String> run =
        start(
            (ctx, person) -> {
              Person other =
                  ctx.step("load", Person.class, step -> new Person("p-2", "joe@example.com"));
              return ctx.child(
                  "all",
                  String.class,
                  inner -> {
                    throw new IllegalStateException("no mail to " + other.email());
                  });
            });

    assertHidden(run, "no mail to [personal data]");
    assertThat(stored()).noneMatch(text -> text.contains("joe@"));
  }

  @Test
  void errorOfACommandHidesTheCommand() {
    RunHandle<String> run =
        start((ctx, person) -> ctx.command("register", new Register("p-2", "joe@example.com")));

    assertHidden(run, "cannot register [personal data]");
    assertThat(stored()).noneMatch(text -> text.contains("joe@"));
  }

  @Test
  void failureOfACallbackHidesTheInput() {
    RunHandle<String> run =
        start((ctx, person) -> ctx.<String>createCallback("answer", String.class).get());
    workflows.failCallback("r-1/1", "Refused", EMAIL + " is unknown");
    engine.runUntilIdle();

    assertHidden(run, "[personal data] is unknown");
  }

  @Test
  void errorWithoutPersonalDataStaysAsItIs() {
    RunHandle<String> run =
        start(
            (ctx, person) -> {
              throw new IllegalStateException("no mail to " + person.id());
            });

    assertHidden(run, "no mail to p-1");
  }

  @Test
  void resultThatDoesNotFitIsNotQuoted() {
    RunHandle<Integer> run =
        workflows.start(Scripted.WithANumber.class, "in", RunOptions.id("r-1"));
    engine.runUntilIdle();
    inTransaction(() -> jdbc.update("update foliot_run set result = '\"jane@example.com\"'"));

    assertThatThrownBy(run::result)
        .hasMessageContaining("its JSON does not fit the reader of java.lang.Integer")
        .satisfies(e -> assertThat(ErrorText.stackTrace(e)).doesNotContain(EMAIL));
  }
}
