package dev.foliot.benchmarks.account;

import dev.foliot.benchmarks.application.StartApplication;
import dev.foliot.benchmarks.database.Database;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Foliot with accounts, on JDBC alone. */
@SpringBootApplication
public class AccountApplication {

  /** Starts it without an engine on a new database; further properties are {@code key=value}. */
  public static ConfigurableApplicationContext start(Database database, String... properties) {
    return start(database, context -> {}, properties);
  }

  /** Starts it with further beans. */
  public static ConfigurableApplicationContext start(
      Database database,
      ApplicationContextInitializer<GenericApplicationContext> beans,
      String... properties) {
    List<String> all = new ArrayList<>(List.of("foliot.engine.enabled=false"));
    all.addAll(List.of(properties));
    return StartApplication.withoutJpa(
        AccountApplication.class, beans, database, all.toArray(String[]::new));
  }
}
