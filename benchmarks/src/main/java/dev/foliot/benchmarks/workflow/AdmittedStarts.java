package dev.foliot.benchmarks.workflow;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.workflow.Admission.Parcel;
import dev.foliot.workflow.Workflows;
import javax.sql.DataSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Starts runs of one workflow, in an application whose engine does not run. */
public final class AdmittedStarts implements AutoCloseable {
  private final Admission admission;
  private final ConfigurableApplicationContext application;
  private final Workflows workflows;
  private final JdbcTemplate jdbc;

  /** Begins on a new database. */
  public AdmittedStarts(Database database, Admission admission) {
    this.admission = admission;
    application =
        WorkflowApplication.start(database, beans -> beans.registerBean(admission.workflow()));
    workflows = application.getBean(Workflows.class);
    jdbc = new JdbcTemplate(database());
  }

  /** Starts a run of a customer. Any thread may call it. */
  public void start(int customer, int number) {
    workflows.start(admission.workflow(), new Parcel("customer-" + customer, number));
  }

  /** The number of runs that were admitted. */
  public long admitted() {
    Long runs =
        jdbc.queryForObject("select count(*) from foliot_run where status = 'pending'", Long.class);
    return runs == null ? 0 : runs;
  }

  /** Removes all runs. The states of the keys stay. */
  public void reset() {
    jdbc.update("delete from foliot_run");
  }

  public DataSource database() {
    return application.getBean(DataSource.class);
  }

  @Override
  public void close() {
    application.close();
  }
}
