package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.CommandOptions;
import dev.foliot.Domain;
import dev.foliot.autoconfigure.billing.Billing;
import dev.foliot.time.SteppableClock;
import dev.foliot.work.ExpiringRows;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The property decides how long an idempotency key is remembered. */
class CommandRetentionTests {
  @ParameterizedTest
  @CsvSource({"7d, 0", "2d, 1", "36500d, 0"})
  void recordsAreKeptForTheConfiguredTime(String retention, int removed) {
    FoliotRunner.billing()
        .withPropertyValues("foliot.command.retention=" + retention)
        .run(
            context -> {
              Domain domain = context.getBean(Domain.class);
              domain.process(
                  new Billing.OpenAccount("a"), CommandOptions.none().idempotencyKey("k"));
              context.getBean(SteppableClock.class).advance(Duration.ofDays(3));

              assertThat(context.getBean("foliotEndedCommands", ExpiringRows.class).removeSome(100))
                  .isEqualTo(removed);
            });
  }
}
