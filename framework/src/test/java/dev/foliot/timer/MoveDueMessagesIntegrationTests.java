package dev.foliot.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.work.Fence;
import dev.foliot.work.Steps;
import dev.foliot.work.WorkLostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** A message that waits is moved into the log once: when it is due, and never early (R41, R42). */
class MoveDueMessagesIntegrationTests extends TimerTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  @Autowired private PlatformTransactionManager manager;

  // ---- when, and in which order

  @Test
  void movesInOrderOfDueTimesThenOfSetting() {
    set("third", SECOND);
    set("first", Duration.ZERO);
    set("fourth", SECOND);
    set("second", Duration.ofMillis(999));

    engine().runUntilIdle();

    assertThat(moved()).containsExactly("first", "second", "third", "fourth");
    assertThat(waiting()).isEmpty();
  }

  @Test
  void firesNothingEarly() {
    set("later", SECOND);
    Steps steps = steps(OPEN, Optional::of);

    clock.set(START.plus(SECOND).minusNanos(1_000));
    stepAll(steps);
    assertThat(moved()).isEmpty();
    assertThat(steps.nextDue()).contains(START.plus(SECOND));

    clock.set(START.plus(SECOND));
    assertThat(steps.hasWork()).as("without being woken").isTrue();
    stepAll(steps);
    assertThat(moved()).containsExactly("later");
    assertThat(steps.nextDue()).isEmpty();
  }

  @Test
  void runMovesTheClockToEachDueTime() {
    set("soon", SECOND);
    set("late", Duration.ofDays(30));

    engine().runUntilIdle();

    assertThat(moved()).containsExactly("soon", "late");
    assertThat(clock.instant()).isAfterOrEqualTo(START.plus(Duration.ofDays(30)));
  }

  /** A batch that takes longer than the default time limit would be begun again for ever. */
  @Test
  void batchHasNoDefaultTimeLimit() {
    set("slow", Duration.ZERO);
    List<Integer> secondsLeft = new ArrayList<>();
    Steps steps =
        steps(
            OPEN,
            timer -> {
              ConnectionHolder holder =
                  (ConnectionHolder)
                      Objects.requireNonNull(
                          TransactionSynchronizationManager.getResource(
                              Objects.requireNonNull(jdbc.getDataSource())));
              secondsLeft.add(holder.getTimeToLiveInSeconds());
              return Optional.of(timer);
            });

    ((AbstractPlatformTransactionManager) manager).setDefaultTimeout(60);
    try {
      stepAll(steps);
    } finally {
      ((AbstractPlatformTransactionManager) manager)
          .setDefaultTimeout(TransactionDefinition.TIMEOUT_DEFAULT);
    }

    assertThat(secondsLeft)
        .singleElement()
        .satisfies(left -> assertThat(left).isGreaterThan(3_600));
  }

  @Test
  void timerInThePastFiresAtOnce() {
    set("past", HOUR.negated());

    engine().run();

    assertThat(moved()).containsExactly("past");
  }

  @Test
  void clockThatJumpsForwardFiresEverythingInOrder() {
    set("second", HOUR.multipliedBy(2));
    set("first", HOUR);
    Steps steps = steps(OPEN, Optional::of);
    stepAll(steps);

    clock.advance(Duration.ofDays(365));
    stepAll(steps);

    assertThat(moved()).containsExactly("first", "second");
  }

  @Test
  void clockThatJumpsBackFiresNothingTwiceAndNothingEarly() {
    set("fired", SECOND);
    Steps steps = steps(OPEN, Optional::of);
    clock.set(START.plus(HOUR));
    stepAll(steps);

    clock.set(START);
    set("again", SECOND);
    stepAll(steps);
    assertThat(moved()).containsExactly("fired");

    clock.set(START.plus(SECOND));
    stepAll(steps);
    assertThat(moved()).containsExactly("fired", "again");
  }

  @Test
  void moreThanABatchIsMovedInOrder() {
    transactions.doInNew(
        () ->
            IntStream.range(0, 2_500)
                .forEach(i -> timers.set(key(name(i)), START.minusSeconds(i), message(name(i)))));

    engine().run();

    assertThat(moved())
        .isEqualTo(IntStream.range(0, 2_500).mapToObj(i -> name(2_499 - i)).toList());
  }

  private static String name(int i) {
    return "t" + i;
  }

  @Test
  void replacedTimerFiresOnceAndLast() {
    set("replaced", SECOND);
    set("other", SECOND);
    set("replaced", SECOND);

    engine().runUntilIdle();

    assertThat(moved()).containsExactly("other", "replaced");
  }

  @Test
  void cancelledTimerDoesNotFire() {
    set("cancelled", SECOND);
    set("kept", SECOND);

    assertThat(transactions.<Boolean>inNew(() -> timers.cancel(key("cancelled")))).isTrue();
    engine().runUntilIdle();

    assertThat(moved()).containsExactly("kept");
    assertThat(transactions.<Boolean>inNew(() -> timers.cancel(key("kept")))).isFalse();
  }

  // ---- the message

  @Test
  void metadataHasTheDueTimeAlsoWhenItFiresLate() {
    set("late", SECOND);
    clock.advance(Duration.ofDays(3));

    engine().run();

    assertThat(metadata())
        .containsExactly("{\"headers\":{\"foliot-due-at\":\"2026-01-01T00:00:01Z\"}}");
  }

  @Test
  void metadataHasTheDueTimeOfAReschedule() {
    set("moved", SECOND);
    transactions.doInNew(() -> timers.reschedule(key("moved"), START.plus(HOUR)));

    engine().runUntilIdle();

    assertThat(metadata())
        .containsExactly("{\"headers\":{\"foliot-due-at\":\"2026-01-01T01:00:00Z\"}}");
  }

  private List<String> metadata() {
    return jdbc.queryForList("select metadata from foliot_message", String.class);
  }

  @Test // an older node may move what a newer one has set
  void unknownKindsAndTypesMove() {
    set("unknown", SECOND);
    jdbc.update("update foliot_timer set kind = 77, type = 'of-tomorrow'");

    engine().runUntilIdle();

    assertThat(moved()).containsExactly("unknown");
    assertThat(
            jdbc.queryForList(
                "select kind from foliot_message where type = 'of-tomorrow'", Integer.class))
        .containsExactly(77);
  }

  @Test // its delivery fails then, and is parked like any other
  void brokenMetadataMovesAsItIs() {
    set("broken", SECOND);
    set("whole", SECOND);
    jdbc.update("update foliot_timer set metadata = '{broken' where name = 'broken'");

    engine().runUntilIdle();

    assertThat(moved()).containsExactly("broken", "whole");
    assertThat(
            jdbc.queryForList(
                "select metadata from foliot_message where stream = 'broken'", String.class))
        .containsExactly("{broken");
  }

  @Test
  void payloadMovesAsItIsStored() {
    set("odd", SECOND);
    jdbc.update(
        "update foliot_timer set payload = '{ \"orderId\" :\"odd\" , \"of\": \"tomorrow\"}'");

    engine().runUntilIdle();

    assertThat(jdbc.queryForList("select payload from foliot_message", String.class))
        .containsExactly("{ \"orderId\" :\"odd\" , \"of\": \"tomorrow\"}");
  }

  @Test // as after a restore of some tables
  void messageThatIsInTheLogAlreadyStopsNoOther() {
    set("first", SECOND);
    engine().runUntilIdle();
    set("again", SECOND);
    set("other", SECOND);
    jdbc.update(
        "update foliot_timer set id = (select id from foliot_message where stream = 'first') where name = 'again'");

    engine().runUntilIdle();

    assertThat(moved()).containsExactly("first", "other");
    assertThat(waiting()).isEmpty();
  }

  // ---- once

  @Test
  void formerOwnerMovesNothing() {
    set("due", Duration.ZERO);
    AtomicBoolean lost = new AtomicBoolean(true);
    Steps steps = steps(fence(lost), Optional::of);

    assertThatThrownBy(() -> stepAll(steps)).isInstanceOf(WorkLostException.class);

    assertThat(moved()).isEmpty();
    assertThat(waiting()).containsExactly("due");
  }

  private static Fence fence(AtomicBoolean lost) {
    return new Fence() {
      @Override
      public long token() {
        return 1;
      }

      @Override
      public void check() {
        if (lost.get()) {
          throw new WorkLostException("foliot:timers");
        }
      }

      @Override
      public boolean prove() {
        return !lost.get();
      }
    };
  }

  @Test
  void crashBeforeTheCommitLeavesEverythingInPlace() {
    set("one", Duration.ZERO);
    set("two", Duration.ZERO);
    AtomicBoolean crashes = new AtomicBoolean(true);
    Steps steps =
        steps(
            OPEN,
            timer -> {
              if (timer.key().name().equals("two") && crashes.get()) {
                throw new IllegalStateException("crash");
              }
              return Optional.of(timer);
            });

    assertThatThrownBy(() -> stepAll(steps)).hasMessage("crash");
    assertThat(moved()).isEmpty();
    assertThat(waiting()).containsExactly("one", "two");
    assertThat(steps.hasWork()).as("tried again without being woken").isTrue();

    crashes.set(false);
    stepAll(steps);
    assertThat(moved()).containsExactly("one", "two");
  }

  @Test // as if both believed to own the work
  void twoNodesAtOnceMoveEachOnce() throws Exception {
    List<String> names =
        IntStream.range(0, 3_000).mapToObj(MoveDueMessagesIntegrationTests::name).toList();
    transactions.doInNew(() -> names.forEach(name -> timers.set(key(name), START, message(name))));
    CyclicBarrier together = new CyclicBarrier(2);
    ExecutorService nodes = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> both =
          IntStream.range(0, 2)
              .<Future<?>>mapToObj(
                  node ->
                      nodes.submit(
                          () -> {
                            Steps steps = steps(OPEN, Optional::of);
                            together.await(120, TimeUnit.SECONDS);
                            stepAll(steps);
                            return null;
                          }))
              .toList();
      for (Future<?> each : both) {
        each.get(60, TimeUnit.SECONDS);
      }
    } finally {
      nodes.shutdownNow();
    }

    assertThat(moved()).containsExactlyInAnyOrderElementsOf(names);
    assertThat(waiting()).isEmpty();
  }

  @Test
  void cancelDuringTheMoveComesTooLate() throws Exception {
    set("due", Duration.ZERO);
    ExecutorService other = Executors.newSingleThreadExecutor();
    CountDownLatch begun = new CountDownLatch(1);
    Future<?>[] cancel = new Future<?>[1];
    try {
      Steps steps =
          steps(
              OPEN,
              timer -> {
                cancel[0] =
                    other.submit(
                        () ->
                            transactions.<Boolean>inNew(
                                () -> {
                                  begun.countDown();
                                  return timers.cancel(key("due"));
                                }));
                await(begun);
                return Optional.of(timer);
              });

      stepAll(steps);

      assertThat(cancel[0].get(120, TimeUnit.SECONDS)).isEqualTo(false);
      assertThat(moved()).containsExactly("due");
    } finally {
      other.shutdownNow();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void clockThatJumpsBackEndsThePauseForALockedTimer() {
    set("locked", Duration.ofHours(-1));
    Steps steps = steps(OPEN, Optional::of);
    transactions.doInNew(
        () -> {
          timers.lock(key("locked"));
          CompletableFuture.runAsync(() -> stepAll(steps)).join();
        });

    clock.set(START.minus(Duration.ofMinutes(30)));
    stepAll(steps);

    assertThat(moved()).containsExactly("locked");
  }

  @Test
  void openCancelStopsNoOtherTimer() throws Exception {
    set("cancelled", Duration.ZERO);
    set("other", Duration.ZERO);
    Steps steps = steps(OPEN, Optional::of);
    ExecutorService mover = Executors.newSingleThreadExecutor();
    try {
      assertThatThrownBy(
              () ->
                  transactions.doInNew(
                      () -> {
                        timers.cancel(key("cancelled"));
                        mover.submit(() -> stepAll(steps)).get(120, TimeUnit.SECONDS);
                        assertThat(steps.hasWork()).as("it does not spin").isFalse();
                        throw new IllegalStateException("rolled back");
                      }))
          .hasMessage("rolled back");
    } finally {
      mover.shutdownNow();
    }
    assertThat(moved()).containsExactly("other");

    clock.set(steps.nextDue().orElseThrow());
    stepAll(steps);
    assertThat(moved()).containsExactly("other", "cancelled");
  }

  // ---- what a node knows without reading

  @Test
  void timerThatIsSetHereIsKnownAfterItsCommit() {
    Steps steps = steps(OPEN, Optional::of);
    stepAll(steps);

    transactions.doInNew(
        () -> {
          timers.set(key("one"), START.plus(HOUR), message("one"));
          assertThat(steps.nextDue()).isEmpty();
        });
    assertThat(steps.nextDue()).contains(START.plus(HOUR));

    set("two", SECOND);
    assertThat(steps.nextDue()).contains(START.plus(SECOND));

    transactions.doInNew(() -> timers.reschedule(key("one"), START.minus(HOUR)));
    assertThat(steps.hasWork()).isTrue();
    stepAll(steps);
    assertThat(moved()).containsExactly("one");
  }

  @Test
  void commitsOfThisNodeNeedNoLook() {
    Steps steps = steps(OPEN, Optional::of);
    stepAll(steps);

    steps.committedHere();
    assertThat(steps.hasWork()).isFalse();

    steps.wakeUp();
    assertThat(steps.hasWork()).isTrue();
  }
}
