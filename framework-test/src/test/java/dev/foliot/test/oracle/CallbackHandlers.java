package dev.foliot.test.oracle;

import dev.foliot.workflow.Callback;
import dev.foliot.workflow.CallbackFailedException;
import dev.foliot.workflow.CallbackOptions;
import dev.foliot.workflow.CallbackTimedOutException;
import dev.foliot.workflow.WorkflowContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Callbacks. */
final class CallbackHandlers {
  private static final CallbackOptions PLAIN = CallbackOptions.defaults();
  private static final CallbackOptions TIMEOUT = CallbackOptions.timeout(Duration.ofSeconds(5));

  private CallbackHandlers() {}

  static void addTo(Handlers all) {
    all.add("callback/4-1", (ctx, in) -> create(ctx, in, PLAIN).get());
    all.add("callback/4-2", (ctx, in) -> create(ctx, "approval", PLAIN).get());
    all.add("callback/4-3", (ctx, in) -> create(ctx, in, TIMEOUT).get());
    all.add("callback/4-4", (ctx, in) -> create(ctx, in, heartbeat(5)).get());
    all.add("callback/4-5", (ctx, in) -> create(ctx, in, heartbeat(10)).get());
    all.add("callback/4-6", (ctx, in) -> create(ctx, in, PLAIN).get());
    all.add("callback/4-7", (ctx, in) -> stepBetween(ctx, create(ctx, in, PLAIN)));
    all.add("callback/4-8", (ctx, in) -> stepBetween(ctx, create(ctx, in, TIMEOUT)));
    all.add("callback/4-9", (ctx, in) -> waitBetween(ctx, create(ctx, in, PLAIN)));
    all.add("callback/4-10", (ctx, in) -> waitBetween(ctx, create(ctx, in, PLAIN)));
    all.add("callback/4-12", (ctx, in) -> thenWait(ctx, create(ctx, in, PLAIN).get()));
    all.add("callback/4-13", (ctx, in) -> caught(ctx, create(ctx, in, PLAIN)));
    all.add(
        "callback/4-14",
        (ctx, in) -> caught(ctx, create(ctx, in, CallbackOptions.timeout(Duration.ofSeconds(3)))));
    all.add("callback/4-15", (ctx, in) -> withTime(ctx, in));
    all.add("callback/4-16", (ctx, in) -> withNumber(ctx, in));
    all.add("callback/4-17", (ctx, in) -> oneAfterTheOther(ctx, (List<?>) in));
    all.add("callback/4-18", (ctx, in) -> both(ctx, (List<?>) in, false));
    all.add("callback/4-19", (ctx, in) -> both(ctx, (List<?>) in, true));
  }

  private static Callback<@Nullable Object> create(
      WorkflowContext ctx, @Nullable Object name, CallbackOptions options) {
    return ctx.createCallback((String) name, Object.class, options);
  }

  private static CallbackOptions heartbeat(int seconds) {
    return PLAIN.withHeartbeatTimeout(Duration.ofSeconds(seconds));
  }

  private static @Nullable Object stepBetween(
      WorkflowContext ctx, Callback<@Nullable Object> callback) {
    ctx.step(null, String.class, s -> "done");
    return callback.get();
  }

  private static @Nullable Object waitBetween(
      WorkflowContext ctx, Callback<@Nullable Object> callback) {
    ctx.wait(null, Duration.ofSeconds(5));
    return callback.get();
  }

  private static @Nullable Object thenWait(WorkflowContext ctx, @Nullable Object value) {
    ctx.wait(null, Duration.ofSeconds(2));
    return value;
  }

  private static @Nullable Object caught(WorkflowContext ctx, Callback<@Nullable Object> callback) {
    Object message;
    try {
      message = callback.get();
    } catch (CallbackFailedException | CallbackTimedOutException e) {
      message = e.errorMessage();
    }
    return thenWait(ctx, message);
  }

  private static Object withTime(WorkflowContext ctx, @Nullable Object name) {
    CallbackOptions options = PLAIN.withCodec(Codecs.of(Codecs::json, CallbackHandlers::readTime));
    return Map.of("received", Objects.requireNonNull(create(ctx, name, options).get()));
  }

  @SuppressWarnings("unchecked")
  private static Object readTime(String payload) {
    Map<String, Object> read =
        new HashMap<>((Map<String, Object>) Objects.requireNonNull(Codecs.fromJson(payload)));
    read.compute(
        "timestamp", (key, value) -> Instant.parse(String.valueOf(value)).getEpochSecond());
    return read;
  }

  private static Object withNumber(WorkflowContext ctx, @Nullable Object name) {
    CallbackOptions options = PLAIN.withCodec(Codecs.of(Codecs::json, Integer::valueOf));
    int count = (Integer) Objects.requireNonNull(create(ctx, name, options).get());
    return Map.of("count", count, "doubled", 2 * count);
  }

  private static Object oneAfterTheOther(WorkflowContext ctx, List<?> names) {
    Object one = Objects.requireNonNull(create(ctx, names.get(0), PLAIN).get());
    Object other = Objects.requireNonNull(create(ctx, names.get(1), PLAIN).get());
    return List.of(one, other);
  }

  private static Object both(WorkflowContext ctx, List<?> names, boolean lastFirst) {
    Callback<@Nullable Object> one = create(ctx, names.get(0), PLAIN);
    Callback<@Nullable Object> other = create(ctx, names.get(1), PLAIN);
    if (lastFirst) {
      other.get();
    }
    return List.of(Objects.requireNonNull(one.get()), Objects.requireNonNull(other.get()));
  }
}
