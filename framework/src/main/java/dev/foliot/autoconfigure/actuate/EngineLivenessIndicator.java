package dev.foliot.autoconfigure.actuate;

import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Down only if nothing but a restart of the application helps, which a liveness probe causes. It
 * depends neither on the database nor on deliveries.
 */
final class EngineLivenessIndicator extends AbstractHealthIndicator {
  private final Supplier<Optional<String>> whyDead;

  EngineLivenessIndicator(Supplier<Optional<String>> whyDead) {
    super("The engine's threads could not be looked at");
    this.whyDead = whyDead;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    health.up();
    whyDead.get().ifPresent(problem -> health.down().withDetail("problem", problem));
  }
}
