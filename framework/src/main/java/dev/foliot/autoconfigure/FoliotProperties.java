package dev.foliot.autoconfigure;

import static dev.foliot.autoconfigure.PropertyRange.atLeast;
import static dev.foliot.autoconfigure.PropertyRange.headerName;
import static dev.foliot.autoconfigure.PropertyRange.notNegative;
import static dev.foliot.autoconfigure.PropertyRange.positive;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.unitofwork.UnsavedAggregates;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * The configuration properties. A value that is not allowed, or a key that does not exist, is
 * refused at the start.
 *
 * @param eventProcessing whether the engine delivers events, or handlers and projectors run at the
 *     unit of work's commit
 * @param packages where to look for messages and aggregates, besides the application's own packages
 * @param command how commands are processed
 * @param query how queries are answered
 * @param unitOfWork the checks at a commit
 * @param aggregate how event-sourced aggregates are loaded
 * @param sync limits of synchronous processing
 * @param engine how the engine works
 * @param outbox how published events are relayed to the broker
 * @param personalData how personal data is encrypted
 * @param process the instances of process managers
 * @param rebuild how projections are rebuilt
 * @param live how live changes of projections are read and given to subscribers
 * @param archive when closed aggregates leave the log
 * @param security the users of messages
 * @param web responses over HTTP
 * @param schema the database schema of Foliot's tables
 * @param test limits of the engine in test mode
 */
