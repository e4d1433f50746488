package dev.foliot.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.event.DomainEvent;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A test class without any annotation fails if it leaves a chain open. */
class UnfinishedChainsTests {
  @DomainEvent
  record Filled(String id) {}

  @Aggregate
  static class Cup extends EventSourcedAggregate {
    private String id = "";

    @Override
    public String id() {
      return id;
    }

    void fill() {
      if (!id.isEmpty()) {
        throw new IllegalStateException("full");
      }
      raise(new Filled("c"));
    }

    @Apply
    void on(Filled event) {
      id = event.id();
    }
  }

  /** Run by the tests below. */
  @SuppressWarnings({"CheckReturnValue", "ReturnValueIgnored"})
  static class Plain {
    private static AggregateScenario<Cup> full() {
      return AggregateScenario.of(Cup.class).given(new Filled("c"));
    }

    @Test
    void rejectedAndLeft() {
      full().when(Cup::fill);
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS, threadMode = ThreadMode.SEPARATE_THREAD)
    void rejectedInAThreadOfItsOwn() {
      full().when(Cup::fill);
    }

    @Test
    void rejectedAsExpected() {
      full().when(Cup::fill).thenRejected(IllegalStateException.class);
    }

    @Test
    void rejectedAfterAnExpectedRejection() {
      full().when(Cup::fill).thenRejected(IllegalStateException.class).when(Cup::fill);
    }

    @Test
    void accepted() {
      AggregateScenario.of(Cup.class).when(Cup::fill);
    }

    @Test
    void failsByItself() {
      full().when(Cup::fill);
      assertThatIllegalStateException().isThrownBy(() -> {});
    }

    @Test
    void evolutionLeft() {
      FoliotEvolution.of("dev.foliot.nowhere");
    }
  }

  @Test
  void failsWhatIsLeftOpen() {
    Map<String, String> failures = RunTestClass.failures(Plain.class);

    assertThat(failures)
        .containsOnlyKeys(
            "evolutionLeft()",
            "failsByItself()",
            "rejectedAfterAnExpectedRejection()",
            "rejectedAndLeft()",
            "rejectedInAThreadOfItsOwn()");
    assertThat(failures.get("rejectedAndLeft()"))
        .isEqualToNormalizingNewlines(
            "Cup c rejected this step with java.lang.IllegalStateException: full\nThe scenario does not expect this exception. If the exception is intended, end the step with thenRejected(IllegalStateException.class).");
    assertThat(failures.get("failsByItself()")).contains("Expecting code to raise a throwable");
    assertThat(failures.get("evolutionLeft()"))
        .isEqualTo(
            "FoliotEvolution.of(dev.foliot.nowhere) was prepared, but has read nothing. End it with verify().");
  }
}
