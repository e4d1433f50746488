package dev.foliot.workflow.admission;

import dev.foliot.failure.ErrorText;
import dev.foliot.workflow.expression.InvalidExpressionException;
import dev.foliot.workflow.trigger.Batch;
import dev.foliot.workflow.trigger.Concurrency;
import dev.foliot.workflow.trigger.Debounce;
import dev.foliot.workflow.trigger.Idempotent;
import dev.foliot.workflow.trigger.RateLimit;
import dev.foliot.workflow.trigger.Singleton;
import dev.foliot.workflow.trigger.Throttle;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** Reads the annotations of flow control, and notes every mistake in them. */
final class ReadPolicies {
  private static final int MAX_BATCH = 1_000;

  /** The same limit as for durations in properties. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final List<Class<? extends Annotation>> NOT_FOR_BATCHES =
      List.of(Idempotent.class, RateLimit.class, Singleton.class, Throttle.class);

  private final Class<?> workflow;
  private final Type input;
  private final Consumer<String> problems;
  private final Map<Policy, StartPolicy> starts = new EnumMap<>(Policy.class);
  private final Map<Policy, KeyExpression> keys = new EnumMap<>(Policy.class);
  private int concurrency = Integer.MAX_VALUE;
  private @Nullable ThrottleRate throttle;

  /**
   * @param workflow the annotated class
   * @param problems receives sentences about mistakes
   */
  ReadPolicies(Class<?> workflow, Type input, Consumer<String> problems) {
    this.workflow = workflow;
    this.input = input;
    this.problems = problems;
  }

  FlowControl read() {
    on(Idempotent.class, this::idempotent);
    on(RateLimit.class, this::rateLimit);
    on(
        Singleton.class,
        (name, each) -> {
          key(name, Policy.SINGLETON, each.key());
          starts.put(Policy.SINGLETON, new StartPolicies.Single(each.mode()));
        });
    on(Debounce.class, this::debounce);
    on(Batch.class, this::batch);
    on(Concurrency.class, this::concurrency);
    on(Throttle.class, this::throttle);
    return new FlowControl(input, starts, keys, concurrency, throttle);
  }

  private <A extends Annotation> void on(Class<A> type, BiConsumer<String, A> reader) {
    A found = AnnotatedElementUtils.findMergedAnnotation(workflow, type);
    if (found != null) {
      reader.accept("@" + type.getSimpleName(), found);
    }
  }

  private void idempotent(String name, Idempotent declared) {
    if (declared.key().isBlank()) {
      problem(name, "has a blank key", "Name what makes two starts the same, such as input.id.");
    }
    key(name, Policy.IDEMPOTENT, declared.key());
    Duration period = time(name, "period", declared.period());
    if (period != null) {
      starts.put(Policy.IDEMPOTENT, new StartPolicies.Idempotency(period));
    }
  }

  private void rateLimit(String name, RateLimit declared) {
    key(name, Policy.RATE_LIMIT, declared.key());
    Duration period = time(name, "period", declared.period());
    if (isInRange(name, "limit", declared.limit(), Integer.MAX_VALUE) && period != null) {
      starts.put(Policy.RATE_LIMIT, new StartPolicies.Rate(declared.limit(), period));
    }
  }

  private void debounce(String name, Debounce declared) {
    refuseOthers(name, List.of(Batch.class));
    refuseOthers(name, NOT_FOR_BATCHES);
    key(name, Policy.DEBOUNCE, declared.key());
    Duration period = time(name, "period", declared.period());
    boolean hasTimeout = !declared.timeout().isBlank();
    Duration timeout = hasTimeout ? time(name, "timeout", declared.timeout()) : null;
    if (period != null) {
      starts.put(Policy.DEBOUNCE, new StartPolicies.Quiet(period, timeout));
    }
  }

  private void batch(String name, Batch declared) {
    refuseOthers(name, NOT_FOR_BATCHES);
    Class<?> type = ResolvableType.forType(input).resolve(Object.class);
    if (type == Object.class || !type.isAssignableFrom(List.class)) {
      problem(
          name,
          "is on a workflow whose input is of type %s".formatted(type.getSimpleName()),
          "Its input is a List.");
    }
    key(name, Policy.BATCH, declared.key());
    Duration timeout = time(name, "timeout", declared.timeout());
    if (isInRange(name, "maxSize", declared.maxSize(), MAX_BATCH) && timeout != null) {
      starts.put(Policy.BATCH, new StartPolicies.Collect(declared.maxSize(), timeout));
    }
  }

  private void concurrency(String name, Concurrency declared) {
    key(name, Policy.CONCURRENCY, declared.key());
    isInRange(name, "limit", declared.limit(), Integer.MAX_VALUE);
    concurrency = declared.limit();
  }

  private void throttle(String name, Throttle declared) {
    key(name, Policy.THROTTLE, declared.key());
    Duration period = time(name, "period", declared.period());
    boolean hasLimit = isInRange(name, "limit", declared.limit(), Integer.MAX_VALUE);
    boolean hasBurst = isInRange(name, "burst", declared.burst(), Integer.MAX_VALUE);
    if (hasLimit && hasBurst && period != null) {
      throttle = ThrottleRate.of(declared.limit(), period, declared.burst());
    }
  }

  private void refuseOthers(String name, List<Class<? extends Annotation>> others) {
    for (Class<? extends Annotation> other : others) {
      if (AnnotatedElementUtils.hasAnnotation(workflow, other)) {
        problem(
            name,
            "cannot be combined with @" + other.getSimpleName(),
            "Remove one of them. Only @Concurrency goes with %s.".formatted(name));
      }
    }
  }

  private void key(String name, Policy policy, String text) {
    try {
      keys.put(policy, new KeyExpression(text, input));
    } catch (InvalidExpressionException e) {
      problem(name, "has a wrong key", Objects.toString(ErrorText.message(e), ""));
    }
  }

  private boolean isInRange(String name, String attribute, int value, int max) {
    boolean inRange = value >= 1 && value <= max;
    if (!inRange) {
      String range = max == Integer.MAX_VALUE ? "at least 1" : "from 1 to " + max;
      problem(name, "has %s = %s".formatted(attribute, value), "It is %s.".formatted(range));
    }
    return inRange;
  }

  private @Nullable Duration time(String name, String attribute, String text) {
    try {
      Duration time = DurationStyle.detectAndParse(text);
      boolean hasUnit = !Character.isDigit(text.charAt(text.length() - 1));
      if (hasUnit && !time.isNegative() && !time.isZero() && time.compareTo(LONGEST) <= 0) {
        return time;
      }
    } catch (IllegalArgumentException | ArithmeticException notOne) {
      // as below
    }
    problem(
        name,
        "has %s = \"%s\", which is not a time".formatted(attribute, text),
        "Write a number above zero with its unit, such as 30s, 5m or 12h, at most %sd."
            .formatted(LONGEST.toDays()));
    return null;
  }

  private void problem(String name, String mistake, String remedy) {
    problems.accept("%s of %s %s. %s".formatted(name, workflow.getName(), mistake, remedy));
  }
}
