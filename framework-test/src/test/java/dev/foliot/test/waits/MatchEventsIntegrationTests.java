package dev.foliot.test.waits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.test.waits.WaitsApplication.Approved;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.work.Fence;
import dev.foliot.work.Steps;
import dev.foliot.work.WorkLostException;
import dev.foliot.work.WorkingNode;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.encryption.EncryptPayloads;
import dev.foliot.workflow.wait.MatchEvents;
import dev.foliot.workflow.wait.OpenWaits;
import dev.foliot.workflow.wait.ReadEvents;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** The work on one node: its statements, and the change of its owner. */
class MatchEventsIntegrationTests extends WaitTest {
  @Autowired DataSource dataSource;
  @Autowired FoliotSchema schema;
  @Autowired MicrosecondClock time;
  @Autowired EncryptPayloads encryption;

  private final List<Instant> woken = new ArrayList<>();
  private CountingDataSource sql;
  private boolean lost;

  @BeforeEach
  void count() {
    sql = new CountingDataSource(dataSource);
  }

  private Steps begin(Fence fence) {
    EventStore log = new EventStore(sql, schema.name(), json);
    return new MatchEvents(
            waits,
            new OpenWaits(new JdbcTemplate(sql), schema, encryption),
            new ReadEvents(log, json, transactions),
            transactions,
            time,
            woken::add)
        .begin(new WorkingNode("node", () -> 0.5, () -> {}, () -> "now()"), fence);
  }

  private final class Owner implements Fence {
    @Override
    public long token() {
      return 1;
    }

    @Override
    public void check() {
      if (lost) {
        throw new WorkLostException("foliot:workflow-events");
      }
    }

    @Override
    public boolean prove() {
      return !lost;
    }
  }

  private static void stepAll(Steps steps) {
    while (steps.hasWork()) {
      steps.step();
    }
  }

  private static Approved approved(String order) {
    return new Approved(order, BigDecimal.ONE);
  }

  private static EventWait<Approved> approval(String order) {
    return EventWait.of(Approved.class).where("order", order);
  }

  @Test
  void commitsCostNothingWithoutOpenWaits() {
    Steps steps = begin(new Owner());
    stepAll(steps);
    publish(approved("o-1"));

    steps.committedHere();

    assertThat(steps.hasWork()).isFalse();
    assertThat(steps.nextDue()).isEmpty();
  }

  @Test
  void idleLookIsOneStatement() {
    Steps steps = begin(new Owner());
    stepAll(steps);
    steps.wakeUp();
    assertThat(sql.during(() -> stepAll(steps))).as("without waits").isEqualTo(1);

    start("r");
    await("r", approval("o-1"));
    publish(approved("o-2"));
    stepAll(steps);
    steps.wakeUp();
    assertThat(sql.during(() -> stepAll(steps))).as("with a wait").isEqualTo(1);
  }

  @Test
  void waitThatOpensOnThisNodeIsLookedAtAtOnce() {
    Steps steps = begin(new Owner());
    stepAll(steps);
    start("r");
    publish(approved("o-1"));

    await("r", approval("o-1"));

    assertThat(steps.hasWork()).isTrue();
    stepAll(steps);
    assertThat(answer("r", "1", Approved.class)).isEqualTo(approved("o-1"));
    assertThat(woken).containsExactly(clock.instant());
  }

  @Test // R54
  void nodeThatHasLostTheWorkStoresNothing() {
    Steps former = begin(new Owner());
    start("r");
    await("r", approval("o-1"));
    stepAll(former);
    publish(approved("o-1"));
    former.wakeUp();
    lost = true;

    assertThatExceptionOfType(WorkLostException.class).isThrownBy(() -> stepAll(former));

    assertThat(answer("r", "1", Approved.class)).isNull();
    assertThat(woken()).isEmpty();
  }

  @Test
  void nextOwnerGoesOnWhereTheFormerOneStopped() {
    Steps former = begin(new Owner());
    start("r", "s");
    await("r", approval("o-1"));
    stepAll(former);
    publish(approved("o-1"));
    former.end();

    Steps next = begin(new Owner());
    stepAll(next);

    assertThat(answer("r", "1", Approved.class)).isEqualTo(approved("o-1"));
    assertThat(woken()).containsExactly("r");
  }

  @Test
  void laterWaitIsNotComparedWithEventsBeforeItsRun() {
    Steps former = begin(new Owner());
    start("r");
    await("r", approval("o-1"));
    stepAll(former);
    publish(approved("o-2"));
    former.wakeUp();
    stepAll(former);
    start("s");
    await("s", approval("o-2"));
    stepAll(former);

    Steps next = begin(new Owner());
    stepAll(next);

    assertThat(answer("s", "1", Approved.class)).isNull();
  }
}
