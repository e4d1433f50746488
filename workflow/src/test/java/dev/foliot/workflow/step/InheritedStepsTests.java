package dev.foliot.workflow.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.handler.WiringProblems;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Steps are found where Spring finds its annotations: on the methods that a method overrides. */
class InheritedStepsTests {
  record Begin(String text) implements StartEvent {}

  record Middle(String text) {}

  interface Declared<E> {
    @Step(workers = 7, retry = "PATIENT")
    Middle begin(E begin);

    @CatchError(steps = "begin")
    Middle rescue(StepFailed failure);
  }

  abstract static class Base {
    @Step
    Stop<String> end(Middle middle) {
      return new Stop<>(middle.text());
    }
  }

  static class Inherited extends Base implements Declared<Begin> {
    static final RetryPolicy PATIENT = RetryPolicy.fixed(9, Duration.ofSeconds(1));

    @Override
    public Middle begin(Begin begin) {
      return new Middle(begin.text());
    }

    @Override
    public Middle rescue(StepFailed failure) {
      return new Middle("rescued");
    }

    @Override
    Stop<String> end(Middle middle) {
      return new Stop<>("overridden");
    }
  }

  @Test
  void findsTheAnnotationsOfOverriddenMethods() {
    assertThat(StepGraph.isIn(Inherited.class)).isTrue();
    StepGraph.of(Inherited.class);
    assertThat(new ReadSteps(Inherited.class, new WiringProblems()).methods())
        .extracting(StepMethod::name, StepMethod::takes, StepMethod::workers, StepMethod::retry)
        .containsExactly(
            tuple("begin", Begin.class, 7, Inherited.PATIENT),
            tuple("end", Middle.class, 4, null),
            tuple("rescue", StepFailed.class, 1, null));
  }
}
