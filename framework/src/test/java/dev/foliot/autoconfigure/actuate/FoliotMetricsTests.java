package dev.foliot.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.autoconfigure.FoliotRunner;
import dev.foliot.autoconfigure.billing.Billing;
import dev.foliot.autoconfigure.closing.CloseAccount;
import dev.foliot.command.CommandHandler;
import dev.foliot.command.CommandValidationException;
import dev.foliot.engine.CircuitStatus;
import dev.foliot.engine.EngineStatus;
import dev.foliot.engine.SubscriptionStatus;
import dev.foliot.handler.Handle;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.message.Lane;
import dev.foliot.time.Background;
import dev.foliot.time.SteppableClock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;

class FoliotMetricsTests {
  private static final Background AT_ONCE =
      work -> {
        work.run();
        return true;
      };

  private final ApplicationContextRunner measured =
      FoliotRunner.billing()
          .withConfiguration(
              AutoConfigurations.of(
                  MetricsAutoConfiguration.class,
                  CompositeMeterRegistryAutoConfiguration.class,
                  ObservationAutoConfiguration.class))
          .withBean(SimpleMeterRegistry.class);

  @CommandHandler
  static class Closing {
    @Handle
    void close(CloseAccount command) {
      switch (command.accountId()) {
        case "busy" -> throw new OptimisticLockingFailureException("another was faster");
        case "broken" -> throw new IllegalStateException("broken");
        default -> {}
      }
    }
  }

  @Test
  void timesCommandsByOutcome() {
    measured
        .withBean(Closing.class)
        .withPropertyValues("foliot.packages=" + Billing.PACKAGE + "," + CloseAccount.PACKAGE)
        .withBean(
            dev.foliot.command.CommandValidator.class,
            () ->
                command ->
                    command.equals(new CloseAccount(""))
                        ? List.of(
                            new CommandValidationException.Violation(
                                "accountId", "must not be blank", ""))
                        : List.of())
        .run(
            context -> {
              Domain domain = context.getBean(Domain.class);

              domain.process(new CloseAccount("a"));
              for (String id : List.of("busy", "broken", "")) {
                assertThatThrownBy(() -> domain.process(new CloseAccount(id)))
                    .isInstanceOf(RuntimeException.class);
              }

              MeterRegistry meters = context.getBean(MeterRegistry.class);
              for (String outcome : List.of("success", "conflict", "failure", "invalid")) {
                assertThat(command(meters, outcome).count()).as(outcome).isOne();
              }
            });
  }

  private static Timer command(MeterRegistry meters, String outcome) {
    return meters
        .get("foliot.command")
        .tag("command", "CloseAccount")
        .tag("outcome", outcome)
        .timer();
  }

  @Test
  void timesDeliveriesOfTheEngine() {
    measured.run(
        context -> {
          Domain domain = context.getBean(Domain.class);
          domain.process(new Billing.OpenAccount("a"));
          domain.process(new Billing.Deposit("a", 5));
          domain.process(new Billing.Deposit("a", -1));

          Engine.inTestMode(domain).runUntilIdle();

          MeterRegistry meters = context.getBean(MeterRegistry.class);
          assertThat(delivery(meters, "ledger", "event", "handled").count())
              .as("called again, since the first call was rolled back with its batch")
              .isEqualTo(2);
          assertThat(delivery(meters, "ledger", "event", "retry").count()).isEqualTo(4);
          assertThat(delivery(meters, "ledger", "event", "parked").count()).isOne();
          assertThat(delivery(meters, "balance-projector", "projector", "handled").count())
              .isEqualTo(2);
        });
  }

  @Test
  void timesSynchronousDeliveries() {
    measured
        .withPropertyValues("foliot.event-processing=sync")
        .run(
            context -> {
              Domain domain = context.getBean(Domain.class);
              domain.process(new Billing.OpenAccount("a"));

              domain.process(new Billing.Deposit("a", 5));
              assertThatThrownBy(() -> domain.process(new Billing.Deposit("a", -1)))
                  .isInstanceOf(IllegalArgumentException.class);

              MeterRegistry meters = context.getBean(MeterRegistry.class);
              assertThat(delivery(meters, "ledger", "event", "handled").count()).isOne();
              assertThat(delivery(meters, "ledger", "event", "failed").count()).isOne();
              assertThat(delivery(meters, "balance-projector", "projector", "handled").count())
                  .isPositive();
            });
  }

  private static Timer delivery(
      MeterRegistry meters, String subscription, String kind, String outcome) {
    return meters
        .get("foliot.delivery")
        .tags("subscription", subscription, "kind", kind, "lane", "primary", "outcome", outcome)
        .timer();
  }

