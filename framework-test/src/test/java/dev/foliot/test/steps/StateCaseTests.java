package dev.foliot.test.steps;

import static dev.foliot.test.FoliotAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.step.RunSnapshot;
import dev.foliot.workflow.step.StartEvent;
import dev.foliot.workflow.step.Step;
import dev.foliot.workflow.step.StepContext;
import dev.foliot.workflow.step.Stop;
import dev.foliot.workflow.step.UnknownEventClassException;
import dev.foliot.workflow.step.UnstorableStateException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The state that steps share, and saved runs. */
class StateCaseTests {
  record Count() implements StartEvent {}

  record Counter(int count) {
    Counter() {
      this(0);
    }
  }

  static class Counting {
    // docs: state
    @Step
    Stop<String> count(Count count, StepContext<Counter> ctx) {
      Counter now = ctx.edit(counter -> new Counter(counter.count() + 1));
      return new Stop<>(now.count() == 1 ? "done" : "done again");
    }
    // docs: end
  }

  // docs: edit
  @Test
  void editsTypedState() { // L5
    WorkflowResult<Object> result = WorkflowTestRunner.of(new Counting()).run(new Count());

    assertThat(result).hasResult("done");
    assertThat(result.state(Counter.class)).isEqualTo(new Counter(1));
  }

  // docs: end

  // docs: restore
  @Test
  void keepsTheStateForANewRun() { // L6
    String saved = WorkflowTestRunner.of(new Counting()).run(new Count()).snapshot();

    WorkflowResult<Object> result =
        WorkflowTestRunner.of(new Counting()).restore(RunSnapshot.of(saved)).run(new Count());

    assertThat(result).hasResult("done again");
    assertThat(result.state(Counter.class)).isEqualTo(new Counter(2));
  }

  // docs: end

  @Test
  void countsOverThreeRuns() { // L14
    WorkflowTestRunner<StartEvent, Object> runner = WorkflowTestRunner.of(new Counting());

    for (int i = 1; i <= 3; i++) {
      WorkflowResult<Object> result = runner.run(new Count());
      assertThat(result.state(Counter.class)).isEqualTo(new Counter(i));
      runner.restore(RunSnapshot.of(result.snapshot()));
    }
  }

  @Test
  void beginsAnewWithoutASavedRun() {
    WorkflowTestRunner<StartEvent, Object> runner = WorkflowTestRunner.of(new Counting());

    runner.run(new Count());

    assertThat(runner.run(new Count()).state(Counter.class)).isEqualTo(new Counter(1));
  }

  static class ByPath {
    static final RetryPolicy ONCE = RetryPolicy.none();

    @Step
    Counter prepare(Count count, StepContext<Map<String, Object>> ctx) {
      ctx.set("customer.address.city", "Bern");
      ctx.set("lines", List.of(Map.of("price", 3)));
      ctx.set("lines.0.price", 4);
      return new Counter(1);
    }

    @Step(retry = "ONCE")
    Stop<String> read(Counter counter, StepContext<Map<String, Object>> ctx) {
      assertThat(ctx.get("customer.address.street", String.class)).isEmpty();
      assertThat(ctx.get("lines.0.price", int.class)).contains(4);
      assertThat(ctx.state()).containsKeys("customer", "lines");
      return new Stop<>(ctx.get("customer.address.city", String.class).orElseThrow());
    }
  }

  @Test
  void readsAndWritesByPath() {
    assertThat(WorkflowTestRunner.of(new ByPath()).run(new Count())).hasResult("Bern");
  }

  record Invoice(BigDecimal net, BigDecimal tax, double ratio, String name) {
    Invoice() {
      this(new BigDecimal("12345678901234567.89"), BigDecimal.ZERO, 0, "");
    }
  }

  static class Invoicing {
    @Step
    Stop<BigDecimal> change(Count count, StepContext<Invoice> ctx) {
      ctx.set("tax", new BigDecimal("1000.00"));
      ctx.set("ratio", 2);
      ctx.set("name", "Ada");
      return new Stop<>(ctx.get("net", BigDecimal.class).orElseThrow());
    }
  }

  @Test
  void keepsAllDigitsOfOtherValues() {
    BigDecimal net = new BigDecimal("12345678901234567.89");

    WorkflowResult<Object> result = WorkflowTestRunner.of(new Invoicing()).run(new Count());

    assertThat(result).hasResult(net);
    assertThat(result.state(Invoice.class))
        .isEqualTo(new Invoice(net, new BigDecimal("1000.00"), 2, "Ada"));
  }

  static class Rounding {
    static final RetryPolicy ONCE = RetryPolicy.none();

