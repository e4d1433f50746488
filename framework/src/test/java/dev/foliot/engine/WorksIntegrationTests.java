package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.shop.ShopTest;
import dev.foliot.work.EveryNodeWork;
import dev.foliot.work.Fence;
import dev.foliot.work.OwnedWork;
import dev.foliot.work.Steps;
import dev.foliot.work.Work;
import dev.foliot.work.WorkLostException;
import dev.foliot.work.WorkingNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Works of modules: threads, test cycles and stepped nodes drive them alike, one owner at a time.
 */
class WorksIntegrationTests extends ShopTest {
  private static final String TALLY = "shop:tally";

  private final AtomicLong nanos = new AtomicLong();
  private final List<Membership> members = new ArrayList<>();
  private final LinkedBlockingQueue<String> stepped = new LinkedBlockingQueue<>();
  private final List<Steps> lost = new ArrayList<>();
  private final Tally tally = new Tally();
  private LeaseClock leaseClock = LeaseClock.OF_DATABASE;

  /** Writes a row in each step: which node, under which token. */
  private final class Tally implements OwnedWork {
    private Consumer<Fence> inStep = Fence::check;
    private boolean upkeep;
    private boolean recurring;
    private @Nullable Duration again;
    private boolean dueTimeFails;

    @Override
    public String name() {
      return TALLY;
    }

    @Override
    public boolean isUpkeep() {
      return upkeep;
    }

    @Override
    public boolean isRecurring() {
      return recurring;
    }

    @Override
    public Steps begin(WorkingNode on, Fence fence) {
      return new Tallying(() -> write(on.name(), fence), again);
    }

    private void write(String name, Fence fence) {
      node.parts()
          .storage()
          .transactions()
          .doInNew(
              () -> {
                inStep.accept(fence);
                jdbc.update("insert into tally values (?, ?)", name, fence.token());
              });
    }
  }

  /** Has work when it begins, when it is woken, and once more after some time. */
  private final class Tallying implements Steps {
    private final Runnable write;
    private volatile @Nullable Duration again;
    private volatile @Nullable Instant due;
    private volatile boolean woken = true;

    Tallying(Runnable write, @Nullable Duration again) {
      this.write = write;
      this.again = again;
    }

    @Override
    public boolean hasWork() {
      Instant at = due;
      return woken || (at != null && !clock.instant().isBefore(at));
    }

    @Override
    public void wakeUp() {
      woken = true;
    }

    @Override
    public boolean step() {
      woken = false;
      if (due != null && !clock.instant().isBefore(due)) {
        due = null;
      }
      stepped.add("step");
      write.run();
      if (again != null) {
        due = clock.instant().plus(again);
        again = null;
      }
      return false;
    }

    @Override
    public Optional<Instant> nextDue() {
      if (tally.dueTimeFails) {
        throw new IllegalStateException("no due time");
      }
      return Optional.ofNullable(due);
    }

    @Override
    public void abandon() {
      lost.add(this);
    }

    @Override
    public void end() {
      stepped.add("end");
    }
  }

  @BeforeEach
  void createTable() {
    jdbc.execute("create table if not exists tally (node varchar(100), token bigint)");
    jdbc.execute("delete from tally");
  }

  @AfterEach
  void nobodyStays() {
    members.forEach(Membership::crash);
    jdbc.execute("drop table tally");
  }

  // ---- the ways in which an engine runs

  @Test
  void threadsStepWorkWhenItBeginsAndAfterCommits() throws Exception {
    EngineNode engine =
        EngineOf.like(node).works(tally).settings(WorksIntegrationTests::soon).node();
    engine.start();
    try {
      assertThat(stepped.poll(120, TimeUnit.SECONDS)).isEqualTo("step");
      stepped.clear();

      engine.committed(List.of());

      assertThat(stepped.poll(120, TimeUnit.SECONDS)).isEqualTo("step");
    } finally {
      engine.stop();
    }
    assertThat(stepped).last().isEqualTo("end");
    assertThat(owner()).as("given back").isNull();
  }

