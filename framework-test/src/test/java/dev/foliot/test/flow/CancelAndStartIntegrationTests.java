package dev.foliot.test.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.test.flow.Limited.Moved;
import dev.foliot.test.flow.Limited.Replacing;
import dev.foliot.test.workflows.BetweenStatements;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.RunSummary;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/**
 * An event that cancels a run and starts another one, and a start that cancels the same run: they
 * wait for each other in one order only.
 */
@TestPropertySource(properties = "test.between-statements=true")
class CancelAndStartIntegrationTests extends FlowTest {
  private BetweenStatements statements;

  @Autowired
  void setDataSource(DataSource dataSource) {
    statements = (BetweenStatements) dataSource;
  }

  private RunHandle<String> start(String id) {
    return workflows.start(Replacing.class, new Moved("c", id), RunOptions.id(id));
  }

  @Test
  void startDuringAnEventThatCancelsAndStarts() {
    RunHandle<String> first = start("first");
    engine.run();
    workflows.send(new Moved("c", "event"));
    statements.failures().clear();
    CompletableFuture<Void> other =
        statements.after(
            sql -> sql.contains("cancel_requested = true"),
            () ->
                workflows.start(Replacing.class, new Moved("c", "other"), RunOptions.id("other")));

    engine.run();
    other.join();
    engine.run();

    assertThat(statements.failures()).isEmpty();
    assertThat(first.status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(workflows.list(RunFilter.of("replacing").with(RunStatus.WAITING)))
        .extracting(RunSummary::id)
        .containsExactly("other");
    assertThat(workflows.list(RunFilter.of("replacing").with(RunStatus.CANCELLED))).hasSize(2);
  }

  @Test
  void eventDoesNotCancelTheRunThatItStarts() {
    start("first");
    engine.run();

    workflows.send(new Moved("c", "event"));
    engine.run();

    assertThat(status("first")).isEqualTo(RunStatus.CANCELLED);
    assertThat(workflows.list(RunFilter.of("replacing").with(RunStatus.WAITING))).hasSize(1);
  }
}
