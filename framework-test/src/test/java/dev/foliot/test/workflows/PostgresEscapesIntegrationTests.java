package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.Workflows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A server for which a backslash begins an escape in each text. */
class PostgresEscapesIntegrationTests {
  private static final Duration LONG = Duration.ofMinutes(2);

  private final RunDatabase database = RunDatabase.fresh();
  private final List<ConfigurableApplicationContext> nodes = new ArrayList<>();

  private ConfigurableApplicationContext node(String property) {
    List<String> properties = new ArrayList<>(database.properties());
    properties.replaceAll(
        each ->
            each.startsWith("--spring.datasource.url=")
                ? each
                    + (each.contains("?") ? "&" : "?")
                    + "options=-c%20standard_conforming_strings=off"
                : each);
    properties.add(property);
    ConfigurableApplicationContext node =
        new SpringApplicationBuilder(WorkflowsApplication.class)
            .web(WebApplicationType.NONE)
            .run(properties.toArray(String[]::new));
    nodes.add(node);
    return node;
  }

  @AfterEach
  void end() {
    nodes.forEach(ConfigurableApplicationContext::close);
  }

  /** The ids of the runs that a node executes are part of the SQL of its claims. */
  @Test
  void runsAreClaimedBesideAnyId() throws InterruptedException {
    ConfigurableApplicationContext busy = node("--foliot.engine.poll-interval=50ms");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    busy.getBean(Scripted.class).code =
        (ctx, input) -> {
          if (input.equals("long")) {
            begun.countDown();
            end.await();
          }
          return input;
        };
    Workflows workflows = busy.getBean(Workflows.class);
    var held = workflows.start(Scripted.class, "long", RunOptions.id("back\\slash's \\"));
    begun.await();

    node("--foliot.engine.enabled=false")
        .getBean(Workflows.class)
        .start(Scripted.class, "short", RunOptions.id("from-another-node"));

    assertThat(workflows.handle("from-another-node").await(LONG)).isEqualTo(RunStatus.SUCCEEDED);
    end.countDown();
    assertThat(held.await(LONG)).isEqualTo(RunStatus.SUCCEEDED);
  }
}