@ConfigurationProperties("foliot")
public record FoliotProperties(
    @DefaultValue("async") EventProcessing eventProcessing,
    @DefaultValue List<String> packages,
    @DefaultValue Command command,
    @DefaultValue Query query,
    @DefaultValue UnitOfWork unitOfWork,
    @DefaultValue Aggregate aggregate,
    @DefaultValue Sync sync,
    @DefaultValue @NestedConfigurationProperty EngineProperties engine,
    @DefaultValue Outbox outbox,
    @DefaultValue PersonalData personalData,
    @DefaultValue Processes process,
    @DefaultValue Rebuild rebuild,
    @DefaultValue Live live,
    @DefaultValue Archive archive,
    @DefaultValue Security security,
    @DefaultValue Web web,
    @DefaultValue Schema schema,
    @DefaultValue Test test) {
  public FoliotProperties {
    PropertyRange.packages(packages, "foliot.packages");
  }

  /** The ways to deliver events. */
  public enum EventProcessing {
    /** The engine, after the commit. */
    ASYNC,
    /** The committing thread, in its transaction. */
    SYNC
  }

  /**
   * How commands are processed.
   *
   * @param retry the attempts after a version conflict
   * @param retention how long the record of a command that has ended is kept, with its result and
   *     its idempotency key
   */
  public record Command(
      @DefaultValue @NestedConfigurationProperty RetryProperties retry,
      @DefaultValue("7d") Duration retention) {
    private static final RetryPolicy STANDARD =
        new RetryPolicy(3, Duration.ofMillis(50), 2, Duration.ofSeconds(1), 0.2);

    public Command {
      retry.over("foliot.command.retry", STANDARD);
      notNegative(retention, "foliot.command.retention");
    }

    RetryPolicy retryPolicy() {
      return retry.over("foliot.command.retry", STANDARD);
    }
  }

  /**
   * How queries are answered.
   *
   * @param consistencyTimeout the longest wait of a read with a consistency token that sets no
   *     time-out
   */
  public record Query(@DefaultValue("5s") Duration consistencyTimeout) {
    public Query {
      notNegative(consistencyTimeout, "foliot.query.consistency-timeout");
    }
  }

  /**
   * The checks at a commit.
   *
   * @param unsavedAggregates the result if aggregates raised events that the transaction does not
   *     store
   */
  public record UnitOfWork(@DefaultValue("fail") UnsavedAggregates unsavedAggregates) {}

  /**
   * How event-sourced aggregates are loaded.
   *
   * @param cache the cache of recently used aggregates
   */
  public record Aggregate(@DefaultValue Cache cache) {}

  /**
   * The cache of recently used aggregates.
   *
   * @param maxEvents the maximum number of events, of all aggregates together; 0 for no cache
   * @param expireAfter the time after which an aggregate leaves the cache, even if it is used
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
   * @param maxDepth the maximum number of messages that one unit of work may raise; more count as
   *     an endless cascade
   */
  public record Sync(@DefaultValue("1000") int maxDepth) {
    public Sync {
      atLeast(1, maxDepth, "foliot.sync.max-depth");
    }
  }

  /**
   * How published events are relayed.
   *
   * @param batchSize the maximum number of rows in one step
   * @param retention how long published rows are kept
   * @param retry the attempts after publishing failed
   */
  public record Outbox(
      @DefaultValue("100") int batchSize,
      @DefaultValue("7d") Duration retention,
      @DefaultValue @NestedConfigurationProperty RetryProperties retry) {
    public Outbox {
      atLeast(1, batchSize, "foliot.outbox.batch-size");
      notNegative(retention, "foliot.outbox.retention");
      retry.over("foliot.outbox.retry", RetryProperties.DELIVERIES);
    }

    RetryPolicy retryPolicy() {
      return retry.over("foliot.outbox.retry", RetryProperties.DELIVERIES);
    }
  }

  /**
   * How personal data is encrypted.
   *
   * @param keyCache the keys that each node remembers
   */
  public record PersonalData(@DefaultValue KeyCache keyCache) {}

  /**
   * The cache of keys of each node.
   *
   * @param maxEntries the maximum number of keys to remember
   * @param expireAfter how long a node may still read data that was forgotten on another one
   */
  public record KeyCache(
      @DefaultValue("10000") int maxEntries, @DefaultValue("1m") Duration expireAfter) {
    public KeyCache {
      atLeast(0, maxEntries, "foliot.personal-data.key-cache.max-entries");
      notNegative(expireAfter, "foliot.personal-data.key-cache.expire-after");
    }
  }

  /**
   * The instances of process managers.
   *
   * @param retention how long an instance is kept with its transitions after it has ended
   */
  public record Processes(@DefaultValue("30d") Duration retention) {
    public Processes {
      notNegative(retention, "foliot.process.retention");
    }
  }

  /**
   * How projections are rebuilt.
   *
   * @param segments how many segments a rebuild has; by default as many as the subscription has
   * @param batchSize the maximum number of messages that one transaction handles
   * @param load the share of the time in which a step runs, in percent
   * @param concurrency how many steps run at once on this node
   */
  public record Rebuild(
      @Nullable Integer segments,
      @DefaultValue("500") int batchSize,
      @DefaultValue("15") int load,
      @DefaultValue("1") int concurrency) {
    private static final int WHOLE = 100;

    public Rebuild {
      if (segments != null) {
        atLeast(1, segments, "foliot.rebuild.segments");
      }
      atLeast(1, batchSize, "foliot.rebuild.batch-size");
      PropertyRange.check(
          load >= 1 && load <= WHOLE, "foliot.rebuild.load", "a percentage from 1 to 100", load);
      atLeast(1, concurrency, "foliot.rebuild.concurrency");
    }
  }

  /**
   * How live changes of projections are read and given to subscribers.
   *
   * @param threads the maximum number of threads that call subscribers
   * @param minInterval the shortest time between two reads of a projection because of deliveries
   * @param pollInterval how often a node with subscribers looks for deliveries of other nodes
   * @param heartbeat how often a server-sent event stream sends a comment, so that a dead client is
   *     noticed
   */
  public record Live(
      @DefaultValue("8") int threads,
      @DefaultValue("100ms") Duration minInterval,
      @DefaultValue("1s") Duration pollInterval,
      @DefaultValue("15s") Duration heartbeat) {
    public Live {
      atLeast(1, threads, "foliot.live.threads");
      notNegative(minInterval, "foliot.live.min-interval");
      positive(pollInterval, "foliot.live.poll-interval");
      positive(heartbeat, "foliot.live.heartbeat");
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
   * The users of messages, with Spring Security.
   *
   * @param runAsUser whether a message is delivered on behalf of the user who caused it
   */
  public record Security(@DefaultValue("false") boolean runAsUser) {}

  /**
   * Responses over HTTP.
   *
   * @param problemDetails the responses to Foliot's exceptions
   * @param consistencyToken the header with the consistency token
   */
  public record Web(
      @DefaultValue ProblemDetails problemDetails,
      @DefaultValue ConsistencyToken consistencyToken) {}

  /**
   * The header with the consistency token in Spring MVC.
   *
   * @param enabled whether responses have the token of the events that their request committed, and
   *     requests with a token wait for the projections
   * @param header the name of the header, in responses and requests
   */
  public record ConsistencyToken(
      @DefaultValue("false") boolean enabled,
      @DefaultValue("Foliot-Consistency-Token") String header) {
    public ConsistencyToken {
      headerName(header, "foliot.web.consistency-token.header");
    }
  }

  /**
   * RFC 9457 problem details in Spring MVC.
   *
   * @param enabled whether Foliot's exceptions become problem details; by default if {@code
   *     spring.mvc.problemdetails.enabled} is true
   */
  public record ProblemDetails(@Nullable Boolean enabled) {}

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
   * @param maxDeliveries the maximum number of deliveries in one run; more count as an endless
   *     cascade
   */
  public record Test(@DefaultValue("10000") int maxDeliveries) {
    public Test {
      atLeast(1, maxDeliveries, "foliot.test.max-deliveries");
    }
  }
}