  @Test
  void gaugesEverySubscription() {
    measured
        .withPropertyValues("foliot.engine.enabled=true")
        .run(
            context -> {
              MeterRegistry meters = context.getBean(MeterRegistry.class);
              for (String name : List.of("ledger", "balance-projector", "audit")) {
                assertThat(gauge(meters, "segments", name).value()).as(name).isNotNegative();
                for (String what : List.of("waiting", "parked")) {
                  assertThat(gauge(meters, what, name).value()).as(name + " " + what).isZero();
                }
                for (String what : List.of("lag", "delay")) {
                  assertThat(gauge(meters, what, name).value())
                      .as(name + " " + what + ", perhaps before its segments are taken")
                      .isIn(0.0, Double.NaN);
                }
              }
              assertThat(meters.get("foliot.engine.working").gauge().value()).isOne();
            });
  }

  @Test
  void gaugesAreNoNumbersWithoutAnEngine() {
    measured.run(
        context -> {
          MeterRegistry meters = context.getBean(MeterRegistry.class);

          assertThat(gauge(meters, "lag", "ledger").value()).isNaN();
          assertThat(meters.get("foliot.engine.working").gauge().value()).isZero();
        });
  }

  @Test
  void gaugesReadTheStatus() {
    EngineStatus status =
        new EngineStatus(
            true,
            true,
            10,
            List.of(
                new SubscriptionStatus("ledger", 0, true, 9, 3, 7, 2, 1),
                new SubscriptionStatus("ledger", 1, true, 8, 8, 2, 0, 1),
                new SubscriptionStatus("ledger", 2, false, 0, 0, 10, 5, 5)),
            "the database is away");
    measured.run(
        context -> {
          MeterRegistry meters = new SimpleMeterRegistry();

          gauges(context, () -> status).bindTo(meters);

          assertThat(lane(meters, "lag", "primary").value()).isEqualTo(2);
          assertThat(lane(meters, "lag", "backfill").value()).isEqualTo(7);
          assertThat(gauge(meters, "segments", "ledger").value()).isEqualTo(2);
          assertThat(gauge(meters, "waiting", "ledger").value()).isEqualTo(2);
          assertThat(gauge(meters, "parked", "ledger").value()).isEqualTo(2);
          assertThat(gauge(meters, "lag", "audit").value()).as("not delivered here").isNaN();
          assertThat(gauge(meters, "delay", "audit").value()).as("not delivered here").isNaN();
          assertThat(meters.get("foliot.engine.working").gauge().value()).isZero();
        });
  }

  @Test
  void gaugeSaysThatACircuitIsOpen() {
    var circuit =
        new CircuitStatus(Instant.EPOCH, false, Instant.EPOCH, "Timeout", "the bank is away");
    var ledger = new SubscriptionStatus("ledger", 0, true, 9, 9, 0, 0, 0, circuit);
    EngineStatus status = new EngineStatus(true, true, 9, List.of(ledger), null);
    measured.run(
        context -> {
          MeterRegistry meters = new SimpleMeterRegistry();

          gauges(context, () -> status).bindTo(meters);

          assertThat(gauge(meters, "circuit.open", "ledger").value()).isOne();
          assertThat(gauge(meters, "circuit.open", "audit").value()).isZero();
          assertThat(meters.get("foliot.engine.working").gauge().value()).isOne();
        });
  }

  @Test
  void delayIsSinceTheLogWasSeenToBeLonger() {
    MockClock clock = new MockClock();
    AtomicReference<EngineStatus> status = new AtomicReference<>(at(5, 5));
    measured.run(
        context -> {
          MeterRegistry meters = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
          gauges(context, status::get).bindTo(meters);
          Gauge delay = lane(meters, "delay", "primary");

          assertThat(delay.value()).isZero();
          clock.addSeconds(10);
          status.set(at(7, 5));
          assertThat(delay.value()).as("just seen").isZero();
          clock.addSeconds(20);
          status.set(at(9, 5));
          assertThat(delay.value()).isEqualTo(20);
          clock.addSeconds(30);
          status.set(at(9, 8));
          assertThat(delay.value()).as("only what came last waits").isEqualTo(30);
          clock.addSeconds(30);
          status.set(at(9, 9));
          assertThat(delay.value()).isZero();
        });
  }

  @Test
  void delayIsKnownAfterManyLooks() {
    MockClock clock = new MockClock();
    AtomicReference<EngineStatus> status = new AtomicReference<>(at(1, 0));
    var looks = new EngineLooks(status::get, clock::monotonicTime);
    looks.latest();

    for (int look = 2; look < 5_000; look++) {
      clock.addSeconds(15);
      status.set(at(look, 0));
      looks.latest();
    }

    EngineLooks.Look latest = looks.latest();
    assertThat(latest.delay(latest.segmentsOf("ledger"), Lane.PRIMARY)).isEqualTo(15 * 4_998);
    assertThat(latest.marks().size()).isLessThanOrEqualTo(512);
  }

