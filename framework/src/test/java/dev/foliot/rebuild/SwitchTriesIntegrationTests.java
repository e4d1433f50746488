package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.CountingDataSource;
import dev.foliot.testsupport.TestDatabases;
import dev.foliot.unitofwork.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.PlatformTransactionManager;

/** Switches that do not go through are tried again, or end the rebuild. */
@ExtendWith(OutputCaptureExtension.class)
class SwitchTriesIntegrationTests extends ShopTest {
  private static final int MOST_STEPS = 60;
  private static final int MOST_ORDERS = 40;

  @Autowired private PlatformTransactionManager manager;
  private RebuildSteps steps;

  @BeforeEach
  void fillBoard() {
    domain.process(new Place("o1", "p1", 1));
    engine().run();
  }

  @AfterEach
  void leaveNoTables() {
    steps.end();
    RebuildTests.dropAll(domain, jdbc);
  }

  private long begin() {
    RebuildParts parts = RebuildTests.parts(domain, new Transactions(manager), 500, 1);
    steps = RebuildTests.steps(parts);
    return new BeginRebuild(parts)
        .begin(parts.projections().require(Board.class), RebuildOptions.beside(), null)
        .orElseThrow();
  }

  private RebuildReport stepToTheEnd(long id) {
    int taken = 0;
    while (domain.rebuilds().show(id).status().isActive()) {
      assertThat(taken++).as("steps").isLessThan(MOST_STEPS);
      steps.step();
    }
    return domain.rebuilds().show(id);
  }

  @Test
  void alteredTableFailsTheRebuild(CapturedOutput output) {
    long id = begin();
    jdbc.execute("alter table shop$board add column note varchar(9)");
    RebuildReport ended;
    try {
      ended = stepToTheEnd(id);
    } finally {
      jdbc.execute("alter table shop$board drop column note");
    }

    assertThat(ended.status()).isEqualTo(RebuildStatus.FAILED);
    assertThat(ended.failure().error())
        .containsIgnoringCase("Table shop$board was altered after it was copied: column note.");
    assertThat(output)
        .contains("rebuild=%s of projection=%s failed at its switch".formatted(id, board()));
    assertThat(RebuildTests.board(jdbc)).containsExactly("o1 placed 0");
    assertThat(RebuildTests.schemas(jdbc)).isEmpty();
  }

  private static String board() {
    return Board.class.getName();
  }

  /** The order of the second event comes so late that it is left to the switch. */
  @Test
  void messageThatFailsAtTheSwitchAndAloneIsNamed() {
    duringReplay("o1", "o2");
    duringReplay("o2", "o3");
    faults.fail("board", "o3", Integer.MAX_VALUE);

    RebuildReport ended = stepToTheEnd(begin());

    assertThat(ended.status()).isEqualTo(RebuildStatus.FAILED);
    assertThat(ended.failure().position()).isEqualTo(positionOf("o3"));
    assertThat(faults.calls()).filteredOn("board o3"::equals).hasSize(2);
    assertThat(RebuildTests.board(jdbc)).containsExactly("o1 placed 0");
    assertThat(RebuildTests.schemas(jdbc)).isEmpty();
  }

  @Test
  void messagesThatFailAtEverySwitchFailTheRebuild() {
    AtomicInteger failed = new AtomicInteger();
    for (int i = 1; i <= MOST_ORDERS; i++) {
      String next = "o" + (i + 1);
      faults.during("board", "o" + i, () -> placeOrFail(next, failed));
    }

    RebuildReport ended = stepToTheEnd(begin());

    assertThat(ended.status()).isEqualTo(RebuildStatus.FAILED);
    assertThat(failed).hasValue(20);
    assertThat(ended.failure().subscription()).isEqualTo("board-projector");
    assertThat(ended.failure().position()).isEqualTo(positionOf("o22"));
    assertThat(ended.failure().error()).contains("only at the switch");
    assertThat(RebuildTests.schemas(jdbc)).isEmpty();
  }

  /** At the switch, the rebuilt rows are in the live table. */
  private void placeOrFail(String next, AtomicInteger failed) {
    String schema = jdbc.queryForObject("select current_schema", String.class);
    if ("public".equalsIgnoreCase(schema)) {
      failed.incrementAndGet();
      throw new IllegalStateException("only at the switch");
    }
    place(next);
  }

  private void duringReplay(String order, String next) {
    faults.during("board", order, () -> place(next));
  }

  private void place(String order) {
    CompletableFuture.runAsync(() -> domain.process(new Place(order, "p1", 1))).join();
  }

  private Long positionOf(String order) {
    return jdbc.queryForObject(
        "select position from foliot_message where type = 'placed' and payload like ?",
        Long.class,
        "%\"" + order + "\"%");
  }

  @Test
  void readerKeepsTheSwitchWaiting(CapturedOutput output) throws SQLException {
    long id = begin();
    CountingDataSource database = (CountingDataSource) dataSource;
    DataSource target = database.getTargetDataSource();
    try (Connection reader = dataSource.getConnection();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.executeQuery("select * from shop$board for update").close();
      database.setTargetDataSource(new Impatient(target));
      steps.step();
      steps.step();
      reader.rollback();
    } finally {
      database.setTargetDataSource(target);
      target.unwrap(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
    }

    assertThat(domain.rebuilds().show(id).status()).isEqualTo(RebuildStatus.CAUGHT_UP);
    assertThat(output).contains("rebuild=%s is switched in PT1S at the earliest".formatted(id));
    assertThat(steps.nextDue()).contains(clock.instant().plusSeconds(1));
    assertThat(stepToTheEnd(id).status()).isEqualTo(RebuildStatus.SWITCHED);
    assertThat(RebuildTests.board(jdbc)).isEqualTo(List.of("o1 placed 0"));
  }

  /** Statements on H2 wait for no lock, as those on PostgreSQL, where Foliot sets the limit. */
  private static final class Impatient extends DelegatingDataSource {
    Impatient(DataSource target) {
      super(target);
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      if (!TestDatabases.isPostgres()) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("set lock_timeout 100");
        }
      }
      return connection;
    }
  }
}
