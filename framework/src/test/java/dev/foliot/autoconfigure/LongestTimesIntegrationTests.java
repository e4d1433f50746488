package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.CommandOptions;
import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.aggregate.AggregateNotFoundException;
import dev.foliot.autoconfigure.posting.Posting;
import dev.foliot.operation.CheckpointTarget;
import dev.foliot.testsupport.TestDatabases;
import dev.foliot.time.SteppableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A time that stands for ever works, or is refused by its name. */
class LongestTimesIntegrationTests {
  /** Not closed with the first application. */
  private final DataSource database = new DelegatingDataSource(TestDatabases.ofSuite());

  private final ApplicationContextRunner posting =
      FoliotRunner.posting()
          .withBean(DataSource.class, () -> database)
          .withPropertyValues("foliot.schema.initialize=always");

  @Test
  void everythingWorksWithTheLongestDurations() {
    String[] longest =
        Stream.of(
                "foliot.aggregate.cache.expire-after",
                "foliot.engine.poll-interval",
                "foliot.engine.shutdown-timeout",
                "foliot.engine.inbox-retention",
                "foliot.engine.lanes.max-wait",
                "foliot.engine.circuit-breaker.initial-interval",
                "foliot.engine.circuit-breaker.max-interval",
                "foliot.outbox.retention",
                "foliot.archive.retention",
                "foliot.personal-data.key-cache.expire-after",
                "foliot.command.retention",
                "foliot.command.retry.max-interval",
                "foliot.outbox.retry.initial-interval",
                "foliot.outbox.retry.max-interval",
                "foliot.engine.retry.max-interval")
            .map(key -> key + "=36500d")
            .toArray(String[]::new);

    posting
        .withPropertyValues(longest)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              Posting.useEverything(context);
            });
    posting
        .withPropertyValues(longest)
        .withPropertyValues("foliot.engine.enabled=true", "foliot.engine.notifications=true")
        .run(context -> assertThat(context).hasNotFailed());
  }

  @Test
  void aMessageMayWaitAHundredYearsForItsRetry() {
    posting
        .withPropertyValues(
            "foliot.engine.retry.initial-interval=36500d",
            "foliot.engine.retry.max-interval=36500d",
            "foliot.engine.retry.jitter=1")
        .run(
            context -> {
              Domain domain = context.getBean(Domain.class);
              domain.process(new Posting.Post("c", List.of(Posting.REFUSED)));
              Engine.inTestMode(domain).run();

              var held = domain.subscriptions().held("postman", 0, 10);
              assertThat(held).hasSize(1);
              assertThat(held.get(0).nextAttemptAt()).isAfter("2100-01-01T00:00:00Z");
            });
  }

  @Test
  void aTimeoutMayBeForEver() {
    posting.run(
        context -> {
          Domain domain = context.getBean(Domain.class);
          Posting.Post post = new Posting.Post("a", List.of("one"));
          for (Duration timeout :
              List.of(
                  Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
                  Duration.ofDays(3_650_000),
                  Duration.ofNanos(Long.MAX_VALUE))) {
            domain.process(post, CommandOptions.none().timeout(timeout));
          }

          assertThat(domain.repositoryFor(Posting.Box.class).get("a").letters()).isEqualTo(3);
        });
  }

  @Test
  void anInstantMayBeTheFirstOrTheLast() {
    posting.run(
        context -> {
          Domain domain = context.getBean(Domain.class);
          domain.process(new Posting.Post("a", List.of("one")));
          var history = domain.historyOf(Posting.Box.class, "a");

          assertThat(history.asOf(Instant.MAX).letters()).isEqualTo(1);
          assertThatThrownBy(() -> history.asOf(Instant.MIN))
              .isInstanceOf(AggregateNotFoundException.class);
          for (Instant each : List.of(Instant.MIN, Instant.MAX)) {
            assertThat(domain.archive().closedBefore(each)).isNotNull();
            assertThat(domain.subscriptions().planMove("postman", CheckpointTarget.instant(each)))
                .isNotNull();
          }
        });
  }

  @Test
  void aClockStaysWithinWhatCanBeStored() {
    posting.run(
        context -> {
          SteppableClock clock = context.getBean(SteppableClock.class);
          assertThatThrownBy(() -> clock.set(Instant.MAX))
              .hasMessageContaining("Take an instant from 0001-01-01T00:00:00Z to 9999-12-31");
          assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(Long.MAX_VALUE)))
              .hasMessageContaining("it ends with the year 9999");
          clock.set(Instant.parse("9999-12-31T23:59:59.999999Z"));
          context.getBean(Domain.class).process(new Posting.Post("z", List.of("last")));
        });
  }
}
