package dev.foliot.benchmarks.workflow;

import dev.foliot.Engine;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.handler.Delivery;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.workflow.run.PublishEvents;
import javax.sql.DataSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** An application with Foliot whose log has readings, some of which start a run. */
public final class TriggeredRuns implements AutoCloseable {
  private static final int EVENTS_A_TRANSACTION = 1_000;
  private static final int EVENTS_A_RUN = 100;

  private final ConfigurableApplicationContext application;
  private final JdbcTemplate jdbc;
  private final Heard heard;
  private final int triggers;

  /** Starts it on a new database; the engine waits to be started. */
  public TriggeredRuns(Database database, int triggers) {
    this.triggers = triggers;
    application =
        WorkflowApplication.start(
            database,
            beans -> {
              beans.registerBean(Alarm.withTriggers(triggers));
              beans.registerBean(Heard.class);
            });
    jdbc = new JdbcTemplate(database());
    heard = application.getBean(Heard.class);
  }

  /** Tells what came of deliveries. */
  static final class Heard implements DeliveryListener {
    private volatile Runnable handled = () -> {};

    @Override
    public void delivered(Delivery delivery) {
      if (delivery.outcome() == Outcome.HANDLED) {
        handled.run();
      }
    }
  }

  /** Adds readings to the log, of all sensors in turn. */
  public void fill(int count) {
    for (int from = 0; from < count; from += EVENTS_A_TRANSACTION) {
      int first = from;
      int end = Math.min(count, from + EVENTS_A_TRANSACTION);
      application.getBean(Transactions.class).doInNew(() -> publish(first, end));
    }
  }

  private void publish(int from, int to) {
    PublishEvents events = application.getBean(PublishEvents.class);
    for (int i = from; i < to; i++) {
      int value = i % EVENTS_A_RUN == 0 ? Alarm.LIMIT : 0;
      events.publish("fill", new Reading(Reading.sensor(i % triggers), value));
    }
  }

  /** How many runs so many readings start. */
  public static int startedBy(int readings) {
    return (readings + EVENTS_A_RUN - 1) / EVENTS_A_RUN;
  }

  /** The number of stored runs. */
  public int runs() {
    Integer runs = jdbc.queryForObject("select count(*) from foliot_run", Integer.class);
    return runs == null ? 0 : runs;
  }

  /** All readings are delivered again. */
  public void reset() {
    jdbc.update("delete from foliot_journal");
    jdbc.update("delete from foliot_run");
    jdbc.update("update foliot_checkpoint set position = 0");
  }

  /**
   * Lets the engine deliver the readings.
   *
   * @param handled is called for each of them
   */
  public void start(Runnable handled) {
    heard.handled = handled;
    application.getBean(Engine.class).start();
  }

  public void stop() {
    application.getBean(Engine.class).stop();
  }

  public DataSource database() {
    return application.getBean(DataSource.class);
  }

  @Override
  public void close() {
    application.close();
  }
}
