package dev.foliot.test.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.Engine;
import dev.foliot.personaldata.CachedKeys;
import dev.foliot.test.EngineTest;
import dev.foliot.test.Simulation;
import dev.foliot.test.triggers.TriggersApplication.Book;
import dev.foliot.test.triggers.TriggersApplication.Deliver;
import dev.foliot.test.triggers.TriggersApplication.DeliverOfOld;
import dev.foliot.test.triggers.TriggersApplication.Guest;
import dev.foliot.test.triggers.TriggersApplication.Parcel;
import dev.foliot.test.triggers.TriggersApplication.Refunded;
import dev.foliot.test.triggers.TriggersApplication.Visit;
import dev.foliot.test.workflows.FailStatement;
import dev.foliot.workflow.EmittedEvent;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.RunSummary;
import dev.foliot.workflow.Workflows;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** A failed run is followed by a run of another workflow (I25). */
@EngineTest
class OnFailureIntegrationTests {
  @Autowired Engine engine;
  @Autowired Workflows workflows;
  @Autowired JdbcTemplate jdbc;
  @Autowired ApplicationContext application;
  @Autowired FailStatement failing;
  @Autowired CachedKeys keys;

  private List<String> after() {
    return workflows.list(RunFilter.of("book-later")).stream().map(RunSummary::id).toList();
  }

  @Test
  void failedRunIsFollowedByARunWithItsInputAndError() {
    workflows.send(new Refunded("bad-1"));
    engine.runUntilIdle();

    String failed = workflows.list(RunFilter.of("book")).get(0).id();
    assertThat(workflows.handle(failed).status()).isEqualTo(RunStatus.FAILED);
    assertThat(after()).singleElement().isNotEqualTo(failed);
    assertThat(workflows.handle(after().get(0)).result())
        .contains(
            "1 %s book bad-1 RunError[type=dev.foliot.workflow.NonRetriableException, message=oh no]"
                .formatted(failed));
    assertThat(jdbc.queryForList("select distinct correlation_id from foliot_run")).hasSize(1);
  }

  @Test
  void successIsFollowedByNothing() {
    workflows.send(new Refunded("good-1"));
    engine.runUntilIdle();

    assertThat(after()).isEmpty();
  }

  @Test
  void cancelledRunIsFollowedByNothing() {
    workflows.start(Book.class, new Refunded("bad-1"), RunOptions.id("r-1")).cancel();
    engine.runUntilIdle();

    assertThat(workflows.handle("r-1").status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(after()).isEmpty();
  }

  @Test
  void eachFailureOfARunIsFollowed() {
    workflows.start(Book.class, new Refunded("bad-1"), RunOptions.id("r-1"));
    engine.runUntilIdle();
    workflows.retry("r-1");
    engine.runUntilIdle();

    assertThat(after()).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void newestVersionNamesTheWorkflowThatFollows() {
    workflows.start(DeliverOfOld.class, new Parcel("p-1"), RunOptions.id("r-1"));
    engine.runUntilIdle();

    assertThat(workflows.handle("r-1").status()).isEqualTo(RunStatus.FAILED);
    assertThat(workflows.list(RunFilter.of("deliver-later"))).hasSize(1);
  }

  @Test
  void runFailsIfTheInputOfTheNextOneCannotBeWritten() {
    workflows.start(Deliver.class, new Parcel("p-1"), RunOptions.id("r-1"));
    Parcel.isUnwritable = true;
    try {
      engine.runUntilIdle();
    } finally {
      Parcel.isUnwritable = false;
    }

    assertThat(workflows.handle("r-1").status()).isEqualTo(RunStatus.FAILED);
    assertThat(workflows.list(RunFilter.of("deliver-later"))).isEmpty();
  }

  @Test
  void anythingThatItsInputThrowsIsNoReasonToStop() {
    workflows.start(Deliver.class, new Parcel("p-1"), RunOptions.id("r-1"));
    DeliverOfOld.beforeFailure = () -> Parcel.isUnreadable = true;
    try {
      engine.runUntilIdle();
    } finally {
      DeliverOfOld.beforeFailure = () -> {};
      Parcel.isUnreadable = false;
    }

    assertThat(workflows.handle("r-1").status()).isEqualTo(RunStatus.FAILED);
    String later = workflows.list(RunFilter.of("deliver-later")).get(0).id();
    assertThat(workflows.handle(later).result()).contains("later null");
  }

  @Test
  void databaseThatIsAwayForAMomentLosesNoRun() {
    workflows.start(Deliver.class, new Parcel("p-1"), RunOptions.id("r-1"));
    DeliverOfOld.beforeFailure =
        () -> {
          DeliverOfOld.beforeFailure = () -> {};
          failing.failNext(sql -> sql.startsWith("select") && sql.contains("foliot_journal"));
        };

    engine.runUntilIdle();

    assertThat(failing.isPending()).isFalse();
    assertThat(workflows.handle("r-1").status()).isEqualTo(RunStatus.FAILED);
    assertThat(workflows.list(RunFilter.of("deliver-later"))).hasSize(1);
  }

  @Test
  void databaseThatIsAwayForAMomentLosesNoEmittedEvent() {
    Guest guest = new Guest("g-1", "jane@example.org");
    workflows.start(Visit.class, guest, RunOptions.id("r-1"));
    engine.run();
    keys.clear();
    failing.failNext(sql -> sql.contains("foliot_data_key"));

    assertThatThrownBy(() -> workflows.events("r-1", 0)).isInstanceOf(DataAccessException.class);

    assertThat(workflows.events("r-1", 0)).extracting(EmittedEvent::value).containsExactly(guest);
  }

  @Test
  void longIdIsFollowedByAnId() {
    String id = "r".repeat(200);
    workflows.start(Book.class, new Refunded("bad-1"), RunOptions.id(id));
    engine.runUntilIdle();

    assertThat(workflows.handle(after().get(0)).result().orElseThrow().toString()).contains(id);
  }

  @Test
  void failureIsFollowedOnceWhateverBreaks() {
    Simulation.of(application)
        .seeds(40)
        .run(simulation -> workflows.send(new Refunded("bad-1"), "refund"))
        .thenAlways(
            simulated -> {
              assertThat(after()).hasSize(1);
              assertThat(workflows.handle(after().get(0)).status()).isEqualTo(RunStatus.SUCCEEDED);
            });
  }
}
