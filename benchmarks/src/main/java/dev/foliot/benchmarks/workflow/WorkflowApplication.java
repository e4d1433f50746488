package dev.foliot.benchmarks.workflow;

import dev.foliot.benchmarks.application.StartApplication;
import dev.foliot.benchmarks.database.Database;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The workflows of this package, on JDBC alone. */
@SpringBootApplication
class WorkflowApplication {

  /** Starts it on a new database, with further beans; the engine waits to be started. */
  static ConfigurableApplicationContext start(
      Database database, ApplicationContextInitializer<GenericApplicationContext> beans) {
    return StartApplication.withoutJpa(
        WorkflowApplication.class, beans, database, "foliot.engine.enabled=false");
  }
}
