package dev.foliot.workflow.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.workflow.InvokeOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.WorkflowInterceptor;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;

/** A run whose result, or whose input of the next round, could not be read fails. */
class ResultOfRunTests {
  static class Receipt {
    public String id = "r-1";
  }

  static class Paid extends Receipt {
    public int euros = 5;
  }

  record Named(String name) {}

  private static RunInMemory returning(Type type, @Nullable Object result) {
    RunInMemory run = RunInMemory.of((ctx, input) -> result);
    run.resultType = type;
    return run;
  }

  private static String errorOf(RunInMemory run) {
    var end = run.end();
    assertThat(end.status()).isEqualTo(RunStatus.FAILED);
    return String.valueOf(end.error().message());
  }

  private static String payloadOf(RunInMemory run) {
    var end = run.end();
    assertThat(end.status()).isEqualTo(RunStatus.SUCCEEDED);
    return String.valueOf(end.payload());
  }

  @Test
  void acceptsWhatComesBack() {
    assertThat(payloadOf(returning(Receipt.class, new Receipt()))).isEqualTo("{\"id\":\"r-1\"}");
    assertThat(payloadOf(returning(Receipt.class, null))).isEqualTo("null");
    assertThat(payloadOf(returning(Object.class, new Paid()))).contains("\"euros\":5");
  }

  @Test
  void refusesAClassThatWouldLoseFields() {
    assertThat(errorOf(returning(Receipt.class, new Paid())))
        .isEqualTo(
            "The result of the run cannot be stored, because it could not be read again as %s$Receipt: Paid is %1$s$Paid and would come back as %1$s$Receipt. Use a value of exactly the declared type, or declare the class of the value."
                .formatted(ResultOfRunTests.class.getName()));
  }

  @Test
  void refusesAnElementThatWouldComeBackChanged() {
    Type numbers = new ParameterizedTypeReference<List<Map<String, Number>>>() {}.getType();

    assertThat(errorOf(returning(numbers, List.of(Map.of("count", 1L)))))
        .contains("java.lang.Long and would come back as java.lang.Integer");
  }

  // They are read as texts and numbers, as those of a result without a declared type
  @Test
  void acceptsValuesOfAnyClass() {
    Type values = new ParameterizedTypeReference<List<Map<String, Object>>>() {}.getType();

    assertThat(payloadOf(returning(values, List.of(Map.of("count", 1L)))))
        .isEqualTo("[{\"count\":1}]");
  }

  record Page<T>(String title, T first) {}

  @Test
  void refusesNullBesideValuesOfAnyClass() {
    Type page = new ParameterizedTypeReference<Page<Object>>() {}.getType();

    assertThat(payloadOf(returning(page, new Page<>("a", 1L)))).contains("\"first\":1");
    assertThat(errorOf(returning(page, new Page<>(null, 1L)))).contains("component title is null");
  }

  @Test
  void refusesNullInARequiredComponent() {
    assertThat(errorOf(returning(Named.class, new Named(null))))
        .startsWith("The result of the run cannot be stored: ")
        .contains("its component name is null, and it is required");
  }

  @Test
  void transformedResultThatCannotBeReadIsIgnored() {
    Type names = new ParameterizedTypeReference<Map<String, Object>>() {}.getType();
    RunInMemory run = returning(names, Map.of("count", 1));
    run.interceptors.add(
        new WorkflowInterceptor() {
          @Override
          public @Nullable Object transformOutput(OutputInfo info, @Nullable Object output) {
            return Map.of("count", 2L);
          }
        });

    assertThat(payloadOf(run)).isEqualTo("{\"count\":1}");
  }

  @Test
  void refusesAnInputOfTheNextRoundThatWouldComeBackChanged() {
    assertThat(errorOf(continuingWith(Receipt.class, new Paid())))
        .startsWith(
            "The input of the next round cannot be stored, because it could not be read again as ")
        .contains("and would come back as");
    assertThat(errorOf(continuingWith(Named.class, new Named(null))))
        .startsWith("The input of the next round cannot be stored: ")
        .contains("its component name is null, and it is required");
  }

  private static RunInMemory continuingWith(Type type, Object next) {
    RunInMemory run =
        RunInMemory.of((ctx, input) -> input == null ? ctx.continueAsNew(next) : null);
    run.inputType = type;
    return run;
  }

  @Test
  void refusesNullInAnInputOfAChildRun() {
    RunInMemory run =
        RunInMemory.of(
            (ctx, input) ->
                ctx.invoke(
                    "call",
                    "child",
                    new Named(null),
                    new ParameterizedTypeReference<String>() {},
                    InvokeOptions.defaults()));

    assertThat(errorOf(run))
        .startsWith("The input of ChainedInvoke 'call' cannot be stored: ")
        .contains("its component name is null, and it is required");
  }
}
