package dev.foliot.workflow.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.workflow.admission.FlowControl.Decision;
import dev.foliot.workflow.admission.FlowControl.StateChange;
import dev.foliot.workflow.trigger.Batch;
import dev.foliot.workflow.trigger.Concurrency;
import dev.foliot.workflow.trigger.Debounce;
import dev.foliot.workflow.trigger.Idempotent;
import dev.foliot.workflow.trigger.RateLimit;
import dev.foliot.workflow.trigger.Singleton;
import dev.foliot.workflow.trigger.Throttle;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ResolvableType;

/** Annotations of flow control, their mistakes, and how policies go together. */
@ExtendWith(OutputCaptureExtension.class)
class FlowControlTests {
  private static final Instant T0 = Instant.parse("2030-01-01T00:00:00Z");

  record Order(String id, @Nullable String customer, boolean limited) {}

  private static List<String> problems(Class<?> workflow, Type input) {
    List<String> problems = new ArrayList<>();
    FlowControl.of(workflow, input, problems::add);
    return problems;
  }

  private static FlowControl of(Class<?> workflow) {
    return FlowControl.of(
        workflow,
        Order.class,
        problem -> {
          throw new AssertionError(problem);
        });
  }

  // ---- mistakes

  @Concurrency(limit = 0, key = "input.client")
  @Throttle(limit = 0, period = "soon", burst = 0)
  @RateLimit(limit = -1, period = "0s")
  @Idempotent(key = " ", period = "-1h")
  private static final class AllWrong {}

  @Test
  void allMistakesAreNoted() {
    String name = AllWrong.class.getName();

    assertThat(problems(AllWrong.class, Order.class))
        .containsExactlyInAnyOrder(
            "@Idempotent of %s has a blank key. Name what makes two starts the same, such as input.id."
                .formatted(name),
            "@Idempotent of %s has period = \"-1h\", which is not a time. Write a number above zero with its unit, such as 30s, 5m or 12h, at most 36500d."
                .formatted(name),
            "@RateLimit of %s has period = \"0s\", which is not a time. Write a number above zero with its unit, such as 30s, 5m or 12h, at most 36500d."
                .formatted(name),
            "@RateLimit of %s has limit = -1. It is at least 1.".formatted(name),
            "@Concurrency of %s has a wrong key. \"input.client\": Character 7: Order has no property client. It has: customer, id, limited."
                .formatted(name),
            "@Concurrency of %s has limit = 0. It is at least 1.".formatted(name),
            "@Throttle of %s has period = \"soon\", which is not a time. Write a number above zero with its unit, such as 30s, 5m or 12h, at most 36500d."
                .formatted(name),
            "@Throttle of %s has limit = 0. It is at least 1.".formatted(name),
            "@Throttle of %s has burst = 0. It is at least 1.".formatted(name));
  }

  @RateLimit(limit = 1, period = "60")
  @Idempotent(key = "input.id", period = "PT1M")
  private static final class WithoutUnit {}

  @Test
  void timeHasAUnit() {
    assertThat(problems(WithoutUnit.class, Order.class))
        .singleElement()
        .asString()
        .contains("@RateLimit of", "period = \"60\", which is not a time");
  }

  @Throttle(limit = 1, period = "36501d")
  @RateLimit(limit = 1, period = "9223372036854775807d")
  private static final class ForEver {}

  @Test
  void timeHasAnEnd() {
    assertThat(problems(ForEver.class, Order.class))
        .hasSize(2)
        .allSatisfy(problem -> assertThat(problem).endsWith("at most 36500d."));
  }

  static class Plain {}

  interface Texts {
    String[] tags();

    Plain plain();

    List<String> lines();
  }

  @Singleton(key = "input.tags")
  @RateLimit(limit = 1, period = "1m", key = "input.plain")
  @Concurrency(limit = 1, key = "input.lines")
  private static final class KeysWithoutText {}

  @Test
  void keyHasAText() {
    assertThat(problems(KeysWithoutText.class, Texts.class))
        .hasSize(2)
        .anySatisfy(each -> assertThat(each).contains("@Singleton of", "type String[]"))
        .anySatisfy(each -> assertThat(each).contains("@RateLimit of", "type Plain"));
  }

  @Concurrency(limit = 3)
  @Retention(RetentionPolicy.RUNTIME)
  @interface Slow {}

  @Singleton(key = "input.id")
  private static class Base {}

  @Slow
  private static final class Derived extends Base {}

  @Batch(maxSize = 10, timeout = "1s")
  private static final class BatchOnSingleton extends Base {}

  @Test
  void superclassAndMetaAnnotationCount() {
    Type orders = ResolvableType.forClassWithGenerics(List.class, Order.class).getType();

    assertThat(of(Derived.class).concurrency()).isEqualTo(3);
    assertThat(of(Derived.class).startPolicies()).containsExactly(Policy.SINGLETON);
    assertThat(problems(BatchOnSingleton.class, orders))
        .anySatisfy(each -> assertThat(each).contains("combined with @Singleton"));
  }

  @Batch(maxSize = 1_001, timeout = "1s")
  @Singleton
  @Debounce(period = "1s", timeout = "x")
  private static final class Combined {}

  @Test
  void batchesAndDebouncesGoWithConcurrencyOnly() {
    assertThat(problems(Combined.class, Order.class))
        .hasSize(6)
        .anySatisfy(each -> assertThat(each).contains("@Batch of", "combined with @Singleton"))
        .anySatisfy(each -> assertThat(each).contains("@Debounce of", "combined with @Singleton"))
        .anySatisfy(each -> assertThat(each).contains("@Debounce of", "combined with @Batch"))
        .anySatisfy(each -> assertThat(each).contains("maxSize = 1001. It is from 1 to 1000"))
        .anySatisfy(each -> assertThat(each).contains("timeout = \"x\""))
        .anySatisfy(each -> assertThat(each).contains("whose input is of type Order", "a List"));
  }