  @Test
  void threadsReportWorkThatFails() throws Exception {
    tally.inStep =
        fence -> {
          throw new IllegalStateException("no tally today");
        };
    EngineNode engine =
        EngineOf.like(node).works(tally).settings(WorksIntegrationTests::soon).node();
    engine.start();
    try {
      assertThat(stepped.poll(120, TimeUnit.SECONDS)).isEqualTo("step");
      assertThat(stepped.poll(120, TimeUnit.SECONDS)).as("tried again").isEqualTo("step");

      assertThat(engine.status().problem())
          .isEqualTo(
              "work=shop:tally cannot continue: java.lang.IllegalStateException: no tally today");
    } finally {
      engine.stop();
    }
  }

  @Test
  void testCyclesStepWorkUntilItHasNone() {
    EngineNode engine = EngineOf.like(node).works(tally).node();

    engine.testCycles().run(1);
    long token = tallied().get(0);
    engine.testCycles().run(1);

    assertThat(tallied()).first().isEqualTo(token);
    assertThat(tallied()).last().asInstanceOf(InstanceOfAssertFactories.LONG).isGreaterThan(token);
    assertThat(stepped).endsWith("end");
  }

  @Test
  void testCyclesMoveTheClockToWhatIsDue() {
    tally.again = Duration.ofHours(1);

    EngineOf.like(node).works(tally).node().testCycles().runUntilIdle();

    assertThat(clock.instant()).isAfterOrEqualTo(START.plus(Duration.ofHours(1)));
  }

  @Test
  void testCyclesWaitForNoUpkeep() {
    tally.again = Duration.ofHours(1);
    tally.upkeep = true;

    EngineOf.like(node).works(tally).node().testCycles().runUntilIdle();

    assertThat(tallied()).isNotEmpty();
    assertThat(clock.instant()).isBefore(START.plus(Duration.ofHours(1)));
  }

  @Test
  void testCyclesMoveToRecurringWorkOnlyInATimeThatPasses() {
    tally.again = Duration.ofHours(1);
    tally.recurring = true;

    EngineOf.like(node).works(tally).node().testCycles().runUntilIdle();
    assertThat(clock.instant()).isBefore(START.plus(Duration.ofHours(1)));

    List<Cycle> passed =
        EngineOf.like(node).works(tally).node().testCycles().runFor(Duration.ofHours(2)).cycles();
    assertThat(passed).extracting(Cycle::at).anyMatch(START.plus(Duration.ofHours(1))::isBefore);
  }

