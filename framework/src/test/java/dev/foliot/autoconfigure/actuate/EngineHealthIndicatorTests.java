package dev.foliot.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.foliot.autoconfigure.FoliotRunner;
import dev.foliot.engine.CircuitStatus;
import dev.foliot.engine.EngineStatus;
import dev.foliot.engine.SubscriptionStatus;
import dev.foliot.outbox.OutboxReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.jdbc.core.JdbcTemplate;

class EngineHealthIndicatorTests {
  @Test
  void upWhileItWorks() {
    Health health = health(true, new EngineStatus(true, true, 42, List.of(), null));

    assertThat(health.getStatus()).isEqualTo(Status.UP);
    assertThat(health.getDetails())
        .contains(entry("running", true), entry("head", 42L), entry("lag", 0L))
        .doesNotContainKey("problem");
  }

  // What failed waits for a person: a restart does not help
  @Test
  void upWithMessagesThatWereNotPublished() {
    Health health = health(true, new EngineStatus(true, true, 42, List.of(), null));

    assertThat(health.getStatus()).isEqualTo(Status.UP);
    assertThat(health.getDetails()).containsEntry("outbox", new OutboxReport(3, 2, 1));
  }

  // Nor does it end what is stuck
  @Test
  void upWithStuckProcesses() { // R44
    Health health = health(true, new EngineStatus(true, true, 42, List.of(), null));

    assertThat(health.getStatus()).isEqualTo(Status.UP);
    assertThat(health.getDetails()).containsEntry("stuckProcesses", Map.of("checkout", 2L));
  }

  @Test
  void upWithDetailsOfOtherModules() { // R61
    Health health = health(true, new EngineStatus(true, true, 42, List.of(), null));

    assertThat(health.getStatus()).isEqualTo(Status.UP);
    assertThat(health.getDetails()).containsEntry("runs", 3).doesNotContainKey("unknown");
  }

  @Test
  void downWithAProblem() {
    Health health =
        health(true, new EngineStatus(true, true, 42, List.of(), "the database is away"));

    assertThat(health.getStatus()).isEqualTo(Status.DOWN);
    assertThat(health.getDetails()).containsEntry("problem", "the database is away");
  }

  // a heartbeat that hangs fails without a word
  @Test
  void downWithoutItsLease() {
    Health health = health(true, new EngineStatus(true, false, 42, List.of(), null));

    assertThat(health.getStatus()).isEqualTo(Status.DOWN);
    assertThat(health.getDetails())
        .containsEntry(
            "problem",
            "The lease has ended, since the heartbeat did not get through to the database in time. The engine continues when it does.");
  }

  @Test
  void livenessIsDownOnlyWithAReason() {
    AtomicReference<String> reason = new AtomicReference<>();
    EngineLivenessIndicator liveness =
        new EngineLivenessIndicator(() -> Optional.ofNullable(reason.get()));

    assertThat(statusOf(liveness)).isEqualTo(Status.UP);
    reason.set("A thread of the engine has ended");
    assertThat(statusOf(liveness)).isEqualTo(Status.DOWN);
    assertThat(java.util.Objects.requireNonNull(liveness.health()).getDetails())
        .containsEntry("problem", "A thread of the engine has ended");
  }

  private static Status statusOf(HealthIndicator indicator) {
    return java.util.Objects.requireNonNull(indicator.health()).getStatus();
  }

  @Test
  void livenessDoesNotAskTheDatabase() {
    FoliotRunner.empty()
        .withPropertyValues("foliot.engine.enabled=true")
        .run(
            context -> {
              HealthIndicator liveness =
                  context.getBean("foliotLivenessHealthIndicator", HealthIndicator.class);
              new JdbcTemplate(context.getBean(DataSource.class)).execute("shutdown immediately");

              assertThat(statusOf(liveness)).isEqualTo(Status.UP);
            });
  }

  @Test
  void upIfTheEngineIsNotToRun() {
    Health health = health(false, new EngineStatus(false, false, 0, List.of(), "stale"));

    assertThat(health.getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void parkedMessagesDoNotBringItDown() {
    Health health =
        health(true, new EngineStatus(true, true, 9, List.of(segment("a", 0, 0, 3)), null));

    assertThat(health.getStatus()).isEqualTo(Status.UP);
    assertThat(health.getDetails()).containsEntry("parked", 3);
  }

  // Neither down, which ends a pod, nor out of service, which takes the application away
  @Test
  void pausingSubscriptionIsShownAndTakesNothingDown() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    CircuitStatus circuit =
        new CircuitStatus(now, false, now.plusSeconds(1), "Timeout", "no answer");
    SubscriptionStatus pausing = new SubscriptionStatus("a", 0, true, 0, 0, 0, 0, 0, circuit);

    Health health = health(true, new EngineStatus(true, true, 9, List.of(pausing), null));

    assertThat(health.getStatus()).isEqualTo(new Status("DEGRADED"));
    assertThat(health.getDetails()).containsEntry("pausing", Map.of("a", circuit));
    assertThat(StatusAggregator.getDefault().getAggregateStatus(Status.UP, health.getStatus()))
        .isEqualTo(Status.UP);
    assertThat(HttpCodeStatusMapper.getDefault().getStatusCode(health.getStatus())).isEqualTo(200);
  }

  @Test
  void addsUpTheSegmentsOfASubscription() {
    EngineStatus status =
        new EngineStatus(
            true, true, 9, List.of(segment("a", 7, 1, 2), segment("a", 4, 1, 0)), null);

    assertThat(health(true, status).getDetails())
        .contains(entry("lag", 7L), entry("waiting", 2), entry("parked", 2))
        .containsEntry("behind", Map.of("a", new SubscriptionTotals(7, 2, 2)));
  }

  @Test
  void showsTheWorstFewOnly() {
    List<SubscriptionStatus> many =
        IntStream.rangeClosed(1, 100).mapToObj(n -> segment("s" + n, n, 0, n / 100)).toList();

    Object behind =
        health(true, new EngineStatus(true, true, 100, many, null)).getDetails().get("behind");

    assertThat(behind)
        .asInstanceOf(
            org.assertj.core.api.InstanceOfAssertFactories.map(String.class, Object.class))
        .containsOnlyKeys("s100", "s99", "s98", "s97", "s96");
  }

  @Test
  void isThereUnlessDisabled() {
    FoliotRunner.empty()
        .run(
            context ->
                assertThat(context.getBean("foliotHealthIndicator", HealthIndicator.class).health())
                    .returns(Status.UP, health -> health == null ? null : health.getStatus()));
    FoliotRunner.empty()
        .withPropertyValues("management.health.foliot.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
    FoliotRunner.empty()
        .withPropertyValues("management.health.defaults.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
    FoliotRunner.empty()
        .withClassLoader(new FilteredClassLoader(HealthIndicator.class))
        .run(context -> assertThat(context).doesNotHaveBean("foliotHealthIndicator"));
  }

  private static SubscriptionStatus segment(String name, long lag, int waiting, int parked) {
    return new SubscriptionStatus(name, 0, true, 0, 0, lag, waiting, parked);
  }

  private static Health health(boolean enabled, EngineStatus status) {
    return java.util.Objects.requireNonNull(
        new EngineHealthIndicator(
                () -> status,
                enabled,
                () -> new OutboxReport(3, 2, 1),
                () -> Map.of("checkout", 2L),
                List.of(detail("runs", 3), detail("unknown", null)))
            .health());
  }

  private static HealthDetail detail(String name, @Nullable Object value) {
    return new HealthDetail() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public @Nullable Object latest() {
        return value;
      }
    };
  }
}
