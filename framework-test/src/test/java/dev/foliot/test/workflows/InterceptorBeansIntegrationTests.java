package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.workflow.WorkflowInterceptor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

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

    @Bean
    @Order(2)
    Recorder recorder() {
      return new Recorder();
    }
  }

  /** Records what it sees. */
  static final class Recorder implements WorkflowInterceptor {
    final List<String> seen = new CopyOnWriteArrayList<>();

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
    public void invocationEnd(InvocationInfo invocation) {
      seen.add(invocation.status().name());
    }
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
  }
}
