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
            "Foliot",
            "FoliotJpa",
            "FoliotValidation",
            "actuate.FoliotEndpoint",
            "actuate.FoliotHealth",
            "actuate.FoliotMetrics",
            "actuate.FoliotObservation",
            "actuate.FoliotTracing")
        .map("dev.foliot.autoconfigure.%sAutoConfiguration"::formatted)
        .collect(Collectors.joining(","));
  }
}
