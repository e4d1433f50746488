package dev.foliot.autoconfigure.actuate;

import dev.foliot.engine.EngineStatus;
import dev.foliot.outbox.OutboxReport;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Down while the engine should run and cannot work. Parked and failed messages do not bring it
 * down: parked messages wait for a person, and the restart that a probe would cause does not help.
 * It reads memory only.
 */
final class EngineHealthIndicator extends AbstractHealthIndicator {
  /**
   * Spring Boot does not know this status. So the whole application stays up and the answer is 200,
   * unless the application orders the status. If another system is unavailable, this application
   * must stay in service.
   */
  static final Status DEGRADED =
      new Status("DEGRADED", "A subscription pauses because all of its messages fail");

  private static final int SHOWN = 5;
  private static final Comparator<Map.Entry<String, SubscriptionTotals>> WORST_FIRST =
      Comparator.comparing(
          Map.Entry::getValue,
          Comparator.comparingInt(SubscriptionTotals::parked)
              .thenComparingInt(SubscriptionTotals::waiting)
              .thenComparingLong(SubscriptionTotals::lag)
              .reversed());

  private final Supplier<EngineStatus> engine;
  private final boolean enabled;
  private final Supplier<@Nullable OutboxReport> outbox;
  private final Supplier<@Nullable Map<String, Long>> stuck;
  private final Iterable<HealthDetail> others;

  /**
   * @param enabled whether the engine is to run
   * @param outbox returns the unpublished messages, without a query; null if they are not known
   * @param stuck returns the stuck instances of each process manager, in the same way
   * @param others details of other modules
   */
  EngineHealthIndicator(
      Supplier<EngineStatus> engine,
      boolean enabled,
      Supplier<@Nullable OutboxReport> outbox,
      Supplier<@Nullable Map<String, Long>> stuck,
      Iterable<HealthDetail> others) {
    super("The engine's state could not be read");
    this.engine = engine;
    this.enabled = enabled;
    this.outbox = outbox;
    this.stuck = stuck;
    this.others = others;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    EngineStatus status = engine.get();
    Map<String, SubscriptionTotals> totals = SubscriptionTotals.of(status);
    SubscriptionTotals all =
        totals.values().stream().reduce(SubscriptionTotals.NONE, SubscriptionTotals::and);
    health
        .up()
        .withDetail("running", status.running())
        .withDetail("leaseHeld", status.leaseHeld())
        .withDetail("head", status.head())
        .withDetail("lag", all.lag())
        .withDetail("waiting", all.waiting())
        .withDetail("parked", all.parked())
        .withDetail("behind", worst(totals));
    OutboxReport unpublished = outbox.get();
    if (unpublished != null) {
      health.withDetail("outbox", unpublished);
    }
    Map<String, Long> stuckProcesses = stuck.get();
    if (stuckProcesses != null) {
      health.withDetail("stuckProcesses", stuckProcesses);
    }
    for (HealthDetail each : others) {
      Object latest = each.latest();
      if (latest != null) {
        health.withDetail(each.name(), latest);
      }
    }
    if (!status.pausing().isEmpty()) {
      health.status(DEGRADED).withDetail("pausing", status.pausing());
    }
    String problem = problem(status);
    if (enabled && problem != null) {
      health.down().withDetail("problem", problem);
    }
  }

  /**
   * The problem, or null. If the heartbeat hangs because the network is cut, it reports nothing,
   * but the lease ends.
   */
  private static @Nullable String problem(EngineStatus status) {
    if (status.problem() == null && status.running() && !status.leaseHeld()) {
      return "The lease has ended, since the heartbeat did not get through to the database in time. The engine continues when it does.";
    }
    return status.problem();
  }

  /** The few that are worst off; an application may have hundreds. */
  private static Map<String, SubscriptionTotals> worst(Map<String, SubscriptionTotals> totals) {
    Map<String, SubscriptionTotals> worst = new LinkedHashMap<>();
    totals.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(SubscriptionTotals.NONE))
        .sorted(WORST_FIRST)
        .limit(SHOWN)
        .forEach(entry -> worst.put(entry.getKey(), entry.getValue()));
    return worst;
  }
}
