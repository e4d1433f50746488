package dev.foliot.test.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.test.flow.Limited.Batched;
import dev.foliot.test.flow.Limited.Order;
import dev.foliot.test.workflows.CountStatements;
import dev.foliot.test.workflows.RunDatabase;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.Workflows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** How many statements flow control adds to a start. */
class FlowBudgetIntegrationTests {
  private ConfigurableApplicationContext node;
  private CountStatements count;

  @BeforeEach
  void begin() {
    List<String> properties = new ArrayList<>(RunDatabase.fresh().properties());
    properties.add("--test.count-statements=true");
    properties.add("--foliot.engine.enabled=false");
    properties.add("--foliot.test.active=true"); // its clock stands still: no batch ends
    node =
        new SpringApplicationBuilder(FlowApplication.class)
            .web(WebApplicationType.NONE)
            .run(properties.toArray(String[]::new));
    count = (CountStatements) node.getBean(DataSource.class);
  }

  @AfterEach
  void end() {
    node.close();
  }

  /** The statements of a second start with the same key, with the commit. */
  private List<String> statements(Class<? extends Limited> workflow) {
    return statements(
        workflows -> workflows.start(workflow, Order.of("c", "warm")),
        workflows -> workflows.start(workflow, Order.of("c", "o-1"), RunOptions.id("o-1")));
  }

  private List<String> statements(
      Consumer<Workflows> first, Function<Workflows, RunHandle<?>> second) {
    Workflows workflows = node.getBean(Workflows.class);
    first.accept(workflows);
    count.reset();
    TransactionTemplate transaction =
        new TransactionTemplate(node.getBean(PlatformTransactionManager.class));
    RunHandle<?> run = transaction.execute(open -> second.apply(workflows));
    List<String> statements = count.of(Thread.currentThread());
    assertThat(run.status()).as("the start is admitted").isEqualTo(RunStatus.PENDING);
    assertThat(statements).endsWith(CountStatements.COMMIT);
    return statements;
  }

  /** The start is one statement, and locks nothing. */
  @Test
  void limitsOfExecutionAddNothing() {
    assertThat(statements(Limited.Both.class)).hasSize(2);
  }

  @Test
  void policyAddsOneStatement() {
    assertThat(statements(Limited.Rated.class)).hasSize(3);
  }

  /** A new key costs no more than a known one. */
  @ParameterizedTest
  @ValueSource(
      classes = {
        Limited.Rated.class,
        Limited.Single.class,
        Limited.Newest.class,
        Limited.Once.class,
        Limited.Debounced.class
      })
  void newKeyAddsOneStatement(Class<? extends Limited> workflow) {
    List<String> statements =
        statements(
            workflows -> workflows.start(workflow, Order.of("c", "warm")),
            workflows -> workflows.start(workflow, Order.of("d", "o-1")));

    assertThat(statements).hasSize(3);
  }

  @Test
  void newBatchAddsOneStatement() {
    List<String> statements =
        statements(
            workflows -> workflows.start(Batched.class, List.of(Order.of("c", "warm"))),
            workflows -> workflows.start(Batched.class, List.of(Order.of("d", "o-1"))));

    assertThat(statements).hasSize(3);
  }

  @Test
  void severalPoliciesAddOneStatement() {
    assertThat(statements(Limited.Several.class)).hasSize(3);
  }

  /** The run that is replaced ends in the statement that inserts the new one. */
  @Test
  void debouncedStartOfABurstAddsOneStatement() {
    assertThat(statements(Limited.Debounced.class)).hasSize(3);
  }

  /** The input of the batch is read under a lock, because other starts may have changed it. */
  @Test
  void joinOfABatchReadsItsInput() {
    List<String> statements =
        statements(
            workflows -> workflows.start(Batched.class, List.of(Order.of("c", "warm"))),
            workflows -> workflows.start(Batched.class, List.of(Order.of("c", "o-1"))));

    assertThat(statements).hasSize(4);
  }

  /** The cancellation of a run has statements of its own. */
  @Test
  void newestSingletonAddsACancellation() {
    assertThat(statements(Limited.Newest.class)).hasSize(3 + 3);
  }
}