    @Step(retry = "ONCE")
    Stop<Integer> round(Count count, StepContext<Invoice> ctx) {
      ctx.set("ratio", new BigDecimal("12345678901234567.89"));
      return new Stop<>(1);
    }
  }

  @Test
  void refusesAValueWhosePlaceHasFewerDigits() {
    assertThat(WorkflowTestRunner.of(new Rounding()).run(new Count()))
        .hasError(UnstorableStateException.class)
        .hasErrorContaining("ratio: the state has no place for this value");
  }

  static class Held {
    public Map<String, Object> connections = new java.util.TreeMap<>();
    public int count;
  }

  static class Holding {
    static final RetryPolicy ONCE = RetryPolicy.none();
    Optional<Throwable> refused = Optional.empty();

    @Step(retry = "ONCE")
    Stop<Integer> hold(Count count, StepContext<Held> ctx) {
      ctx.edit(
          held -> {
            held.count = 7;
            return held;
          });
      try {
        ctx.edit(
            held -> {
              held.count = 8;
              held.connections.put("main", Thread.currentThread());
              return held;
            });
      } catch (UnstorableStateException e) {
        refused = Optional.of(e);
      }
      return new Stop<>(ctx.state().count);
    }
  }

  @Test
  void namesTheValueThatCannotBeSavedByItsPath() { // L7
    Holding workflow = new Holding();

    WorkflowResult<Object> result = WorkflowTestRunner.of(workflow).run(new Count());

    assertThat(result).hasResult(7);
    assertThat(workflow.refused)
        .get()
        .asString()
        .contains("state.connections.main is java.lang.Thread");
  }

  static class NoPlace {
    static final RetryPolicy ONCE = RetryPolicy.none();

    @Step(retry = "ONCE")
    Stop<Integer> set(Count count, StepContext<Counter> ctx) {
      ctx.set("total", 1);
      return new Stop<>(1);
    }
  }

  @Test
  void refusesAPathWithoutAPlace() {
    assertThat(WorkflowTestRunner.of(new NoPlace()).run(new Count()))
        .hasError(UnstorableStateException.class)
        .hasErrorContaining("total: the state has no place for this value");
  }

  static class WrongPaths {
    static final RetryPolicy ONCE = RetryPolicy.none();

    @Step(retry = "ONCE")
    Stop<Map<String, Object>> set(Count count, StepContext<Map<String, Object>> ctx) {
      ctx.set("customer", "Ada");
      ctx.set("lines", List.of(Map.of("price", 3)));
      assertThatThrownBy(() -> ctx.set("customer.city", "Bern"))
          .isInstanceOf(UnstorableStateException.class)
          .hasMessageContaining(
              "customer.city: the value of customer is neither an object nor a list");
      assertThatThrownBy(() -> ctx.set("lines.1.price", 4))
          .isInstanceOf(UnstorableStateException.class)
          .hasMessageContaining("lines.1.price: the list has no index 1, because its size is 1");
      assertThatThrownBy(() -> ctx.set("lines.-1", 4))
          .isInstanceOf(UnstorableStateException.class)
          .hasMessageContaining("lines.-1: the list has no index -1");
      return new Stop<>(ctx.state());
    }
  }

  @Test
  void refusesAPathThroughAValue() {
    assertThat(WorkflowTestRunner.of(new WrongPaths()).run(new Count()))
        .hasResult(Map.of("customer", "Ada", "lines", List.of(Map.of("price", 3))));
  }

  static class HoldingByPath {
    static final RetryPolicy ONCE = RetryPolicy.none();

    @Step(retry = "ONCE")
    Stop<Integer> hold(Count count, StepContext<Map<String, Object>> ctx) {
      ctx.set("connections.main", List.of(Thread.currentThread()));
      return new Stop<>(1);
    }
  }

  @Test
  void namesTheValueOfAPath() {
    assertThat(WorkflowTestRunner.of(new HoldingByPath()).run(new Count()))
        .hasError(UnstorableStateException.class)
        .hasErrorContaining("connections.main: ")
        .hasErrorContaining("java.lang.Thread");
  }

  @Test
  void namesAClassThatIsGone() { // L8
    String saved = WorkflowTestRunner.of(new ByPath()).run(new Count()).snapshot();
    String old = saved.replace("StateCaseTests$Counter", "StateCaseTests$Gone");

    assertThatThrownBy(() -> WorkflowTestRunner.of(new ByPath()).restore(RunSnapshot.of(old)))
        .isInstanceOf(UnknownEventClassException.class)
        .hasMessageContaining("event of the class dev.foliot.test.steps.StateCaseTests$Gone")
        .hasMessageContaining("which this application does not have");
  }

  @Test
  void refusesATextThatIsNoSavedRun() {
    assertThatThrownBy(() -> RunSnapshot.of("[]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The text is not a saved run: ");
  }
}
