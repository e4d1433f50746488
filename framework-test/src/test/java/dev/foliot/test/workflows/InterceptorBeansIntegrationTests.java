package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowInterceptor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Interceptors that are beans see the runs of the application (A48). */
class InterceptorBeansIntegrationTests extends WorkflowTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Autowired Recorder recorder;

  @TestConfiguration
  static class Interceptors {
    @Bean
    @Order(1)
    WorkflowInterceptor faulty() {
      return new WorkflowInterceptor() {
        @Override
        public void operationStart(OperationInfo operation) {
          throw new IllegalStateException("faulty");
        }
      };
    }

    /** Its failed transaction would take that of a step with it. */
    @Bean
    @Order(2)
    WorkflowInterceptor rollingBack(PlatformTransactionManager manager) {
      TransactionTemplate joined = new TransactionTemplate(manager);
      return new WorkflowInterceptor() {
        @Override
        public void attemptStart(AttemptInfo attempt) {
          joined.executeWithoutResult(
              status -> {
                throw new IllegalStateException("no audit");
              });
        }

        @Override
        public void attemptEnd(AttemptInfo attempt) {
          attemptStart(attempt);
        }
      };
    }

    @Bean
    @Order(3)
    Recorder recorder() {
      return new Recorder();
    }
  }

  /** Records what it sees. */
  static final class Recorder implements WorkflowInterceptor {
    final List<String> seen = new CopyOnWriteArrayList<>();
    final List<String> attempts = new CopyOnWriteArrayList<>();
    final List<String> results = new CopyOnWriteArrayList<>();

    @Override
    public void invocationStart(InvocationInfo invocation) {
      seen.add(invocation.run().runId() + " first=" + invocation.isFirst());
    }

    @Override
    public void operationStart(OperationInfo operation) {
      seen.add(operation.name() + " replay=" + operation.isReplay());
    }

    @Override
    public void operationEnd(OperationInfo operation) {
      seen.add(operation.name() + " " + operation.status());
    }

    @Override
    public void attemptEnd(AttemptInfo attempt) {
      attempts.add(attempt.operation().name() + " " + attempt.outcome());
    }

    @Override
    public void invocationEnd(InvocationInfo invocation) {
      seen.add(invocation.status().name());
      results.add(String.valueOf(invocation.result()));
    }
  }

  @BeforeEach
  void forget() {
    recorder.seen.clear();
    recorder.attempts.clear();
    recorder.results.clear();
  }

  @Test
  void seeTheRunsOfTheEngine() {
    code(
        (ctx, input) -> {
          ctx.step("one", String.class, step -> "1");
          ctx.wait("pause", HOUR);
          return input;
        });
    start("r-1");

    engine.runUntilIdle();

    assertThat(recorder.seen)
        .containsExactly(
            "r-1 first=true",
            "one replay=false",
            "one SUCCEEDED",
            "pause replay=false",
            "WAITING",
            "r-1 first=false",
            "pause SUCCEEDED",
            "SUCCEEDED");
    assertThat(recorder.results).containsExactly("null", "\"in\"");
  }

  @Test
  void seeARefusedCommitAsOneFailedAttempt() {
    code(
        (ctx, input) ->
            ctx.step(
                "write",
                String.class,
                StepOptions.transactional().withRetry(RetryPolicy.none()),
                step -> {
                  TransactionSynchronizationManager.registerSynchronization(
                      new TransactionSynchronization() {
                        @Override
                        public void beforeCommit(boolean readOnly) {
                          throw new IllegalStateException("late");
                        }
                      });
                  return input;
                }));
    start("r-1");

    engine.runUntilIdle();

    assertThat(recorder.attempts).containsExactly("write FAILED");
  }

  @Test
  void doNotRollBackATransactionalStep() {
    code(
        (ctx, input) -> {
          ctx.command("receive", new Stock.Receive("p-1"));
          return ctx.step(
              "write",
              String.class,
              StepOptions.transactional().withRetry(RetryPolicy.none()),
              step -> input + "!");
        });
    RunHandle<String> run = start("r-1");

    engine.runUntilIdle();

    assertThat(run.error()).isEmpty();
    assertThat(run.result()).contains("in!");
    assertThat(recorder.attempts).containsExactly("receive SUCCEEDED", "write SUCCEEDED");
  }

  @Test
  void seeAnOutcomeAgainThatWasNotStored() {
    code(
        (ctx, input) -> {
          String one = ctx.step("one", String.class, step -> "1");
          if (ctx.info().invocation() == 1) {
            jdbc.update(
                "update foliot_run set fence = fence + 1"); // another node has taken it over
          }
          return one;
        });
    start("r-1");

    engine.runUntilIdle();

    assertThat(recorder.seen)
        .containsExactly(
            "r-1 first=true",
            "one replay=false",
            "one SUCCEEDED",
            "SUCCEEDED",
            "r-1 first=false",
            "one replay=false",
            "one SUCCEEDED",
            "SUCCEEDED");
  }
}
