package dev.foliot.benchmarks.order;

import dev.foliot.benchmarks.application.StartApplication;
import dev.foliot.benchmarks.database.Database;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Foliot with orders and a listener, on JPA. */
@SpringBootApplication
public class OrderApplication {

  /** Starts it on a new database. */
  public static ConfigurableApplicationContext start(Database database) {
    return StartApplication.of(OrderApplication.class, database, database.newDatabase());
  }
}
