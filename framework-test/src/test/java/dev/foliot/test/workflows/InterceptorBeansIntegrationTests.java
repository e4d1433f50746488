package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.eventstore.EventStore;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.test.workflow.ThrowingInterceptor;
import dev.foliot.test.workflows.Greeting.Person;
import dev.foliot.work.WorkDone;
import dev.foliot.work.WorkListener;
import dev.foliot.workflow.DurableFuture;
import dev.foliot.workflow.EmittedEvent;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowInterceptor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
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
  @Autowired ThrowingInterceptor faulty;
  @Autowired Transforming first;
  @Autowired Transforming second;
  @Autowired Rewriting rewriting;
  @Autowired FailingListener listener;
  @Autowired EventStore log;

  @TestConfiguration
  static class Interceptors {
    @Bean
    @Order(1)
    ThrowingInterceptor faulty() {
      return new ThrowingInterceptor();
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

    /** Its failed transaction would take that of a step, or of a caller, with it. */
    @Bean
    @Order(3)
    WorkflowInterceptor failingToTransform(PlatformTransactionManager manager) {
      TransactionTemplate joined = new TransactionTemplate(manager);
      return new WorkflowInterceptor() {
        @Override
        public Object transformInput(InputInfo start, Object input) {
          return joined.execute(
              status -> {
                throw new IllegalStateException("no key");
              });
        }

        @Override
        public Object transformOutput(OutputInfo info, Object output) {
          return transformInput(null, output);
        }

        @Override
        public Object transformEvent(EventInfo info, Object event) {
          return transformInput(null, event);
        }
      };
    }

    @Bean
    @Order(4)
    Transforming first() {
      return new Transforming();
    }

    @Bean
    @Order(5)
    Transforming second() {
      return new Transforming();
    }

    @Bean
    @Order(6)
    Recorder recorder() {
      return new Recorder();
    }

    @Bean
    @Order(7)
    Rewriting rewriting() {
      return new Rewriting();
    }

    @Bean
    FailingListener failingListener() {
      return new FailingListener();
    }
  }

  /** Receives the steps of works, and throws if a test wants it. */
  static final class FailingListener implements WorkListener {
    volatile boolean fails;

    @Override
    public void done(Supplier<WorkDone> done) {
      if (fails) {
        throw new LinkageError("no metrics");
      }
    }
  }

  /** Replaces inputs and events, if a test wants it. */
  static final class Rewriting implements WorkflowInterceptor {
    volatile UnaryOperator<Object> rewrite = value -> value;

    @Override
    public Object transformInput(InputInfo start, Object input) {
      return rewrite.apply(input);
    }

    @Override
    public Object transformEvent(EventInfo info, Object event) {
      return rewrite.apply(event);
    }
  }

  /** The output of a step or of the function, which has no name. */
  record Output(String step, String text) {}

  /** Appends a mark to texts, if a test wants it. */
  static final class Transforming implements WorkflowInterceptor {
    final List<Output> outputs = new CopyOnWriteArrayList<>();
    volatile String mark = "";

    @Override
    public Object transformInput(InputInfo start, Object input) {
      return input + mark;
    }

    @Override
    public Object transformOutput(OutputInfo info, Object output) {
      AttemptInfo step = info.step();
      String name = step == null ? "" : step.operation().name();
      outputs.add(new Output(name, String.valueOf(output)));
      return output instanceof String text ? text + mark : output;
    }

    @Override
    public Object transformEvent(EventInfo info, Object event) {
      return event instanceof Stock.Reserved reserved
          ? new Stock.Reserved(reserved.product(), reserved.order() + mark)
          : event;
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
    faulty.called().clear();
    recorder.seen.clear();
    recorder.attempts.clear();
    recorder.results.clear();
    rewriting.rewrite = value -> value;
    listener.fails = false;
    List.of(first, second)
        .forEach(
            each -> {
              each.mark = "";
              each.outputs.clear();
            });
  }

  @Test
  void a48SeeTheRunsOfTheEngineIfOneThrows() {
    code(
        (ctx, input) -> {
          ctx.child("in", String.class, in -> in.step("one", String.class, step -> "1"));
          ctx.emit(new Stock.Reserved("p-1", "o-1"));
          ctx.wait("pause", HOUR);
          return input;
        });
    start("r-1");

    engine.runUntilIdle();

    assertThat(faulty.called()).containsExactlyInAnyOrder(ThrowingInterceptor.methods());
    assertThat(recorder.seen)
        .containsExactly(
            "r-1 first=true",
            "in replay=false",
            "one replay=false",
            "one SUCCEEDED",
            "in SUCCEEDED",
            "pause replay=false",
            "WAITING",
            "r-1 first=false",
            "pause SUCCEEDED",
            "SUCCEEDED");
    assertThat(recorder.results).containsExactly("null", "\"in\"");
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void listenerThatThrowsChangesNothing(CapturedOutput output) {
    code((ctx, input) -> ctx.info().round() == 0 ? ctx.continueAsNew("next") : input);
    RunHandle<String> run = start("r-1");
    listener.fails = true;

    engine.runUntilIdle();

    assertThat(run.result()).contains("next");
    assertThat(output)
        .contains("A listener of works failed; run=r-1 continues")
        .doesNotContain("could not be stored");
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

  @Test
  void i14SeeEachOutputOnce() {
    code(
        (ctx, input) -> {
          DurableFuture<String> one = ctx.stepAsync("1.1", String.class, step -> "1.1");
          DurableFuture<String> two = ctx.stepAsync("1.2", String.class, step -> "1.2");
          one.get();
          two.get();
          ctx.wait("pause", HOUR);
          ctx.step("converge", step -> {});
          return "2 (fn)";
        });
    start("r-1");

    engine.runUntilIdle();

    assertThat(first.outputs)
        .containsExactlyInAnyOrder(
            new Output("1.1", "1.1"),
            new Output("1.2", "1.2"),
            new Output("", "2 (fn)"),
            new Output("converge", "null"))
        .isEqualTo(second.outputs);
  }

  @Test
  void transformWhatIsStored() {
    first.mark = "1";
    second.mark = "2";
    code(
        (ctx, input) -> {
          String row = ctx.step("row", String.class, StepOptions.transactional(), step -> "row");
          ctx.emit(new Stock.Reserved("p-1", "emitted"));
          ctx.publish("tell", new Stock.Reserved("p-1", "published"));
          ctx.wait("pause", HOUR);
          return ctx.info().round() == 0 ? ctx.continueAsNew("next " + row) : input + " " + row;
        });

    inTransaction(() -> start("r-1"));
    inTransaction(() -> workflows.send(new Stock.Reserved("p-1", "sent")));
    engine.runUntilIdle();

    RunHandle<String> run = workflows.handle("r-1", Scripted.class);
    assertThat(run.error()).isEmpty();
    assertThat(run.result()).contains("next row1212 row1212");
    assertThat(workflows.show("r-1").orElseThrow().input()).isEqualTo("\"next row1212\"");
    assertThat(workflows.events("r-1", 0, 10))
        .extracting(EmittedEvent::value)
        .contains(new Stock.Reserved("p-1", "emitted12"));
    assertThat(orders()).containsExactlyInAnyOrder("sent12", "published12", "published12");
  }

  @Test
  void cannotMakeAStartFail() {
    Person jane = new Person("p-1", "jane@example.org");
    rewriting.rewrite = value -> value instanceof Person ? new Person("p-1", null) : value;
    workflows.start(Greeting.class, jane, RunOptions.id("incomplete"));
    rewriting.rewrite =
        value ->
            value instanceof Open.Case ? new Open.Case("c", Map.of("at", Instant.EPOCH)) : value;
    workflows.start(Open.class, new Open.Case("c", Map.of("at", "noon")), RunOptions.id("changed"));

    assertThat(workflows.show("incomplete").orElseThrow().input()).contains("\"id\":\"p-1\"");
    assertThat(workflows.show("changed").orElseThrow().input()).contains("noon");
  }

  @Test
  void cannotMakeAnEventFail() {
    code(
        (ctx, input) -> {
          ctx.publish("tell", new Stock.Reserved("p-1", "published"));
          return "told";
        });
    rewriting.rewrite =
        value ->
            value instanceof Stock.Reserved reserved
                ? new Stock.Reserved(reserved.product(), null)
                : value;
    RunHandle<String> run = start("r-1");
    workflows.send(new Stock.Reserved("p-1", "sent"));
    engine.runUntilIdle();

    assertThat(run.error()).isEmpty();
    assertThat(orders()).containsExactlyInAnyOrder("sent", "published");
  }

  private List<String> orders() {
    return log.readAll(0, 10).stream()
        .map(event -> ((Stock.Reserved) event.payload()).order())
        .toList();
  }
}
