package dev.foliot.test.levels;

import static dev.foliot.test.FoliotAssertions.assertThat;
import static java.time.Duration.ofHours;

import dev.foliot.test.Runs;
import dev.foliot.test.SyncFlowTest;
import dev.foliot.test.TestClock;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.Workflows;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@SyncFlowTest
class OrdersSyncIntegrationTests extends OrdersContract {
  @Autowired Workflows workflows;
  @Autowired TestClock clock;
  @Autowired PlatformTransactionManager manager;

  @Override
  void deliver() {}

  // docs: clock
  @Test
  void clockMovesTheRun(Runs runs) {
    domain.process(new Shop.PlaceOrder("o-1"));
    assertThat(runs.find("run-o-1", Fulfilment.class).result()).isWaitingFor("cooling");

    clock.advance(ofHours(2));

    assertThat(runs.find("run-o-1", Fulfilment.class).result()).succeeded();
  }

  // docs: end

  @Test
  void runBeginsAfterTheCommit() {
    TransactionTemplate transaction = new TransactionTemplate(manager);

    transaction.executeWithoutResult(
        status -> {
          String id = workflows.start(Approval.class, "may I?").id();
          Assertions.assertThat(workflows.handle(id).status()).isEqualTo(RunStatus.PENDING);
        });

    Assertions.assertThat(workflows.list(RunFilter.all()))
        .singleElement()
        .satisfies(run -> Assertions.assertThat(run.status()).isEqualTo(RunStatus.WAITING));
  }

  @Test
  void runOfARolledBackTransactionNeverBegins() {
    TransactionTemplate transaction = new TransactionTemplate(manager);

    transaction.executeWithoutResult(
        status -> {
          workflows.start(Approval.class, "may I?");
          status.setRollbackOnly();
        });
    clock.advance(ofHours(1));

    Assertions.assertThat(workflows.list(RunFilter.all())).isEmpty();
  }
}
