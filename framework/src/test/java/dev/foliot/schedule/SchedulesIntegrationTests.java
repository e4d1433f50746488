package dev.foliot.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.handler.NoHandlerException;
import dev.foliot.message.IdGenerator;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.BehindThisTransaction;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.timer.MoveDueMessages;
import dev.foliot.timer.StoredTimer;
import dev.foliot.timer.TimerKey;
import dev.foliot.timer.TimerOwners;
import dev.foliot.timer.Timers;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.work.Fence;
import dev.foliot.work.Steps;
import dev.foliot.work.WorkingNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;

/** A schedule fires once for each of its times, on any number of nodes (R41, R42). */
class SchedulesIntegrationTests extends ShopTest {
  private static final Pattern DUE = Pattern.compile("\"foliot-due-at\":\"([^\"]*)\"");
  private static final Receive COMMAND = new Receive("p-1", 5);

  /** Three o'clock in Berlin is two o'clock UTC in winter. */
  private static final Schedule AT_THREE = Schedule.cron("0 0 3 * * *", ZoneId.of("Europe/Berlin"));

  @Autowired private Timers timers;
  @Autowired private FoliotSchema schema;
  @Autowired private IdGenerator ids;
  @Autowired private Transactions transactions;
  private Schedules schedules;

  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.foliot.schedule");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void begin() {
    schedules = domain.schedules();
    logger.setLevel(Level.INFO);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void end() {
    logger.detachAppender(log);
    logger.setLevel(null);
  }

