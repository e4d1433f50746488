package dev.foliot.shop;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.aggregate.AggregateCache;
import dev.foliot.engine.EngineNode;
import dev.foliot.shop.Shop.Faults;
import dev.foliot.testsupport.CountingDataSource;
import dev.foliot.testsupport.FoliotTables;
import dev.foliot.testsupport.TestDatabases;
import dev.foliot.time.SteppableClock;
import java.time.Instant;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ContextConfiguration;

/**
 * A test of the whole {@link Shop} on the database of the suite, asynchronous and with an engine
 * that stands still; the database is empty at the beginning of each test.
 */
@SpringBootTest(
    classes = Shop.class,
    properties = {
      "foliot.engine.enabled=false",
      "foliot.engine.notifications=false",
      "foliot.schema.initialize=always",
      "spring.jpa.hibernate.ddl-auto=create",
      "spring.main.banner-mode=off"
    })
@ContextConfiguration(initializers = ShopTest.DatabaseOfSuite.class)
public abstract class ShopTest {
  /** Where the clock stands at the beginning of each test. */
  protected static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Autowired protected Domain domain;
  @Autowired protected EngineNode node;
  @Autowired protected DataSource dataSource;
  @Autowired protected JdbcTemplate jdbc;
  @Autowired protected Faults faults;
  @Autowired protected SteppableClock clock;
  @Autowired protected AggregateCache aggregates;

  /** The engine in test mode. */
  protected Engine engine() {
    return Engine.inTestMode(domain);
  }

  @BeforeEach
  protected void beginAgain() {
    FoliotTables.empty(jdbc);
    jdbc.execute("delete from orders");
    jdbc.execute("delete from shop$board");
    aggregates.clear();
    clock.set(START);
    faults.reset();
    node.register();
  }

  /** The data source of the suite's database. */
  public static final class DatabaseOfSuite
      implements ApplicationContextInitializer<GenericApplicationContext> {
    @Override
    public void initialize(GenericApplicationContext context) {
      context.registerBean(
          "dataSource", DataSource.class, () -> new CountingDataSource(TestDatabases.ofSuite()));
    }
  }
}