  @Test
  void testCyclesStopAtTheEndOfTheTimeThatPasses() {
    tally.again = Duration.ofHours(1);

    TestCycles cycles =
        EngineOf.like(node).works(tally).node().testCycles().runFor(Duration.ofMinutes(59));

    assertThat(cycles.cycles()).hasSize(1);
    assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(59)));
  }

  @Test
  void testCyclesThrowTheErrorOfADueTime() {
    tally.dueTimeFails = true;
    EngineNode engine = EngineOf.like(node).works(tally).node();

    assertThatThrownBy(() -> engine.testCycles().runUntilIdle()).hasMessage("no due time");
    assertThatThrownBy(() -> engine.testCycles().runFor(Duration.ofHours(1)))
        .hasMessage("no due time");
  }

  @Test
  void steppedNodeHasTurnForWork() {
    tally.again = Duration.ofHours(1);
    SteppedNode engine =
        EngineOf.like(node)
            .works(tally)
            .node()
            .stepped(
                new Stepping(
                    "stepped",
                    () -> 0.5,
                    dataSource,
                    broker -> broker,
                    attempt -> {},
                    delivery -> {}));
    turn(engine, "joins");
    turn(engine, "share");

    turn(engine, "work=" + TALLY);

    assertThat(tallied()).hasSize(1);
    assertThat(engine.nextDue()).contains(START.plus(Duration.ofHours(1)));
    engine.stop();
    assertThat(owner()).isNull();
  }

  private static boolean turn(SteppedNode engine, String what) {
    return engine.turns().stream()
        .filter(turn -> turn.what().equals(what))
        .findFirst()
        .orElseThrow()
        .step()
        .getAsBoolean();
  }

  // ---- one owner at a time

  @Test
  void anotherNodeTakesOverWhenTheLeaseOfADeadOneEnds() {
    Membership first = join();
    look(first);
    tallyOf(first).orElseThrow().step();
    Membership second = join();

    first.crash();
    look(second);
    assertThat(tallyOf(second)).as("while the lease lasts").isEmpty();
    endLeaseOfAllBut(second);
    look(second);
    tallyOf(second).orElseThrow().step();

    List<Long> tokens = tallied();
    assertThat(tokens).hasSize(2);
    assertThat(tokens.get(1)).isGreaterThan(tokens.get(0));
  }

  @Test
  void workOfADeadNodeForgetsItsListeners() {
    Membership dying = join();
    look(dying);

    dying.crash();

    assertThat(lost).hasSize(1);
  }

  @Test
  void workThatIsTakenOverForgetsItsListeners() {
    Membership stalled = join();
    look(stalled);
    takenOverByAnother();
    assertThat(lost).isEmpty();

    stalled.share().lost(tallyOf(stalled).orElseThrow());
    stalled.share().step(owned -> true);

    assertThat(tallyOf(stalled)).isEmpty();
    assertThat(lost).hasSize(1);
  }

  @Test
  void stalledOwnerCommitsNothing() {
    Membership stalled = join();
    look(stalled);
    tally.inStep =
        fence -> {
          takenOverByAnother();
          fence.check();
        };

    assertThatThrownBy(tallyOf(stalled).orElseThrow()::step)
        .isInstanceOf(WorkLostException.class)
        .hasMessage(
            "Work shop:tally was taken over, by another node; this node rolls back its current batch.");

    assertThat(tallied()).isEmpty();
  }

  @Test
  void nobodyTakesOverBetweenTheCheckAndTheCommit() {
    Membership owner = join();
    look(owner);
    Membership[] other = new Membership[1];
    tally.inStep =
        fence -> {
          fence.check();
          other[0] = takenOverByAnother();
        };

    tallyOf(owner).orElseThrow().step();

    assertThat(tallied()).hasSize(1);
    assertThat(tallyOf(other[0])).isEmpty();
    look(other[0]);
    assertThat(tallyOf(other[0])).isPresent();
  }

  @Test
  void effectOutsideNeedsLeaseThatLasts() {
    Membership owner = join();
    look(owner);
    List<Boolean> proved = new ArrayList<>();
    tally.inStep = fence -> proved.add(fence.prove());
    OwnedPart steps = tallyOf(owner).orElseThrow();

    steps.step();
    nanos.addAndGet(EngineOf.LONG_LEASE.toNanos());
    endLeaseOfAll();
    steps.step();
    owner.heartbeat().step();
    steps.step();

    assertThat(proved).containsExactly(true, false, true);
    nanos.addAndGet(EngineOf.LONG_LEASE.toNanos());
    takenOverByAnother();
    assertThatThrownBy(steps::step).isInstanceOf(WorkLostException.class);
  }

  // While the clock is back, no other node takes the work over; when it is corrected, one does
  @Test
  void databaseClockThatWasSetBackProvesOneLease() {
    AtomicReference<Instant> now = new AtomicReference<>(START);
    leaseClock = () -> "timestamp with time zone '%s'".formatted(now.get());
    Duration lease = EngineOf.LONG_LEASE;
    Membership owner = join();
    look(owner);
    List<Boolean> proved = new ArrayList<>();
    tally.inStep = fence -> proved.add(fence.prove());
    OwnedPart steps = tallyOf(owner).orElseThrow();
    now.set(START.minus(Duration.ofHours(1)));
    steps.step();

    now.set(START.plus(lease));
    nanos.addAndGet(lease.toNanos());
    Membership other = join();
    look(other);

    assertThat(tallyOf(other)).isPresent();
    assertThatThrownBy(steps::step).isInstanceOf(WorkLostException.class);
    assertThat(proved).containsExactly(true);
  }

  @Test
  void nodeWithoutTheWorkLeavesItAlone() {
    Membership without =
        EngineOf.copy(node, EngineOf::withLongLease).join(delivery -> {}, () -> 0.5);
    members.add(without);
    Membership with = join();

    look(without);
    look(with);
    look(without);

    assertThat(tallyOf(without)).isEmpty();
    assertThat(tallyOf(with)).isPresent();
  }

  // ---- on every node

  @Test
  void everyNodeDoesItsPart() {
    List<String> nodes = new ArrayList<>();
    EveryNodeWork everywhere =
        new EveryNodeWork() {
          @Override
          public String name() {
            return "shop:greeting";
          }

          @Override
          public Steps begin(WorkingNode on) {
            return new Tallying(() -> nodes.add(on.name()), null);
          }
        };
    Membership first = join(everywhere);
    Membership second = join(everywhere);

    for (Membership each : List.of(first, second)) {
      look(each);
      each.open().all().stream()
          .filter(one -> one.description().equals("work=shop:greeting"))
          .forEach(SteppedPart::step);
    }

    assertThat(nodes).hasSize(2).doesNotHaveDuplicates();
    assertThat(jdbc.queryForList("select subscription from foliot_segment", String.class))
        .doesNotContain("shop:greeting");
    first.leave();
    assertThat(stepped).endsWith("end");
  }

  // ---- names

  @Test
  void refusesNameThatIsTaken() {
    EngineNode engine = EngineOf.like(node).works(tally, new Tally()).node();

    assertThatThrownBy(() -> engine.testCycles().run(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The work %s has the name \"shop:tally\" of another work or of a subscription. Give it a name of its own, such as billing:dunning.",
            Tally.class.getName());
  }

  private Membership takenOverByAnother() {
    Membership other = join();
    endLeaseOfAllBut(other);
    look(other);
    return other;
  }

  private Membership join(Work... others) {
    Work[] works = others.length == 0 ? new Work[] {tally} : others;
    Membership member =
        EngineOf.like(node)
            .works(works)
            .settings(EngineOf::withLongLease)
            .nanoTime(nanos::get)
            .leaseClock(leaseClock)
            .node()
            .join(delivery -> {}, () -> 0.5);
    members.add(member);
    return member;
  }

  private static void look(Membership member) {
    member.share().lookAtOnce();
    member.share().step(owned -> true);
  }

  private void endLeaseOfAllBut(Membership living) {
    endLeaseOfAll();
    living.heartbeat().step();
  }

  /** In a transaction of its own, also in the middle of a step. */
  private void endLeaseOfAll() {
    node.parts()
        .storage()
        .transactions()
        .inNew(
            () ->
                jdbc.update(
                    "update foliot_node set lease_until = current_timestamp - interval '1' second"));
  }

  private static Optional<OwnedPart> tallyOf(Membership member) {
    return member.open().owned().stream()
        .filter(each -> each.id().subscription().equals(TALLY))
        .findFirst();
  }

  private List<Long> tallied() {
    return jdbc.queryForList("select token from tally order by token", Long.class);
  }

  private @Nullable String owner() {
    return jdbc.queryForObject(
        "select owner from foliot_segment where subscription = ?", String.class, TALLY);
  }

  private static EngineSettings soon(EngineSettings settings) {
    return ChangedSettings.of(settings).pollInterval(Duration.ofMillis(20)).get();
  }
}