  private List<String> lines(Level level) {
    return log.list.stream()
        .filter(line -> line.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  /** The due times of the commands in the log, in its order. */
  private List<String> fired() {
    return jdbc
        .queryForList(
            "select metadata from foliot_message where kind = 2 order by position", String.class)
        .stream()
        .map(metadata -> DUE.matcher(metadata).results().findFirst().orElseThrow().group(1))
        .toList();
  }

  private ScheduleStatus status(String name) {
    return schedules.find(name).orElseThrow();
  }

  private void runAt(String instant) {
    clock.set(Instant.parse(instant));
    engine().run();
  }

  // ---- times

  @Test
  void firesAtEachTimeAndReportsIt() {
    schedules.put("nightly", AT_THREE, COMMAND);
    assertThat(schedules.list())
        .containsExactly(
            new ScheduleStatus(
                "nightly",
                "0 0 3 * * *",
                "Europe/Berlin",
                Missed.SKIP,
                "receive",
                Instant.parse("2026-01-01T02:00:00Z"),
                null,
                null,
                0));

    runAt("2026-01-01T01:59:59Z");
    assertThat(fired()).isEmpty();
    runAt("2026-01-01T02:00:00.25Z");
    runAt("2026-01-02T02:00:00Z");

    assertThat(fired()).containsExactly("2026-01-01T02:00:00Z", "2026-01-02T02:00:00Z");
    assertThat(status("nightly"))
        .isEqualTo(
            new ScheduleStatus(
                "nightly",
                "0 0 3 * * *",
                "Europe/Berlin",
                Missed.SKIP,
                "receive",
                Instant.parse("2026-01-03T02:00:00Z"),
                Instant.parse("2026-01-02T02:00:00Z"),
                Instant.parse("2026-01-02T02:00:00Z"),
                0));
  }

  @Test
  void runThatGoesOnUntilNothingIsDueDoesNotWaitForSchedules() {
    schedules.put("nightly", AT_THREE, COMMAND);
    schedules.put("often", Schedule.every(Duration.ofSeconds(30)), COMMAND);

    engine().runUntilIdle();

    assertThat(clock.instant()).isBefore(START.plusSeconds(30));
    clock.advance(Duration.ofDays(1));
    engine().runUntilIdle();
    assertThat(fired()).contains("2026-01-01T02:00:00Z");
  }

  @Test
  void eachFiringIsAMessageOfItsOwn() {
    schedules.put("nightly", AT_THREE, COMMAND);

    runAt("2026-01-01T02:00:00Z");
    runAt("2026-01-02T02:00:00Z");

    List<String> correlations =
        jdbc.queryForList(
            "select cast(correlation_id as varchar(36)) from foliot_message where kind = 2",
            String.class);
    assertThat(correlations)
        .hasSize(2)
        .doesNotHaveDuplicates()
        .isEqualTo(
            jdbc.queryForList(
                "select cast(id as varchar(36)) from foliot_message where kind = 2", String.class));
    assertThat(jdbc.queryForList("select payload from foliot_message where kind = 2", String.class))
        .containsOnly("{\"productId\":\"p-1\",\"quantity\":5}");
  }

  @Test
  void daylightSavingFiresOnceEachDay() {
    clock.set(Instant.parse("2026-03-28T12:00:00Z"));
    schedules.put(
        "gap", Schedule.cron("0 30 2 * * *", "Europe/Berlin").missed(Missed.CATCH_UP), COMMAND);
    runAt("2026-03-30T12:00:00Z");
    assertThat(fired()).containsExactly("2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");

    runAt("2026-10-23T12:00:00Z");
    int before = fired().size();
    runAt("2026-10-26T12:00:00Z");
    assertThat(fired().subList(before, fired().size()))
        .containsExactly("2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
  }

  @Test
  void clockThatJumpsBackFiresNothingTwice() {
    schedules.put("nightly", AT_THREE, COMMAND);
    runAt("2026-01-01T02:00:00Z");

    clock.set(START);
    schedules.put("nightly", AT_THREE, COMMAND);
    runAt("2026-01-01T02:00:00Z");

    assertThat(fired()).containsExactly("2026-01-01T02:00:00Z");
  }

  // ---- missed times

  @Test
  void newestMissedTimeFiresOnceAndLate() {
    schedules.put("nightly", AT_THREE, COMMAND);

    runAt("2026-01-04T12:00:00Z");

    assertThat(fired()).containsExactly("2026-01-04T02:00:00Z");
    assertThat(status("nightly").missed()).isEqualTo(3);
    assertThat(status("nightly").lastFired()).isEqualTo(Instant.parse("2026-01-04T12:00:00Z"));
    assertThat(status("nightly").nextDue()).isEqualTo(Instant.parse("2026-01-05T02:00:00Z"));
    assertThat(lines(Level.INFO))
        .contains(
            "schedule=nightly missed 3 times from 2026-01-01T02:00:00Z on; it fires once, for 2026-01-04T02:00:00Z");
  }

  @Test
  void eachMissedTimeFiresIfSoDeclared() {
    schedules.put("nightly", AT_THREE.missed(Missed.CATCH_UP), COMMAND);

    runAt("2026-01-03T12:00:00Z");

    assertThat(fired())
        .containsExactly("2026-01-01T02:00:00Z", "2026-01-02T02:00:00Z", "2026-01-03T02:00:00Z");
    assertThat(status("nightly").missed()).isZero();
    assertThat(status("nightly").nextDue()).isEqualTo(Instant.parse("2026-01-04T02:00:00Z"));
    assertThat(lines(Level.INFO))
        .containsOnlyOnce(
            "schedule=nightly missed times from 2026-01-01T02:00:00Z on, and catches up");
  }

  @Test // the application starts again and declares its schedules before its engine runs
  void restartAfterAnOutageLosesNoMissedTime() {
    schedules.put("nightly", AT_THREE, COMMAND);

    clock.set(Instant.parse("2026-01-02T12:00:00Z"));
    schedules.put("nightly", AT_THREE, COMMAND);
    engine().run();

    assertThat(fired()).containsExactly("2026-01-02T02:00:00Z");
  }

  // ---- declarations

  @Test
  void sameDeclarationChangesNothing() {
    schedules.put("nightly", AT_THREE, COMMAND);
    Object before = jdbc.queryForMap("select * from foliot_timer");

    clock.advance(Duration.ofMinutes(1));
    schedules.put("nightly", Schedule.cron("0 0  3 * * *", "Europe/Berlin"), new Receive("p-1", 5));

    assertThat((Object) jdbc.queryForMap("select * from foliot_timer")).isEqualTo(before);
  }

  @Test
  void otherTimesBeginAnew() {
    schedules.put("nightly", AT_THREE, COMMAND);

    clock.advance(Duration.ofMinutes(1));
    schedules.put("nightly", Schedule.every(Duration.ofHours(1)), COMMAND);

    assertThat(status("nightly").times()).isEqualTo("every PT1H");
    assertThat(status("nightly").nextDue()).isEqualTo(Instant.parse("2026-01-01T01:00:00Z"));
  }

  @Test
  void otherCommandKeepsTheTime() {
    schedules.put("nightly", AT_THREE, COMMAND);
    clock.set(Instant.parse("2026-01-01T12:00:00Z"));

    schedules.put("nightly", AT_THREE.missed(Missed.CATCH_UP), new Receive("p-2", 1));
    engine().run();

    assertThat(fired()).containsExactly("2026-01-01T02:00:00Z");
    assertThat(jdbc.queryForList("select payload from foliot_message where kind = 2", String.class))
        .containsExactly("{\"productId\":\"p-2\",\"quantity\":1}");
  }

  @Test
  void declarationBelongsToTheTransaction() {
    assertThatThrownBy(
            () ->
                transactions.doInNew(
                    () -> {
                      schedules.put("nightly", AT_THREE, COMMAND);
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");

    assertThat(schedules.list()).isEmpty();
    runAt("2026-01-01T02:00:00Z");
    assertThat(fired()).isEmpty();
  }

  @Test
  void severalNodesDeclareAtOnce() throws Exception {
    for (int round = 0; round < 10; round++) {
      String name = "nightly" + round;
      inTwoThreads(() -> schedules.put(name, AT_THREE, COMMAND));
      assertThat(jdbc.queryForList("select owner_key from foliot_timer", String.class))
          .hasSize(round + 1);
    }
    assertThat(schedules.list()).hasSize(10);
  }

  @Test
  void removedScheduleFiresNoMore() {
    schedules.put("nightly", AT_THREE, COMMAND);
    runAt("2026-01-01T02:00:00Z");

    assertThat(schedules.remove("nightly")).isTrue();
    assertThat(schedules.remove("nightly")).isFalse();
    runAt("2026-01-02T02:00:00Z");

    assertThat(fired()).hasSize(1);
    assertThat(schedules.find("nightly")).isEmpty();
    assertThat(jdbc.queryForList("select owner_key from foliot_timer")).isEmpty();
  }

  @Test
  void timerWithoutItsScheduleIsDropped() {
    schedules.put("nightly", AT_THREE, COMMAND);
    jdbc.update("delete from foliot_schedule");

    runAt("2026-01-01T02:00:00Z");

    assertThat(fired()).isEmpty();
    assertThat(jdbc.queryForList("select owner_key from foliot_timer")).isEmpty();
  }

  @Test // such as one of a later version, in a rolling deployment
  void unreadableScheduleStopsNoOther() {
    schedules.put("broken", AT_THREE, COMMAND);
    schedules.put("whole", AT_THREE, COMMAND);
    jdbc.update("update foliot_schedule set zone = 'Mars/Base' where name = 'broken'");

    runAt("2026-01-01T02:00:00Z");
    assertThat(fired()).hasSize(1);
    assertThat(lines(Level.ERROR))
        .singleElement()
        .asString()
        .startsWith("schedule=broken cannot be read by this node, and is tried again in PT10M: ");

    jdbc.update("update foliot_schedule set zone = 'Europe/Berlin' where name = 'broken'");
    runAt("2026-01-01T02:10:01Z");
    assertThat(fired()).hasSize(2);
  }

  // ---- once

  @Test
  void crashBeforeTheCommitFiresOnceAfterwards() {
    schedules.put("nightly", AT_THREE, COMMAND);
    clock.set(Instant.parse("2026-01-01T02:00:00Z"));
    FireSchedules fire = fire();
    Steps crashing =
        steps(
            timer -> {
              fire.apply(timer);
              throw new IllegalStateException("crash");
            });

    assertThatThrownBy(crashing::step).hasMessage("crash");
    assertThat(fired()).isEmpty();
    assertThat(status("nightly").lastDue()).isNull();

    Steps next = steps(fire);
    next.step();
    next.step();
    assertThat(fired()).containsExactly("2026-01-01T02:00:00Z");
  }

  @Test // as if both believed to own the work
  void twoNodesFireEachTimeOnce() throws Exception {
    schedules.put("often", Schedule.every(Duration.ofSeconds(1)).missed(Missed.CATCH_UP), COMMAND);
    clock.advance(Duration.ofSeconds(100));

    inTwoThreads(
        () -> {
          Steps steps = steps(fire());
          while (jdbc.queryForObject("select count(*) from foliot_message", Integer.class) < 100) {
            steps.wakeUp();
            steps.step();
          }
        });

    List<String> expected = new ArrayList<>();
    for (int second = 1; second <= 100; second++) {
      expected.add(START.plusSeconds(second).toString());
    }
    assertThat(fired()).containsExactlyElementsOf(expected);
  }

  @Test // as at the start of a second node after an outage
  void declarationDuringAFiringKeepsMissedTimes() throws Exception {
    Schedule often = Schedule.every(Duration.ofSeconds(1)).missed(Missed.CATCH_UP);
    schedules.put("often", often, COMMAND);
    clock.advance(Duration.ofSeconds(100));
    CompletableFuture<Boolean> declared = new CompletableFuture<>();
    Steps steps =
        steps(
            due -> {
              Optional<StoredTimer> fired = fire().apply(due);
              var unused =
                  declared.completeAsync(
                      () -> {
                        schedules.put("often", often, COMMAND);
                        return true;
                      });
              BehindThisTransaction.awaitAnother(jdbc);
              return fired;
            });

    steps.step();

    declared.get(120, TimeUnit.SECONDS);
    assertThat(status("often").nextDue()).isEqualTo(START.plusSeconds(2));
  }

  private FireSchedules fire() {
    return new FireSchedules(jdbc, schema, timers, ids, new MicrosecondClock(clock));
  }

  private Steps steps(Function<StoredTimer, Optional<StoredTimer>> onMove) {
    Fence open =
        new Fence() {
          @Override
          public long token() {
            return 1;
          }

          @Override
          public void check() {}

          @Override
          public boolean prove() {
            return true;
          }
        };
    return new MoveDueMessages(
            TimerOwners.SCHEDULES, timers, transactions, new MicrosecondClock(clock), onMove)
        .begin(new WorkingNode("test", () -> 0.5, () -> {}, () -> "current_timestamp"), open);
  }

  private static void inTwoThreads(Runnable work) throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> both = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        both.add(
            threads.submit(
                () -> {
                  together.await(120, TimeUnit.SECONDS);
                  work.run();
                  return null;
                }));
      }
      for (Future<?> each : both) {
        each.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  // ---- wrong input

  /** Nothing takes it. */
  record NotACommand() {}

  @Test
  void refusesWrongDeclarations() {
    assertThatThrownBy(() -> schedules.put(" ", AT_THREE, COMMAND))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("schedules.put")
        .hasMessageContaining("the name of a schedule");
    assertThatThrownBy(() -> schedules.put("n".repeat(201), AT_THREE, COMMAND))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The name of a schedule has 201 characters: \"%s…\". Take at most 200.",
            "n".repeat(40));
    assertThatThrownBy(() -> schedules.put("night\0ly", AT_THREE, COMMAND))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The name of a schedule has the character U+0000 at index 5");
    assertThatThrownBy(() -> schedules.put("nightly", AT_THREE, new NotACommand()))
        .isInstanceOf(NoHandlerException.class)
        .hasMessageContaining("NotACommand");
    assertThatThrownBy(() -> schedules.put("nightly", null, COMMAND))
        .hasMessageContaining("a schedule");
    assertThat(schedules.list()).isEmpty();
  }

  @Test
  void takesTheLongestName() {
    String name = "n".repeat(200);

    schedules.put(name, AT_THREE, COMMAND);

    assertThat(timers.find(new TimerKey(TimerOwners.SCHEDULE, name, ""))).isPresent();
  }
}