  @Batch(maxSize = 10, timeout = "1s", key = "input[0].customer")
  @Concurrency(limit = 1)
  private static final class Batched {}

  @Test
  void batchTakesALists() {
    Type orders = ResolvableType.forClassWithGenerics(List.class, Order.class).getType();

    assertThat(problems(Batched.class, orders)).isEmpty();
    assertThat(problems(Batched.class, Object.class)).hasSize(1);
  }

  // ---- keys

  @Singleton(key = "input.customer")
  @RateLimit(limit = 1, period = "1m", key = "input.limited")
  private static final class Keyed {}

  private static List<AdmissionKey> keys(Object input) {
    return of(Keyed.class).keysOfStart("w", input, false);
  }

  @Test
  void keyIsAValueOfTheInput() {
    assertThat(keys(new Order("o", "c", true)))
        .containsExactly(
            new AdmissionKey("w", Policy.RATE_LIMIT, "true"),
            new AdmissionKey("w", Policy.SINGLETON, "c"));
    assertThat(keys(Map.of("customer", "c")))
        .containsExactly(new AdmissionKey("w", Policy.SINGLETON, "c"));
  }

  @Test
  void nullAndFalseLimitNothing() {
    assertThat(keys(new Order("o", null, false))).isEmpty();
    assertThat(of(Keyed.class).keysOfStart("w", null, false)).isEmpty();
  }

  static class Account {
    public String getOwner() {
      throw new IllegalStateException("no disk");
    }
  }

  @Singleton(key = "input.owner")
  private static final class Broken {}

  @Test
  void keyThatCannotBeReadLimitsNothingAndIsLogged(CapturedOutput log) {
    FlowControl flow = FlowControl.of(Broken.class, Account.class, problem -> {});

    assertThat(flow.keysOfStart("w", new Account(), false)).isEmpty();
    assertThat(flow.keysOfStart("w", new Account(), false)).isEmpty();
    assertThat(log)
        .containsOnlyOnce("SINGLETON is not applied to a start of workflow=w: \"input.owner\"")
        .contains("no disk");
    assertThat(of(Keyed.class).keysOfStart("quiet", null, false)).isEmpty();
    assertThat(log).doesNotContain("workflow=quiet");
  }

  @Test
  void longKeyIsHashed() {
    assertThat(keys(new Order("o", "c".repeat(201), false)))
        .singleElement()
        .satisfies(key -> assertThat(key.value()).hasSize(64));
  }

  @Test
  void queueNamesItsKey() {
    AdmissionKey key = new AdmissionKey("w", Policy.CONCURRENCY, "a:b");

    assertThat(AdmissionKey.ofQueue("w", key.queue())).isEqualTo(key);
  }

  // ---- together

  @Idempotent(key = "input.id")
  @RateLimit(limit = 2, period = "1m")
  @Singleton(key = "input.customer")
  private static final class Together {}

  private final Map<AdmissionKey, PolicyState> stored = new HashMap<>();

  private Decision start(String run, Order order) {
    FlowControl flow = of(Together.class);
    Map<AdmissionKey, PolicyState> states = new HashMap<>();
    flow.keysOfStart("w", order, false)
        .forEach(key -> states.put(key, stored.getOrDefault(key, PolicyState.NONE)));
    Decision decision = flow.decide(states, new Arrival(run, 0), T0);
    for (StateChange change : decision.changes()) {
      stored.put(change.key(), change.state());
    }
    return decision;
  }

  @Test
  void startThatIsNotAdmittedCountsNowhere() {
    assertThat(start("r-1", new Order("o-1", "c", true)).by()).isNull();
    assertThat(start("r-2", new Order("o-1", "d", true)).by()).isEqualTo(Policy.IDEMPOTENT);
    assertThat(start("r-3", new Order("o-3", "c", true)).by()).isEqualTo(Policy.SINGLETON);
    assertThat(start("r-4", new Order("o-3", "d", true)).by()).isNull();
    assertThat(start("r-5", new Order("o-5", "e", true)).by()).isEqualTo(Policy.RATE_LIMIT);
  }

  @Test
  void childRunsAreNotMergedWithOthers() {
    assertThat(of(Together.class).keysOfStart("w", new Order("o", "c", true), true))
        .extracting(AdmissionKey::policy)
        .containsExactly(Policy.RATE_LIMIT, Policy.SINGLETON);
  }

  @Test
  void workflowWithoutAnnotationsHasNone() {
    assertThat(of(String.class).isNone()).isTrue();
    assertThat(of(Keyed.class).isNone()).isFalse();
  }

  /** Has no text. */
  record Mute(boolean throwsError) {
    @Override
    public String toString() {
      if (throwsError) {
        throw new StackOverflowError();
      }
      return null;
    }
  }

  record Muted(Mute mute) {}

  @Singleton(key = "input.mute")
  private static final class ByMute {}

  @Test
  void keyWithoutATextIsNotApplied(CapturedOutput output) {
    FlowControl flow =
        FlowControl.of(
            ByMute.class,
            Muted.class,
            problem -> {
              throw new AssertionError(problem);
            });

    assertThat(flow.keysOfStart("w", new Muted(new Mute(true)), false)).isEmpty();
    assertThat(flow.keysOfStart("w", new Muted(new Mute(false)), false)).isEmpty();

    assertThat(output)
        .contains(
            "SINGLETON is not applied to a start of workflow=w: \"input.mute\" has no value: toString() of "
                + Mute.class.getName()
                + " threw java.lang.StackOverflowError.");
  }
}