  @Test
  void manyGaugesAreOneLook() {
    AtomicInteger looks = new AtomicInteger();
    MockClock clock = new MockClock();
    measured.run(
        context -> {
          MeterRegistry meters = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
          gauges(
                  context,
                  () -> {
                    looks.incrementAndGet();
                    return at(1, 1);
                  })
              .bindTo(meters);

          meters.forEachMeter(meter -> meter.measure().forEach(Measurement::getValue));
          assertThat(looks).hasValue(1);
          clock.addSeconds(1);
          meters.forEachMeter(meter -> meter.measure().forEach(Measurement::getValue));
          assertThat(looks).hasValue(2);
        });
  }

  private static EngineStatus at(long head, long position) {
    var ledger = new SubscriptionStatus("ledger", 0, true, position, position, 0, 0, 0);
    return new EngineStatus(true, true, head, List.of(ledger), null);
  }

  private static EngineGauges gauges(
      AssertableApplicationContext context, Supplier<EngineStatus> status) {
    return new EngineGauges(() -> context.getBean(HandlerRegistry.class).subscriptions(), status);
  }

  private static Gauge lane(MeterRegistry meters, String what, String lane) {
    return meters
        .get("foliot.subscription." + what)
        .tags("subscription", "ledger", "lane", lane)
        .gauge();
  }

  private static Gauge gauge(MeterRegistry meters, String what, String subscription) {
    return meters.get("foliot.subscription." + what).tag("subscription", subscription).gauge();
  }

  @Test
  void stalenessIsMeasuredInTheBackground() {
    MockClock time = new MockClock();
    measured
        .withBean(Background.class, () -> AT_ONCE)
        .run(
            context -> {
              Domain domain = context.getBean(Domain.class);
              SteppableClock clock = context.getBean(SteppableClock.class);
              MeterRegistry meters = new SimpleMeterRegistry(SimpleConfig.DEFAULT, time);
              context.getBean(StalenessGauges.class).bindTo(meters);
              domain.process(new Billing.OpenAccount("a"));
              domain.process(new Billing.Deposit("a", 5));
              clock.advance(Duration.ofMillis(2_500));

              assertThat(gauge(meters, "staleness", "ledger").value()).isEqualTo(2.5);
              Engine.inTestMode(domain).runUntilIdle();
              assertThat(gauge(meters, "staleness", "ledger").value())
                  .as("measured four times a minute")
                  .isEqualTo(2.5);
              time.addSeconds(15);
              assertThat(gauge(meters, "staleness", "ledger").value()).isZero();
            });
  }

  // whoever asks never waits for the database: the first answer is not a number
  @Test
  void outboxIsCountedInTheBackground() {
    List<Runnable> waiting = new ArrayList<>();
    MockClock clock = new MockClock();
    measured
        .withBean(Background.class, () -> waiting::add)
        .run(
            context -> {
              MeterRegistry meters = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
              context.getBean(OutboxGauges.class).bindTo(meters);
              Gauge pending = meters.get("foliot.outbox.pending").gauge();
              JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
              jdbc.update(
                  """
                  insert into foliot_outbox (destination, message_key, message_id, type,
                    type_version, priority, payload, metadata, occurred_at, status, attempts)
                  values ('accounts', 'a', random_uuid(), 't', 1, 0, '{}', '{}', now(), 'pending', 0)""");

              assertThat(pending.value()).isNaN();
              assertThat(meters.get("foliot.outbox.failed").gauge().value()).isNaN();
              assertThat(meters.get("foliot.outbox.blocked").gauge().value()).isNaN();
              assertThat(waiting).as("asked twice, counted once").hasSize(1);
              waiting.get(0).run();
              assertThat(pending.value()).isOne();
              assertThat(meters.get("foliot.outbox.blocked").gauge().value()).isZero();
              clock.addSeconds(14);
              pending.value();
              assertThat(waiting).hasSize(1);
              clock.addSeconds(1);
              jdbc.execute("alter table foliot_outbox rename to away");
              pending.value();
              assertThat(waiting).hasSize(2);
              waiting.get(1).run();
              assertThat(pending.value()).isNaN();
            });
  }

  @Test
  void measuresNothingWithoutARegistry() {
    FoliotRunner.billing()
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(EngineGauges.class));
    FoliotRunner.billing()
        .withBean(SimpleMeterRegistry.class)
        .withClassLoader(new FilteredClassLoader(MeterRegistry.class))
        .run(context -> assertThat(context).doesNotHaveBean("foliotEngineGauges"));
  }
}
