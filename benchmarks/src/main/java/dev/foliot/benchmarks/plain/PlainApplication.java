package dev.foliot.benchmarks.plain;

import dev.foliot.benchmarks.application.StartApplication;
import dev.foliot.benchmarks.database.Database;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Spring Boot with JPA, an entity and a repository. */
@SpringBootApplication
public class PlainApplication {

  /** Starts it on a new database. */
  public static ConfigurableApplicationContext start(Database database) {
    return StartApplication.of(
        PlainApplication.class,
        database,
        database.newDatabase(),
        "spring.autoconfigure.exclude=" + foliot());
  }

  private static String foliot() {
    return Stream.of(
            "", "Endpoint", "Health", "Jpa", "Metrics", "Observation", "Tracing", "Validation")
        .map("dev.foliot.autoconfigure.Foliot%sAutoConfiguration"::formatted)
        .collect(Collectors.joining(","));
  }
}
