package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.Workflows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Starts in transactions of an application without JPA, whose engine has one thread for runs. */
class StartsOnThreadsIntegrationTests {
  private static final Duration LONG = Duration.ofMinutes(2);

  private ConfigurableApplicationContext node;
  private Workflows workflows;
  private TransactionTemplate transactions;

  @BeforeEach
  void begin() {
    List<String> properties = new ArrayList<>(RunDatabase.fresh().properties());
    properties.add("--foliot.engine.poll-interval=20ms");
    properties.add("--foliot.workflow.threads=1");
    properties.add(
        "--spring.autoconfigure.exclude=org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration,org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration");
    node =
        new SpringApplicationBuilder(WorkflowsApplication.class)
            .web(WebApplicationType.NONE)
            .run(properties.toArray(String[]::new));
    workflows = node.getBean(Workflows.class);
    transactions = new TransactionTemplate(node.getBean(PlatformTransactionManager.class));
    start("warm");
    assertThat(workflows.handle("warm").await(LONG)).isEqualTo(RunStatus.SUCCEEDED);
  }

  @AfterEach
  void end() {
    node.close();
  }

  private void start(String id) {
    workflows.start(Scripted.class, id, RunOptions.id(id));
  }

  private Integer rows() {
    JdbcTemplate jdbc = node.getBean(JdbcTemplate.class);
    return CompletableFuture.supplyAsync(
            () ->
                jdbc.queryForObject(
                    "select count(*) from foliot_run where id = 'r-1'", Integer.class))
        .join();
  }

  @Test
  void startAfterACommitIsStoredAtOnce() {
    List<Integer> stored = new CopyOnWriteArrayList<>();
    transactions.executeWithoutResult(
        status ->
            TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                  @Override
                  public void afterCommit() {
                    start("r-1");
                    stored.add(rows());
                  }
                }));

    assertThat(stored).containsExactly(1);
    assertThat(workflows.handle("r-1").await(LONG)).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void startUndoneToASavepointRunsNothing() {
    List<String> ran = new CopyOnWriteArrayList<>();
    node.getBean(Scripted.class).code =
        (ctx, input) -> {
          ran.add(input);
          return input;
        };
    TransactionTemplate nested =
        new TransactionTemplate(node.getBean(PlatformTransactionManager.class));
    nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);

    transactions.executeWithoutResult(
        outer ->
            assertThatThrownBy(
                    () ->
                        nested.executeWithoutResult(
                            inner -> {
                              start("r-1");
                              throw new IllegalStateException("undone");
                            }))
                .hasMessage("undone"));
    start("r-2");

    assertThat(workflows.handle("r-2").await(LONG)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(ran).containsExactly("r-2");
    assertThat(rows()).isZero();
  }

  @Test
  void forgottenRunIsFoundAgain() {
    node.getBean(Scripted.class).code =
        (ctx, input) -> {
          if (input.equals("r-1") && ctx.info().invocation() == 1) {
            update("update foliot_run set fence = fence + 1 where id = 'r-1'");
          }
          return input;
        };

    start("r-1");

    assertThat(workflows.handle("r-1").await(LONG)).isEqualTo(RunStatus.SUCCEEDED);
  }

  private void update(String sql) {
    node.getBean(JdbcTemplate.class).update(sql);
  }
}
