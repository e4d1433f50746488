package dev.foliot.benchmarks.workflow;

import dev.foliot.Engine;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.Workflows;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Runs of an application with Foliot, whose engine runs. */
final class FoliotRuns implements ThreeStepRuns {
  private static final Duration MAX_WAIT = Duration.ofMinutes(1);

  private final ConfigurableApplicationContext application;
  private final Workflows workflows;

  FoliotRuns(Database database) {
    application = WorkflowApplication.start(database, beans -> {});
    workflows = application.getBean(Workflows.class);
    application.getBean(Engine.class).start();
  }

  @Override
  public void run(String order) {
    RunStatus end = workflows.start(ThreeSteps.class, order).await(MAX_WAIT);
    if (end != RunStatus.SUCCEEDED) {
      throw new IllegalStateException("The run of %s is %s".formatted(order, end));
    }
  }

  @Override
  public long ended() {
    Long ended =
        new JdbcTemplate(database())
            .queryForObject(
                "select count(*) from foliot_run where status = 'succeeded'", Long.class);
    return ended == null ? 0 : ended;
  }

  @Override
  public DataSource database() {
    return application.getBean(DataSource.class);
  }

  @Override
  public void close() {
    application.close();
  }
}
