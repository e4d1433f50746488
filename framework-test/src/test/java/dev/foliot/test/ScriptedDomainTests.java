package dev.foliot.test;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.command.Command;
import dev.foliot.event.DomainEvent;
import dev.foliot.message.MissingComponentException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A workflow in a test sends what an application would take, and nothing else. */
class ScriptedDomainTests {
  @Command
  record Ship(@Nullable String orderId) {}

  @Command
  record Pack(String orderId) {}

  @DomainEvent
  record Shipped(String orderId) {}

  record Note(String text) {}

  private final WorkflowScript script = new WorkflowScript();
  private final List<Object> raised = new ArrayList<>();
  private final ScriptedDomain domain = new ScriptedDomain(script, raised::add);

  @Test
  @SuppressWarnings("NullAway") // the mistake
  void refusesMessagesWithoutRequiredComponents() {
    assertThatThrownBy(() -> domain.publish(new Shipped(null)))
        .isInstanceOf(MissingComponentException.class);
    assertThatThrownBy(() -> domain.submit(new Pack(null)))
        .isInstanceOf(MissingComponentException.class);

    domain.submit(new Ship(null));
    domain.commit();
    assertThat(domain.sent()).containsExactly(new Ship(null));
    assertThat(raised).isEmpty();
  }

  @Test
  void refusesACommandThatIsNone() {
    script.commands.put(Note.class, note -> "noted");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> domain.process(new Note("n")))
        .withMessage(Note.class.getName() + " is not a command. Annotate a command with @Command.");
    assertThatIllegalArgumentException().isThrownBy(() -> domain.submit(new Note("n")));
  }

  @Test
  @SuppressWarnings("NullAway") // the mistake
  void refusesAnEventOfTheTestWithoutARequiredComponent() {
    WorkflowTestRunner<String, String> runner =
        WorkflowTestRunner.of(String.class, (input, context) -> "done");

    assertThatThrownBy(() -> runner.start("a").publish(new Shipped(null)))
        .isInstanceOf(MissingComponentException.class);
  }
}
