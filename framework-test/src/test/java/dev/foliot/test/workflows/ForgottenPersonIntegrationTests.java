package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.test.workflows.Greeting.Person;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A person is forgotten whose data a run has as its input, a result and an answer (R61). */
class ForgottenPersonIntegrationTests extends WorkflowTest {
  private static final Person JANE = new Person("p-1", "jane@example.com");
  private static final Person JOE = new Person("p-2", "joe@example.com");

  @Autowired Greeting greeting;

  @BeforeEach
  void readAllAfterAWait() {
    greeting.code =
        (ctx, person) -> {
          Person loaded = ctx.step("load", Person.class, step -> person);
          Person answer = ctx.<Person>createCallback("answer", Person.class).get();
          ctx.wait("pause", Duration.ofHours(1));
          ctx.step(
              "read",
              step ->
                  List.of(person, loaded, answer)
                      .forEach(each -> scripted.did(each.id() + " " + each.email())));
          return answer.id();
        };
  }

  /** Starts a run that waits. */
  private RunHandle<String> startWith(Person person, String id) {
    RunHandle<String> run = workflows.start(Greeting.class, person, RunOptions.id(id));
    engine.run();
    workflows.completeCallback(id + "/2", person);
    engine.run();
    return run;
  }

  private String shown(String run) {
    return workflows.show(run).orElseThrow() + workflows.export(run).orElseThrow();
  }

  @Test
  void runGoesOnWithoutTheDataOfAForgottenPerson() {
    RunHandle<String> jane = startWith(JANE, "jane");
    RunHandle<String> joe = startWith(JOE, "joe");
    assertThat(shown("jane")).contains("p-1").doesNotContain(JANE.email());

    domain.forget("p-1");
    engine.runUntilIdle();

    assertThat(jane.result()).contains("p-1");
    assertThat(joe.result()).contains("p-2");
    assertThat(scripted.ran)
        .containsExactlyInAnyOrder(
            "p-1 ",
            "p-1 ",
            "p-1 ",
            "p-2 " + JOE.email(),
            "p-2 " + JOE.email(),
            "p-2 " + JOE.email());
    assertThat(shown("jane")).contains("p-1").doesNotContain(JANE.email());
  }

  @Test
  void exportOfAForgottenPersonIsRestoredWithoutTheData() {
    startWith(JANE, "jane");
    String saved = workflows.export("jane").orElseThrow();
    domain.forget("p-1");
    engine.runUntilIdle();
    scripted.ran.clear();

    RunHandle<Object> restored = workflows.restore(saved, RunOptions.id("restored"));
    engine.runUntilIdle();

    assertThat(restored.result()).contains("p-1");
    assertThat(scripted.ran).containsExactly("p-1 ", "p-1 ", "p-1 ");
  }
}
