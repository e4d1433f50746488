package dev.foliot.workflow.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.foliot.commandline.CommandLine;
import dev.foliot.commandline.Subcommand;
import dev.foliot.commandline.WrongUsageException;
import dev.foliot.workflow.RunNotFoundException;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.Workflows;
import dev.foliot.workflow.autoconfigure.Approval;
import dev.foliot.workflow.autoconfigure.WorkflowRunner;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.DefaultApplicationArguments;

/** The answers of {@code foliot workflows}. */
class WorkflowCommandTests {
  /** Types a command, and returns the answer. */
  private record Terminal(Subcommand command) {
    String type(String... words) {
      String[] all = new String[words.length + 2];
      all[0] = "foliot";
      all[1] = command.name();
      System.arraycopy(words, 0, all, 2, words.length);
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      command.run(
          new CommandLine(new DefaultApplicationArguments(all)),
          new PrintStream(said, true, StandardCharsets.UTF_8));
      return said.toString(StandardCharsets.UTF_8);
    }
  }

  private static void withARun(BiConsumer<Terminal, Workflows> test) {
    WorkflowRunner.withApproval()
        .run(
            context -> {
              Approval.startAndRun(context, RunOptions.id("r-1"));
              test.accept(
                  new Terminal(context.getBean(Subcommand.class)),
                  context.getBean(Workflows.class));
            });
  }

  @Test
  void listsRuns() {
    withARun(
        (terminal, workflows) -> {
          assertThat(terminal.type())
              .containsPattern("^RUN +WORKFLOW +VERSION +STATUS +STARTED +DUE +ENDED\n")
              .containsPattern("r-1 +approval +1 +waiting +2026-01-01T00:00:00.*Z +- +-\n$")
              .doesNotContain("a secret");
          assertThat(terminal.type("--status=failed")).isEqualTo("Nothing.\n");
          assertThat(terminal.type("--workflow=approval", "--limit=1"))
              .endsWith("Perhaps there are more: foliot workflows --after=r-1\n");
          assertThatExceptionOfType(WrongUsageException.class)
              .isThrownBy(() -> terminal.type("--status=lost"))
              .withMessageContaining("is not a status of a run");
        });
  }

  @Test
  void showsOneRun() {
    withARun(
        (terminal, workflows) -> {
          assertThat(terminal.type("show", "r-1"))
              .containsPattern("(?m)^status +waiting$")
              .containsPattern("(?m)^input +\"a secret\"$")
              .containsPattern("(?m)^waits for +Callback 1-1: r-1/1-1, until -$")
              .containsPattern("(?m)^1-2 +Step +.* +succeeded +1 ");
          assertThatExceptionOfType(RunNotFoundException.class)
              .isThrownBy(() -> terminal.type("show", "r-2"));
        });
  }

  @Test
  void givesACallbackItsOutcome() {
    withARun(
        (terminal, workflows) -> {
          assertThatExceptionOfType(WrongUsageException.class)
              .isThrownBy(() -> terminal.type("complete", "r-1/1-1", "--value=yes"))
              .withMessageContaining("Put a text in quotes");
          assertThat(terminal.type("complete", "r-1/1-1", "--value=\"yes\""))
              .isEqualTo("Callback r-1/1-1 was completed.\n");
        });
    withARun(
        (terminal, workflows) ->
            assertThat(terminal.type("fail", "r-1/1-1", "--error=Refused"))
                .isEqualTo("Callback r-1/1-1 has failed.\n"));
  }

  @Test
  void endsARun() {
    withARun(
        (terminal, workflows) -> {
          assertThat(terminal.type("cancel", "r-1")).contains("is cancelled when an engine");
          assertThatExceptionOfType(WrongUsageException.class)
              .isThrownBy(() -> terminal.type("terminate", "r-1"));
          assertThat(workflows.handle("r-1").status()).isNotEqualTo(RunStatus.TERMINATED);
          assertThat(terminal.type("terminate", "r-1", "--yes"))
              .isEqualTo("Run r-1 was terminated.\n");
          assertThat(terminal.type("cancel", "r-1")).isEqualTo("Run r-1 has ended already.\n");
        });
  }

  @Test
  void repeatsARun() {
    withARun(
        (terminal, workflows) -> {
          workflows.handle("r-1").terminate();

          assertThatExceptionOfType(WrongUsageException.class)
              .isThrownBy(() -> terminal.type("retry", "r-1", "--from=lost"))
              .withMessageContaining("no operation \"lost\"");
          assertThat(terminal.type("retry", "r-1"))
              .isEqualTo("Run r-1 continues when an engine runs it.\n");
          assertThatExceptionOfType(WrongUsageException.class)
              .isThrownBy(() -> terminal.type("fork", "r-1", "--from=1", "--input={\"a\":\"b\"}"))
              .withMessage(
                  "The input does not fit the workflow approval: "
                      + "its JSON does not fit the reader of java.lang.String. See foliot help.");
          assertThat(terminal.type("fork", "r-1", "--from=1", "--input=\"new\"", "--id=f-1"))
              .isEqualTo("Run f-1 was started.\n");
          assertThat(terminal.type("show", "f-1"))
              .containsPattern("(?m)^forked from +r-1$")
              .containsPattern("(?m)^input +\"new\"$");
        });
  }
}
