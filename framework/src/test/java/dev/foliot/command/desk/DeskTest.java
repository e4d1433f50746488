package dev.foliot.command.desk;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.EngineRun;
import dev.foliot.aggregate.AggregateCache;
import dev.foliot.command.desk.Desk.Notes;
import dev.foliot.engine.EngineNode;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.CountingDataSource;
import dev.foliot.testsupport.FoliotTables;
import dev.foliot.time.SteppableClock;
import java.time.Instant;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A test of the whole {@link Desk} on the database of the suite. */
@SpringBootTest(
    classes = Desk.class,
    properties = {
      "foliot.engine.enabled=false",
      "foliot.engine.notifications=false",
      "foliot.schema.initialize=always",
      "spring.main.banner-mode=off"
    })
@ContextConfiguration(initializers = ShopTest.DatabaseOfSuite.class)
public abstract class DeskTest {
  /** Where the clock stands at the beginning of each test. */
  protected static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Autowired protected Domain domain;
  @Autowired protected EngineNode node;
  @Autowired protected JdbcTemplate jdbc;
  @Autowired protected SteppableClock clock;
  @Autowired protected Notes notes;
  @Autowired protected AggregateCache aggregates;
  @Autowired protected DataSource dataSource;
  @Autowired protected PlatformTransactionManager manager;

  @BeforeEach
  protected void beginAgain() {
    FoliotTables.empty(jdbc);
    aggregates.clear();
    clock.set(START);
    notes.reset();
    node.register();
  }

  /** Delivers everything, until nothing is due. */
  protected EngineRun run() {
    return Engine.inTestMode(domain).runUntilIdle();
  }

  /** Runs it in a transaction. */
  protected void inTransaction(Runnable work) {
    new TransactionTemplate(manager).executeWithoutResult(status -> work.run());
  }

  /** The statements of the application, and Foliot's. */
  protected CountingDataSource sql() {
    return (CountingDataSource) dataSource;
  }

  /** The rows of a table. */
  protected int count(String table) {
    return jdbc.queryForObject("select count(*) from " + table, Integer.class);
  }
}
