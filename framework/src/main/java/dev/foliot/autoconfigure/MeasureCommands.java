package dev.foliot.autoconfigure;

import dev.foliot.command.CommandExpiredException;
import dev.foliot.command.CommandListener;
import dev.foliot.command.CommandValidationException;
import dev.foliot.message.Message;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.springframework.dao.ConcurrencyFailureException;

/**
 * The timer {@code foliot.command}: from the call of {@code process} until the commit, with all
 * attempts. Its tags are {@code command}, the declared name, and {@code outcome}: success, conflict
 * (every attempt met one), invalid (by its own constraints), expired, or failure.
 */
final class MeasureCommands implements CommandListener {
  private final MeterProvider<Timer> timer;

  MeasureCommands(MeterRegistry registry) {
    timer =
        Timer.builder("foliot.command")
            .description("Commands, until they are committed, with all attempts")
            .withRegistry(registry);
  }

  @Override
  public void succeeded(Message command, Duration duration, int attempts) {
    record(command, "success", duration);
  }

  @Override
  public void failed(Message command, Throwable error, Duration duration, int attempts) {
    record(command, outcome(error), duration);
  }

  private static String outcome(Throwable error) {
    if (error instanceof ConcurrencyFailureException) {
      return "conflict";
    }
    if (error instanceof CommandValidationException) {
      return "invalid";
    }
    return error instanceof CommandExpiredException ? "expired" : "failure";
  }

  private void record(Message command, String outcome, Duration duration) {
    timer.withTags("command", command.metadata().type(), "outcome", outcome).record(duration);
  }
}
