package dev.foliot.autoconfigure;

import static dev.foliot.autoconfigure.PropertyRange.atLeast;
import static dev.foliot.autoconfigure.PropertyRange.check;
import static dev.foliot.autoconfigure.PropertyRange.notNegative;
import static dev.foliot.autoconfigure.PropertyRange.positive;

import dev.foliot.engine.CircuitBreakerSettings;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.handler.StartPosition;
import dev.foliot.message.LaneRule;
import dev.foliot.message.Priority;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * All that can be configured. A value that cannot be is refused at the start, by its key.
 *
 * @param eventProcessing whether the engine delivers events, or handlers and projectors run at the
 *     unit of work's commit
 * @param packages where to look for messages and aggregates, besides the application's own packages
 * @param command how commands are processed
 * @param aggregate how event-sourced aggregates are loaded
 * @param sync limits of synchronous processing
 * @param engine how the engine works
 * @param outbox how published events are relayed to the broker
 * @param personalData how personal data is encrypted
 * @param archive when closed aggregates leave the log
 * @param schema the database schema of Foliot's tables
 * @param test limits of the engine in test mode
 */
@ConfigurationProperties("foliot")
public record FoliotProperties(
    @DefaultValue("async") EventProcessing eventProcessing,
    @DefaultValue List<String> packages,
    @DefaultValue Command command,
    @DefaultValue Aggregate aggregate,
    @DefaultValue Sync sync,
    @DefaultValue Engine engine,
    @DefaultValue Outbox outbox,
    @DefaultValue PersonalData personalData,
    @DefaultValue Archive archive,
    @DefaultValue Schema schema,
    @DefaultValue Test test) {
  private static final RetryPolicy DELIVERIES =
      new RetryPolicy(5, Duration.ofMillis(100), 2, Duration.ofSeconds(30), 0.2);

  /** Who delivers events. */
  public enum EventProcessing {
    /** The engine, after the commit. */
    ASYNC,
    /** The committing thread, in its transaction. */
    SYNC
  }

  /**
   * How commands are processed.
   *
   * @param retry what happens after a version conflict
   */
  public record Command(@DefaultValue Retry retry) {
    private static final RetryPolicy STANDARD =
        new RetryPolicy(3, Duration.ofMillis(50), 2, Duration.ofSeconds(1), 0.2);

    public Command {
      retry.over("foliot.command.retry", STANDARD);
    }

    RetryPolicy retryPolicy() {
      return retry.over("foliot.command.retry", STANDARD);
    }
  }

  /**
   * How event-sourced aggregates are loaded.
   *
   * @param cache what this node remembers of aggregates that were used lately
   */
  public record Aggregate(@DefaultValue Cache cache) {}

  /**
   * What this node remembers of aggregates that were used lately.
   *
   * @param maxEvents how many events of all aggregates together; 0 for no cache
   * @param expireAfter how long after it was read an aggregate is forgotten, however much it is
   *     used
   */
  public record Cache(
      @DefaultValue("100000") int maxEvents, @DefaultValue("10m") Duration expireAfter) {
    public Cache {
      atLeast(0, maxEvents, "foliot.aggregate.cache.max-events");
      positive(expireAfter, "foliot.aggregate.cache.expire-after");
    }
  }

  /**
   * Limits of synchronous processing.
   *
   * @param maxDepth the most messages that one unit of work may raise before it is taken for an
   *     endless cascade
   */
  public record Sync(@DefaultValue("1000") int maxDepth) {
    public Sync {
      atLeast(1, maxDepth, "foliot.sync.max-depth");
    }
  }

  /**
   * How the engine works.
   *
   * @param enabled whether the engine starts with the application
   * @param batchSize the most messages in one transaction
   * @param pollInterval how long an idle engine waits before it looks again, if no commit wakes it
   * @param notifications whether nodes tell each other of commits through the database, where it
   *     passes notifications on (PostgreSQL)
   * @param segments parallelism inside one subscription, by its sequencing key
   * @param maxConcurrency deliveries at once on this node; by default half the connection pool
   * @param lease after this time other nodes take over from one that died; it is renewed meanwhile
   * @param lanes priority lanes
   * @param retry what happens after a message failed
   * @param circuitBreaker when a subscription whose every message fails pauses
   * @param shutdownTimeout how long a stop waits for the batches in hand
   * @param inboxRetention how long it is remembered which messages subscribers have handled
   * @param subscriptions settings of single subscriptions, by name
   */
  public record Engine(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("500") int batchSize,
      @DefaultValue("100ms") Duration pollInterval,
      @DefaultValue("true") boolean notifications,
      @DefaultValue("1") int segments,
      @Nullable Integer maxConcurrency,
      @DefaultValue("10s") Duration lease,
      @DefaultValue Lanes lanes,
      @DefaultValue Retry retry,
      @DefaultValue CircuitBreaker circuitBreaker,
      @DefaultValue("30s") Duration shutdownTimeout,
      @DefaultValue("30d") Duration inboxRetention,
      @DefaultValue Map<String, Subscription> subscriptions) {

    public Engine {
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
      RetryPolicy standard = retry.over("foliot.engine.retry", DELIVERIES);
      subscriptions.forEach((name, own) -> own.check(name, standard));
    }

    RetryPolicy retryPolicy() {
      return retry.over("foliot.engine.retry", DELIVERIES);
    }
  }

  /**
   * When a subscription whose every message fails pauses on this node.
   *
   * @param enabled whether it does; by default on the engine's threads, and not in test mode
   * @param failures how many different keys must fail one after the other, with no message that
   *     goes through in between
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
      return new CircuitBreakerSettings(enabled, failures, pauses);
    }
  }

  /**
   * Priority lanes.
   *
   * @param enabled whether messages below the threshold take the backfill lane
   * @param threshold the least priority in the primary lane: a name such as normal, or a number
   * @param maxWait a backfill message that is older gets a turn while the primary lane is busy
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
      try {
        return name.matches("[+-]?\\d+") ? Integer.parseInt(name) : Priority.valueOf(name).value();
      } catch (IllegalArgumentException unknown) {
        String names = Arrays.toString(Priority.values()).toLowerCase(Locale.ROOT);
        throw new InvalidPropertyException(
            "foliot.engine.lanes.threshold", "a number or one of " + names, text);
      }
    }
  }

  /**
   * Settings of one subscription; what is not set is as for the engine.
   *
   * @param batchSize the most messages in one transaction
   * @param segments parallelism inside the subscription, by its sequencing key
   * @param start where it starts when it is new
   * @param retry what happens after a message failed
   */
  public record Subscription(
      @Nullable Integer batchSize,
      @Nullable Integer segments,
      @Nullable StartPosition start,
      @DefaultValue Retry retry) {
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

  /**
   * When to try again; what is not set has the default of its place.
   *
   * @param maxAttempts all attempts together
   * @param initialInterval the first pause
   * @param multiplier from one pause to the next
   * @param maxInterval the longest pause
   * @param jitter by which part of itself a pause varies, 0 to 1
   */
  public record Retry(
      @Nullable Integer maxAttempts,
      @Nullable Duration initialInterval,
      @Nullable Double multiplier,
      @Nullable Duration maxInterval,
      @Nullable Double jitter) {

    RetryPolicy over(String key, RetryPolicy standard) {
      RetryPolicy policy =
          new RetryPolicy(
              maxAttempts != null ? maxAttempts : standard.maxAttempts(),
              initialInterval != null ? initialInterval : standard.initialInterval(),
              multiplier != null ? multiplier : standard.multiplier(),
              maxInterval != null ? maxInterval : standard.maxInterval(),
              jitter != null ? jitter : standard.jitter());
      atLeast(1, policy.maxAttempts(), key + ".max-attempts");
      notNegative(policy.initialInterval(), key + ".initial-interval");
      notNegative(policy.maxInterval(), key + ".max-interval");
      check(policy.multiplier() >= 1, key + ".multiplier", "at least 1", policy.multiplier());
      check(
          policy.jitter() >= 0 && policy.jitter() <= 1,
          key + ".jitter",
          "between 0 and 1",
          policy.jitter());
      return policy;
    }
  }

  /**
   * How published events are relayed.
   *
   * @param batchSize the most rows in one step
   * @param lock after this time a relay that died is replaced
   * @param retention how long published rows are kept
   * @param retry what happens when publishing fails
   */
  public record Outbox(
      @DefaultValue("100") int batchSize,
      @DefaultValue("30s") Duration lock,
      @DefaultValue("7d") Duration retention,
      @DefaultValue Retry retry) {
    public Outbox {
      atLeast(1, batchSize, "foliot.outbox.batch-size");
      check(lock.toSeconds() >= 1, "foliot.outbox.lock", "at least 1s", lock);
      notNegative(retention, "foliot.outbox.retention");
      retry.over("foliot.outbox.retry", DELIVERIES);
    }

    RetryPolicy retryPolicy() {
      return retry.over("foliot.outbox.retry", DELIVERIES);
    }
  }

  /**
   * How personal data is encrypted.
   *
   * @param keyCache the keys that each node remembers
   */
  public record PersonalData(@DefaultValue KeyCache keyCache) {}

  /**
   * The keys that each node remembers.
   *
   * @param maxEntries the most keys to remember
   * @param expireAfter how long a node may still read what was forgotten on another one
   */
  public record KeyCache(
      @DefaultValue("10000") int maxEntries, @DefaultValue("1m") Duration expireAfter) {
    public KeyCache {
      atLeast(0, maxEntries, "foliot.personal-data.key-cache.max-entries");
      notNegative(expireAfter, "foliot.personal-data.key-cache.expire-after");
    }
  }

  /**
   * When closed aggregates leave the log.
   *
   * @param retention how long the events of a closed aggregate stay in the log before a run of the
   *     archive moves them
   */
  public record Archive(@DefaultValue("90d") Duration retention) {
    public Archive {
      notNegative(retention, "foliot.archive.retention");
    }
  }

  /**
   * The database schema of Foliot's tables.
   *
   * @param initialize when to create the tables: always, only in an embedded database, or never
   * @param name the schema; by default the one that connections have
   */
  public record Schema(
      @DefaultValue("embedded") DatabaseInitializationMode initialize, @Nullable String name) {
    public Schema {
      name = name == null || name.isBlank() ? null : name.strip();
    }
  }

  /**
   * Limits of the engine in test mode.
   *
   * @param maxDeliveries the most deliveries in one run before it is taken for an endless cascade
   */
  public record Test(@DefaultValue("10000") int maxDeliveries) {
    public Test {
      atLeast(1, maxDeliveries, "foliot.test.max-deliveries");
    }
  }
}
