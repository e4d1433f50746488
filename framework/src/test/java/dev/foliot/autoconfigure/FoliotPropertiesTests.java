package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.engine.CircuitBreakerSettings;
import dev.foliot.engine.EngineSettings;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.handler.StartPosition;
import dev.foliot.outbox.OutboxSettings;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Every key is checked at the start, and changes what it says. */
class FoliotPropertiesTests {
  private final ApplicationContextRunner properties =
      new ApplicationContextRunner().withUserConfiguration(OnlyProperties.class);

  @EnableConfigurationProperties(FoliotProperties.class)
  static class OnlyProperties {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          foliot.command.retry.max-attempts                    | 0         | at least 1
          foliot.command.retry.initial-interval                | -1ms      | not negative
          foliot.command.retry.multiplier                      | 0.5       | at least 1
          foliot.command.retry.multiplier                      | NaN       | at least 1
          foliot.command.retry.max-interval                    | -1s       | not negative
          foliot.command.retry.jitter                          | 2         | between 0 and 1
          foliot.command.retention                             | -1s       | not negative
          foliot.sync.max-depth                                | 0         | at least 1
          foliot.engine.batch-size                             | -1        | at least 1
          foliot.engine.poll-interval                          | 0s        | positive
          foliot.engine.segments                               | 0         | at least 1
          foliot.engine.max-concurrency                        | 0         | at least 1
          foliot.engine.lanes.threshold                        | urgent    | a number from -100 to 100 or one of [backfill, low, normal, high, critical]
          foliot.engine.lanes.threshold                        | 99999999999 | a number from -100 to 100 or one of
          foliot.engine.lanes.threshold                        | 101       | a number from -100 to 100
          foliot.engine.lanes.threshold                        | -101      | a number from -100 to 100
          foliot.engine.lanes.max-wait                         | -5m       | not negative
          foliot.engine.retry.max-attempts                     | 0         | at least 1
          foliot.engine.retry.initial-interval                 | -1ms      | not negative
          foliot.engine.retry.multiplier                       | 0         | at least 1
          foliot.engine.retry.max-interval                     | -1s       | not negative
          foliot.engine.retry.jitter                           | -0.1      | between 0 and 1
          foliot.engine.circuit-breaker.failures               | 0         | at least 1
          foliot.engine.circuit-breaker.initial-interval       | 0s        | positive
          foliot.engine.circuit-breaker.max-interval           | 0s        | positive
          foliot.engine.shutdown-timeout                       | -1s       | not negative
          foliot.engine.subscriptions.ledger.batch-size        | 0         | at least 1
          foliot.engine.subscriptions.ledger.segments          | -2        | at least 1
          foliot.engine.subscriptions.ledger.retry.max-attempts | 0        | at least 1
          foliot.engine.subscriptions.ledger.retry.jitter      | 1.5       | between 0 and 1
          foliot.outbox.batch-size                             | 0         | at least 1
          foliot.outbox.retention                              | -1d       | not negative
          foliot.outbox.retry.max-attempts                     | 0         | at least 1
          foliot.outbox.retry.initial-interval                 | -1ms      | not negative
          foliot.outbox.retry.multiplier                       | 0.9       | at least 1
          foliot.outbox.retry.max-interval                     | -1s       | not negative
          foliot.outbox.retry.jitter                           | 2         | between 0 and 1
          foliot.rebuild.segments                              | 0         | at least 1
          foliot.rebuild.batch-size                            | 0         | at least 1
          foliot.rebuild.load                                  | 0         | a percentage from 1 to 100
          foliot.rebuild.load                                  | 101       | a percentage from 1 to 100
          foliot.rebuild.concurrency                           | 0         | at least 1
          foliot.archive.retention                             | -1d       | not negative
          foliot.live.threads                                  | 0         | at least 1
          foliot.live.min-interval                             | -1ms      | not negative
          foliot.live.poll-interval                            | 0s        | positive
          foliot.live.heartbeat                                | 0s        | positive
          foliot.personal-data.key-cache.max-entries           | -1        | at least 0
          foliot.personal-data.key-cache.expire-after          | -1s       | not negative
          foliot.web.consistency-token.header                  | ''        | the name of an HTTP header, but is "".
          foliot.web.consistency-token.header                  | Token Id  | the name of an HTTP header, but is "Token Id".
          foliot.packages[0]                                   | ' '       | the name of a package
          foliot.test.max-deliveries                           | 0         | at least 1
          """)
  void refusesWhatCannotBe(String key, String value, String expected) {
    properties
        .withPropertyValues(key + "=" + value)
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains("The property " + key + " must be " + expected)
                    .contains("Correct " + key + " in the application's configuration."));
  }

  @ParameterizedTest
  @CsvSource({
    "foliot.event-processing, later, ASYNC, SYNC",
    "foliot.schema.initialize, sometimes, ALWAYS, EMBEDDED",
    "foliot.engine.subscriptions.ledger.start, middle, BEGINNING, END"
  })
  void refusesUnknownNames(String key, String value, String one, String another) {
    properties
        .withPropertyValues(key + "=" + value)
        .run(
            context -> assertThat(FoliotRunner.textOf(context)).contains(key, value, one, another));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foliot.engine.enabled",
        "foliot.engine.batch-size",
        "foliot.engine.poll-interval",
        "foliot.engine.notifications",
        "foliot.engine.lanes.enabled"
      })
  void refusesWhatIsNoValue(String key) {
    properties
        .withPropertyValues(key + "=often")
        .run(context -> assertThat(FoliotRunner.textOf(context)).contains(key, "often"));
  }

  @Test
  void hasTheDocumentedDefaults() {
    FoliotProperties standard = bind(Map.of());

    EngineSettings engine = SettingsFromProperties.engine(standard, 7);
    RetryPolicy deliveries =
        new RetryPolicy(5, Duration.ofMillis(100), 2, Duration.ofSeconds(30), 0.2);
    assertThat(standard.eventProcessing()).isEqualTo(FoliotProperties.EventProcessing.ASYNC);
    assertThat(standard.packages()).isEmpty();
    assertThat(standard.command().retryPolicy())
        .isEqualTo(new RetryPolicy(3, Duration.ofMillis(50), 2, Duration.ofSeconds(1), 0.2));
    assertThat(standard.sync().maxDepth()).isEqualTo(1000);
    assertThat(standard.engine().enabled()).isTrue();
    assertThat(standard.engine().lanes().rule().enabled()).isTrue();
    assertThat(standard.engine().lanes().rule().threshold()).isZero();
    assertThat(engine.standard().batchSize()).isEqualTo(500);
    assertThat(engine.standard().segments()).isEqualTo(1);
    assertThat(engine.standard().start()).isNull();
    assertThat(engine.standard().retry()).isEqualTo(deliveries);
    assertThat(engine.subscriptions()).isEmpty();
    assertThat(engine.pollInterval()).hasMillis(100);
    assertThat(engine.notifications()).isTrue();
    assertThat(engine.maxConcurrency()).isEqualTo(7);
    assertThat(engine.laneMaxWait()).hasMinutes(5);
    assertThat(engine.shutdownTimeout()).hasSeconds(30);
    assertThat(standard.test().maxDeliveries()).isEqualTo(10_000);
    assertThat(SettingsFromProperties.outbox(standard.outbox()))
        .isEqualTo(new OutboxSettings(100, Duration.ofDays(7), deliveries));
    assertThat(standard.archive().retention()).hasDays(90);
    assertThat(standard.schema().initialize()).isEqualTo(DatabaseInitializationMode.EMBEDDED);
    assertThat(standard.schema().name()).isNull();
  }

  @Test
  void bindsEngineKeys() {
    assertThat(engine("batch-size", "50", s -> s.standard().batchSize())).isEqualTo(50);
    assertThat(engine("segments", "4", s -> s.standard().segments())).isEqualTo(4);
    assertThat(engine("poll-interval", "2s", EngineSettings::pollInterval))
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(engine("max-concurrency", "3", EngineSettings::maxConcurrency)).isEqualTo(3);
    assertThat(engine("lanes.max-wait", "1m", EngineSettings::laneMaxWait))
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(engine("shutdown-timeout", "1s", EngineSettings::shutdownTimeout))
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(engine("retry.max-attempts", "2", s -> s.standard().retry().maxAttempts()))
        .isEqualTo(2);
    assertThat(bind(Map.of("foliot.engine.enabled", "false")).engine().enabled()).isFalse();
    assertThat(bind(Map.of("foliot.test.max-deliveries", "9")).test().maxDeliveries()).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"foliot.command.retry", "foliot.engine.retry", "foliot.outbox.retry"})
  void bindsRetryKeys(String prefix) {
    FoliotProperties bound =
        bind(
            Map.of(
                prefix + ".max-attempts", "7",
                prefix + ".initial-interval", "1s",
                prefix + ".multiplier", "1.5",
                prefix + ".max-interval", "1m",
                prefix + ".jitter", "0"));

    Map<String, RetryPolicy> policies =
        Map.of(
            "foliot.command.retry", bound.command().retryPolicy(),
            "foliot.engine.retry", bound.engine().retryPolicy(),
            "foliot.outbox.retry", bound.outbox().retryPolicy());
    assertThat(policies.get(prefix))
        .isEqualTo(new RetryPolicy(7, Duration.ofSeconds(1), 1.5, Duration.ofMinutes(1), 0));
  }

  @Test
  void bindsOutboxKeys() {
    FoliotProperties bound =
        bind(
            Map.of(
                "foliot.outbox.batch-size", "10",
                "foliot.outbox.retention", "0"));

    OutboxSettings outbox = SettingsFromProperties.outbox(bound.outbox());
    assertThat(outbox.batchSize()).isEqualTo(10);
    assertThat(outbox.retention()).isZero();
  }

  @Test
  void bindsCircuitBreakerKeys() {
    assertThat(SettingsFromProperties.engine(bind(Map.of()), 1).circuitBreaker())
        .isEqualTo(circuitBreaker(CircuitBreakerSettings.Use.ON_THREADS, 5, 1, 60));
    assertThat(
            SettingsFromProperties.engine(
                    bind(
                        Map.of(
                            "foliot.engine.circuit-breaker.enabled", "false",
                            "foliot.engine.circuit-breaker.failures", "9",
                            "foliot.engine.circuit-breaker.initial-interval", "3s",
                            "foliot.engine.circuit-breaker.max-interval", "5s")),
                    1)
                .circuitBreaker())
        .isEqualTo(circuitBreaker(CircuitBreakerSettings.Use.NEVER, 9, 3, 5));
  }

  private static CircuitBreakerSettings circuitBreaker(
      CircuitBreakerSettings.Use use, int failures, int initial, int most) {
    return new CircuitBreakerSettings(
        use,
        failures,
        new RetryPolicy(
            Integer.MAX_VALUE, Duration.ofSeconds(initial), 2, Duration.ofSeconds(most), 0.2));
  }

  @Test
  void bindsArchiveKeys() {
    assertThat(bind(Map.of("foliot.archive.retention", "7d")).archive().retention()).hasDays(7);
  }

  @Test
  void subscriptionInheritsWhatItDoesNotSet() {
    FoliotProperties bound =
        bind(
            Map.of(
                "foliot.engine.batch-size", "10",
                "foliot.engine.retry.jitter", "0",
                "foliot.engine.subscriptions.ledger.segments", "4",
                "foliot.engine.subscriptions.ledger.start", "beginning",
                "foliot.engine.subscriptions.ledger.retry.max-attempts", "10"));

    var ledger = SettingsFromProperties.engine(bound, 1).subscriptions().get("ledger");
    assertThat(ledger.batchSize()).isEqualTo(10);
    assertThat(ledger.segments()).isEqualTo(4);
    assertThat(ledger.start()).isEqualTo(StartPosition.BEGINNING);
    assertThat(ledger.retry())
        .isEqualTo(new RetryPolicy(10, Duration.ofMillis(100), 2, Duration.ofSeconds(30), 0));
  }

  @ParameterizedTest
  @CsvSource({"high, 50", "BACKFILL, -100", "' low ', -50", "25, 25", "-7, -7", "+3, 3"})
  void thresholdIsANameOrANumber(String threshold, int expected) {
    FoliotProperties bound = bind(Map.of("foliot.engine.lanes.threshold", threshold));

    assertThat(bound.engine().lanes().rule().threshold()).isEqualTo(expected);
  }

  @Test
  void lanesCanBeTurnedOff() {
    FoliotProperties bound = bind(Map.of("foliot.engine.lanes.enabled", "false"));

    assertThat(bound.engine().lanes().rule().enabled()).isFalse();
  }

  @Test
  void blankSchemaNameIsNone() {
    assertThat(bind(Map.of("foliot.schema.name", " ")).schema().name()).isNull();
    assertThat(bind(Map.of("foliot.schema.name", "events ")).schema().name()).isEqualTo("events");
  }

  private static Object engine(String key, String value, Function<EngineSettings, Object> setting) {
    FoliotProperties bound = bind(Map.of("foliot.engine." + key, value));
    return setting.apply(SettingsFromProperties.engine(bound, 5));
  }

  private static FoliotProperties bind(Map<String, String> properties) {
    var binder = new Binder(new MapConfigurationPropertySource(properties));
    BindResult<FoliotProperties> bound = binder.bind("foliot", FoliotProperties.class);
    return bound.orElseGet(() -> binder.bindOrCreate("foliot", FoliotProperties.class));
  }
}
