package dev.foliot.autoconfigure;

import java.util.function.BooleanSupplier;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Down only if nothing but a new start of the application helps, which is what a liveness probe
 * causes. It asks neither the database nor how the deliveries go.
 */
final class EngineLivenessIndicator extends AbstractHealthIndicator {
  private final BooleanSupplier isDead;

  EngineLivenessIndicator(BooleanSupplier isDead) {
    super("The engine's threads could not be looked at");
    this.isDead = isDead;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    if (isDead.getAsBoolean()) {
      health
          .down()
          .withDetail(
              "problem",
              "A thread of the engine has ended: nothing is delivered any more. Start the application again.");
    } else {
      health.up();
    }
  }
}
