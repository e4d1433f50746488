package dev.foliot.workflow.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.handler.WiringProblems;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  record Receipt(String number) {}

  abstract static class Paid<R> {
    @Step
    abstract Stop<R> end(Begin begin);
  }

  abstract static class PaidInParts<R> {
    @Step
    List<Stop<R>> end(Begin begin) {
      return List.of();
    }
  }

  static class PaidOnce extends Paid<Receipt> {
    @Override
    Stop<Receipt> end(Begin begin) {
      return new Stop<>(new Receipt(begin.text()));
    }
  }

  abstract static class Written<R> {
    @Step
    Stop<R> end(Begin begin) {
      return new Stop<>(null);
    }
  }

  static class WrittenOnce extends Written<Receipt> {}

  static class WrittenInParts extends PaidInParts<Receipt> {}

  abstract static class Several<R> {
    @Step
    Stop<List<R>> end(Begin begin) {
      return new Stop<>(List.of());
    }
  }

  static class SeveralOnce extends Several<Receipt> {}

  static class WrittenSeveral extends Written<List<Receipt>> {}

  static class Between<E> extends Written<List<E>> {}

  static class WrittenBetween extends Between<Receipt> {}

  @ParameterizedTest
  @ValueSource(classes = {SeveralOnce.class, WrittenSeveral.class, WrittenBetween.class})
  void knowsTheElementsOfTheResult(Class<?> workflow) {
    assertThat(new ReadSteps(workflow, new WiringProblems()).methods())
        .singleElement()
        .satisfies(
            step ->
                assertThat(step.results())
                    .extracting(Type::getTypeName)
                    .containsExactly("java.util.List<%s>".formatted(Receipt.class.getName())));
  }

  @ParameterizedTest
  @ValueSource(classes = {PaidOnce.class, WrittenOnce.class, WrittenInParts.class})
  void knowsTheResultOfAGenericBaseClass(Class<?> workflow) {
    assertThat(new ReadSteps(workflow, new WiringProblems()).methods())
        .singleElement()
        .satisfies(step -> assertThat(step.results()).containsExactly(Receipt.class));
  }

  static class Open<R extends Comparable<R>> {
    @Step
    Stop<R> end(Begin begin) {
      return new Stop<>(null);
    }
  }

  @Test
  void resultWithoutATypeHasItsBound() {
    assertThat(new ReadSteps(Open.class, new WiringProblems()).methods())
        .singleElement()
        .satisfies(step -> assertThat(step.results()).containsExactly(Comparable.class));
  }
}
