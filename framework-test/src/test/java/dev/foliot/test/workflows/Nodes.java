package dev.foliot.test.workflows;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.Workflows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Applications on one database. */
final class Nodes implements AutoCloseable {
  /** For a node whose lease a test lets expire. */
  static final String SHORT_LEASE = "--foliot.engine.lease=2s";

  /** For a node whose engine a test starts, when its workflow has the code of the test. */
  static final String NO_ENGINE = "--foliot.engine.enabled=false";

  static final Duration LONG = Duration.ofMinutes(2);

  private final RunDatabase database;
  private final List<Node> nodes = new ArrayList<>();

  Nodes(RunDatabase database) {
    this.database = database;
  }

  /** An application. */
  static final class Node {
    final ConfigurableApplicationContext context;
    final Workflows workflows;
    final Scripted scripted;
    final JdbcTemplate jdbc;

    Node(ConfigurableApplicationContext context) {
      this.context = context;
      this.workflows = context.getBean(Workflows.class);
      this.scripted = context.getBean(Scripted.class);
      this.jdbc = context.getBean(JdbcTemplate.class);
    }

    RunHandle<String> start(String id) {
      return workflows.start(Scripted.class, id, RunOptions.id(id));
    }

    RunHandle<String> handle(String id) {
      return workflows.handle(id, Scripted.class);
    }

    Engine engine() {
      return context.getBean(Engine.class);
    }

    /** An engine that a test steps. */
    Engine stepped() {
      return Engine.inTestMode(context.getBean(Domain.class));
    }

    <T extends DataSource> T dataSource(Class<T> type) {
      return type.cast(context.getBean(DataSource.class));
    }
  }

  /** Starts an application whose engine runs on threads. */
  Node running(String... more) {
    List<String> properties = new ArrayList<>(List.of(more));
    properties.add("--foliot.engine.poll-interval=20ms");
    return start(properties);
  }

  /** Starts an application whose engine is stepped. */
  Node stepped(String... more) {
    List<String> properties = new ArrayList<>(List.of(more));
    properties.add("--foliot.test.active=true");
    properties.add("--foliot.engine.enabled=false");
    return start(properties);
  }

  private Node start(List<String> more) {
    List<String> properties = new ArrayList<>(database.properties());
    properties.addAll(more);
    Node node =
        new Node(
            new SpringApplicationBuilder(WorkflowsApplication.class)
                .web(WebApplicationType.NONE)
                .run(properties.toArray(String[]::new)));
    nodes.add(node);
    return node;
  }

  @Override
  public void close() {
    nodes.forEach(each -> each.context.close());
  }
}
