package dev.foliot.autoconfigure;

import static dev.foliot.autoconfigure.PropertyRange.atLeast;
import static dev.foliot.autoconfigure.PropertyRange.check;
import static dev.foliot.autoconfigure.PropertyRange.notNegative;
import static dev.foliot.autoconfigure.PropertyRange.positive;

import dev.foliot.engine.CircuitBreakerSettings;
import dev.foliot.engine.CircuitBreakerSettings.Use;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.handler.StartPosition;
import dev.foliot.message.LaneRule;
import dev.foliot.message.Priority;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the engine.
 *
 * @param enabled whether the engine starts with the application
 * @param batchSize the maximum number of messages in one transaction; fewer for a while after
 *     batches that conflicted or timed out
 * @param pollInterval how long an idle engine waits before it looks again, if no commit wakes it
 * @param notifications whether nodes notify each other of commits through the database, where it
 *     passes notifications on (PostgreSQL)
 * @param segments parallelism inside one subscription, by its sequencing key
 * @param maxConcurrency deliveries at once on this node; by default half the connection pool
 * @param lease the time after which other nodes take over from a dead node; a running node renews
 *     its lease
 * @param lanes priority lanes
 * @param retry the attempts after a message failed
 * @param circuitBreaker pauses a subscription if all of its messages fail
 * @param shutdownTimeout how long a stop waits for the running batches
 * @param inboxRetention how long the record of the messages that subscribers have handled is kept
 * @param subscriptions settings of single subscriptions, by name
 */
public record EngineProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("500") int batchSize,
    @DefaultValue("100ms") Duration pollInterval,
    @DefaultValue("true") boolean notifications,
    @DefaultValue("1") int segments,
    @Nullable Integer maxConcurrency,
    @DefaultValue("10s") Duration lease,
    @DefaultValue Lanes lanes,
    @DefaultValue @NestedConfigurationProperty RetryProperties retry,
    @DefaultValue CircuitBreaker circuitBreaker,
    @DefaultValue("30s") Duration shutdownTimeout,
    @DefaultValue("30d") Duration inboxRetention,
    @DefaultValue Map<String, Subscription> subscriptions) {

  public EngineProperties {
    atLeast(1, batchSize, "foliot.engine.batch-size");
    atLeast(1, segments, "foliot.engine.segments");
    positive(pollInterval, "foliot.engine.poll-interval");
    if (maxConcurrency != null) {
      atLeast(1, maxConcurrency, "foliot.engine.max-concurrency");
    }
    check(
        lease.toSeconds() >= 1 && lease.toHours() < 1,
        "foliot.engine.lease",
        "at least 1s and less than 1h",
        lease);
    notNegative(shutdownTimeout, "foliot.engine.shutdown-timeout");
    notNegative(inboxRetention, "foliot.engine.inbox-retention");
    RetryPolicy standard = retry.over("foliot.engine.retry", RetryProperties.DELIVERIES);
    subscriptions.forEach((name, own) -> own.check(name, standard));
  }

  RetryPolicy retryPolicy() {
    return retry.over("foliot.engine.retry", RetryProperties.DELIVERIES);
  }

  /**
   * Pauses a subscription on this node if all of its messages fail.
   *
   * @param enabled whether subscriptions pause; if not set, they pause when the engine runs on its
   *     own threads, so not in test mode
   * @param failures how many different keys must fail one after the other, without a successful
   *     message in between
   * @param initialInterval the first pause, after which one message is tried; it doubles from try
   *     to try
   * @param maxInterval the longest pause
   */
  public record CircuitBreaker(
      @Nullable Boolean enabled,
      @DefaultValue("5") int failures,
      @DefaultValue("1s") Duration initialInterval,
      @DefaultValue("1m") Duration maxInterval) {
    public CircuitBreaker {
      atLeast(1, failures, "foliot.engine.circuit-breaker.failures");
      positive(initialInterval, "foliot.engine.circuit-breaker.initial-interval");
      positive(maxInterval, "foliot.engine.circuit-breaker.max-interval");
    }

    CircuitBreakerSettings settings(double jitter) {
      RetryPolicy pauses =
          new RetryPolicy(Integer.MAX_VALUE, initialInterval, 2, maxInterval, jitter);
      return new CircuitBreakerSettings(use(), failures, pauses);
    }

    private Use use() {
      if (enabled == null) {
        return Use.ON_THREADS;
      }
      return enabled ? Use.ALWAYS : Use.NEVER;
    }
  }

  /**
   * Priority lanes.
   *
   * @param enabled whether messages below the threshold take the backfill lane
   * @param threshold the least priority in the primary lane: a name such as normal, or a number
   *     from -100 to 100
   * @param maxWait the age at which a backfill message gets a turn, even while the primary lane is
   *     busy
   */
  public record Lanes(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("normal") String threshold,
      @DefaultValue("5m") Duration maxWait) {
    public Lanes {
      notNegative(maxWait, "foliot.engine.lanes.max-wait");
      threshold(threshold);
    }

    LaneRule rule() {
      return new LaneRule(enabled, threshold(threshold));
    }

    private static int threshold(String text) {
      String name = text.strip().toUpperCase(Locale.ROOT);
      if (name.matches("[+-]?\\d{1,3}")
          && Math.abs(Integer.parseInt(name)) <= Priority.CRITICAL.value()) {
        return Integer.parseInt(name);
      }
      for (Priority priority : Priority.values()) {
        if (priority.name().equals(name)) {
          return priority.value();
        }
      }
      String names = Arrays.toString(Priority.values()).toLowerCase(Locale.ROOT);
      throw new InvalidPropertyException(
          "foliot.engine.lanes.threshold",
          "a number from %s to %s or one of %s"
              .formatted(Priority.BACKFILL.value(), Priority.CRITICAL.value(), names),
          text);
    }
  }

  /**
   * Settings of one subscription. A value that is not set is taken from the engine.
   *
   * @param batchSize the maximum number of messages in one transaction
   * @param segments parallelism inside the subscription, by its sequencing key
   * @param start the start position of a new subscription
   * @param retry the attempts after a message failed
   */
  public record Subscription(
      @Nullable Integer batchSize,
      @Nullable Integer segments,
      @Nullable StartPosition start,
      @DefaultValue @NestedConfigurationProperty RetryProperties retry) {
    private void check(String name, RetryPolicy standard) {
      String key = "foliot.engine.subscriptions." + name;
      if (batchSize != null) {
        atLeast(1, batchSize, key + ".batch-size");
      }
      if (segments != null) {
        atLeast(1, segments, key + ".segments");
      }
      retryPolicy(name, standard);
    }

    RetryPolicy retryPolicy(String name, RetryPolicy standard) {
      return retry.over("foliot.engine.subscriptions." + name + ".retry", standard);
    }
  }
}
