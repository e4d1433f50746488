package dev.foliot.workflow.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.time.SteppableClock;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunReport;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.Workflows;
import dev.foliot.workflow.trigger.CancelOn;
import dev.foliot.workflow.trigger.Concurrency;
import dev.foliot.workflow.trigger.Throttle;
import dev.foliot.workflow.trigger.Trigger;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ApplicationContext;

/** The SQL of runs with the settings of H2, and on one connection. */
class H2ModesTests {
  /** Waits for an event and for a time, and starts a child. */
  @Workflow(name = "of-modes")
  @Trigger(event = Approval.Asked.class, input = "event.id")
  @CancelOn(event = Approval.Asked.class, when = "event.id == run.input")
  @Concurrency(limit = 1)
  @Throttle(limit = 100, period = "1s")
  static class OfModes implements DurableFunction<String, String> {
    @Override
    public String run(WorkflowContext ctx, String input) {
      ctx.step("one", String.class, step -> "1");
      ctx.wait("short", Duration.ofMinutes(1));
      ctx.waitForEvent("never", EventWait.of(Approval.Asked.class).within(Duration.ofMinutes(5)));
      return ctx.invoke("child", Approval.class, input, String.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MODE=LEGACY",
        "MODE=DB2",
        "MODE=HSQLDB",
        "MODE=MariaDB",
        "MODE=MySQL",
        "MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
        "DATABASE_TO_UPPER=FALSE",
        "DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
        "NON_KEYWORDS=VALUE,KEY,USER,YEAR,LIMIT;TIME ZONE=Asia/Kolkata",
        "INIT=SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        "INIT=CREATE SCHEMA IF NOT EXISTS \"my %'s \"\"App\"\\;SET SCHEMA \"my %'s \"\"App\""
      })
  void runsWorkWith(String settings) {
    WorkflowRunner.withApproval()
        .withBean(OfModes.class)
        .withPropertyValues(
            "spring.datasource.url=jdbc:h2:mem:modes-%s;%s;DB_CLOSE_DELAY=-1"
                .formatted(settings.hashCode(), settings))
        .run(H2ModesTests::useEverything);
  }

  @Test
  void oneConnectionIsEnough() {
    WorkflowRunner.withApproval()
        .withBean(OfModes.class)
        .withPropertyValues(
            "spring.datasource.url=jdbc:h2:mem:one-connection;DB_CLOSE_DELAY=-1",
            "spring.datasource.hikari.maximum-pool-size=1",
            "spring.datasource.hikari.connection-timeout=1000")
        .run(
            context -> {
              assertThat(context.getBean(DataSource.class)).isInstanceOf(HikariDataSource.class);
              useEverything(context);
            });
  }

  private static void useEverything(ApplicationContext context) {
    Workflows workflows = context.getBean(Workflows.class);
    Approval.startAndRun(context, RunOptions.id("a-1"));
    workflows.completeCallback("a-1/" + callback(workflows), "yes");
    workflows.start(OfModes.class, "x", RunOptions.id("m-1"));
    workflows.start(OfModes.class, "y", RunOptions.id("m-2"));
    run(context);
    workflows.send(new Approval.Asked("y"));
    run(context);

    assertThat(workflows.handle("a-1").status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(workflows.handle("m-2").status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(workflows.list(RunFilter.all())).isNotEmpty();
    assertThat(workflows.show("m-1").orElseThrow().journal()).isNotEmpty();
    workflows.start(Approval.class, "z", RunOptions.id("a-2"));
    run(context);
    String saved = workflows.export("a-2").orElseThrow();
    workflows.handle("m-1").terminate();
    assertThat(workflows.restore(saved, RunOptions.id("a-3")).status()).isNotNull();
    assertThat(workflows.fork("m-1", "one", RunOptions.id("m-4")).status()).isNotNull();
    run(context);
    context.getBean(SteppableClock.class).advance(Duration.ofDays(60));
    run(context);
  }

  private static String callback(Workflows workflows) {
    return workflows.show("a-1").orElseThrow().journal().stream()
        .filter(entry -> entry.kind().equals("Callback"))
        .map(RunReport.Entry::operation)
        .findFirst()
        .orElseThrow();
  }

  private static void run(ApplicationContext context) {
    Engine.inTestMode(context.getBean(Domain.class)).runUntilIdle();
  }
}
