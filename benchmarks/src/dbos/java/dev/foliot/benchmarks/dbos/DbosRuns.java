package dev.foliot.benchmarks.dbos;

import com.zaxxer.hikari.HikariDataSource;
import dev.dbos.transact.DBOS;
import dev.dbos.transact.config.DBOSConfig;
import dev.foliot.benchmarks.workflow.ThreeStepRuns;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Runs of DBOS with its defaults, on the pool that all contenders have. */
final class DbosRuns implements ThreeStepRuns {
  private final HikariDataSource pool;
  private final DBOS dbos;
  private final OrderWorkflow workflow;

  DbosRuns(HikariDataSource pool) {
    this.pool = pool;
    dbos = new DBOS(DBOSConfig.defaults("benchmark").withDataSource(pool));
    workflow = dbos.registerProxy(OrderWorkflow.class, new ThreeStepsWithDbos(dbos));
    dbos.launch();
  }

  @Override
  public void run(String order) {
    workflow.run(order);
  }

  @Override
  public long ended() {
    Long ended =
        new JdbcTemplate(pool)
            .queryForObject(
                "select count(*) from dbos.workflow_status where status = 'SUCCESS' and name = ?",
                Long.class,
                ThreeStepsWithDbos.NAME);
    return ended == null ? 0 : ended;
  }

  @Override
  public DataSource database() {
    return pool;
  }

  @Override
  public void close() {
    dbos.shutdown();
    pool.close();
  }
}
