package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.handler.WiringProblems;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.FoliotTables;
import dev.foliot.work.OwnedWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** R28: several nodes on one database, stepped by hand. */
class LeasesIntegrationTests extends ShopTest {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicReference<Instant> databaseTime = new AtomicReference<>(START);
  private final List<Membership> members = new ArrayList<>();
  private int works;
  private int all;
  private long declared;

  @BeforeEach
  void severalSegments() {
    FoliotTables.forgetSubscriptions(jdbc);
    EngineParts parts = like(node).node().parts();
    works = (int) parts.works().of(parts).stream().filter(OwnedWork.class::isInstance).count();
    all = works + 4 * parts.deliveries().handlers().subscriptions().size();
    declared = parts.works().of(parts).stream().mapToLong(work -> work.declares().size()).sum();
  }

  @AfterEach
  void nobodyStays() {
    members.forEach(Membership::crash);
  }

  @Test
  void firstNodeTakesAll() {
    Membership first = join();

    look(first);

    assertThat(first.open().owned()).hasSize(all);
    assertThat(owners()).hasSize(1).doesNotContainNull();
  }

  @Test
  void nodesThatJoinGetTheirShare() {
    Membership first = join();
    look(first);
    Membership second = join();
    lookInTurn(first, second);
    assertThat(sizes(first, second)).allMatch(size -> size == all / 2 || size == (all + 1) / 2);

    Membership third = join();
    lookInTurn(first, second, third);

    assertThat(sizes(first, second, third)).allMatch(size -> Math.abs(3 * size - all) < 3);
    assertThat(sizes(first, second, third).stream().mapToInt(size -> size).sum()).isEqualTo(all);
  }

  @Test
  void leavingNodeHandsOverAtOnce() {
    Membership first = join();
    Membership second = join();
    lookInTurn(first, second);

    first.leave();
    look(second);

    assertThat(second.open().owned()).hasSize(all);
    assertThat(jdbc.queryForList("select node from foliot_node", String.class)).hasSize(1);
  }

  // R28
  @Test
  void deadNodeIsReplacedWhenItsLeaseEnds() {
    Membership dying = join();
    Membership other = join();
    lookInTurn(dying, other);
    int before = other.open().owned().size();
    domain.process(new Receive("p1", 100));
    IntStream.range(0, 10).forEach(i -> domain.process(new Place("o" + i, "p1", 1)));
    work(dying);
    work(other);
    IntStream.range(10, 20).forEach(i -> domain.process(new Place("o" + i, "p1", 1)));

    dying.crash();
    look(other);
    assertThat(other.open().owned()).hasSize(before);
    endLeaseOfAllBut(other);
    look(other);
    work(other);

    assertThat(other.open().owned()).hasSize(all);
    assertThat(domain.viewFor(Board.class).count()).isEqualTo(20);
    assertThat(jdbc.queryForList("select changes from shop$board", Integer.class)).containsOnly(1);
    assertThat(
            jdbc.queryForObject(
                "select count(*) from foliot_message where type = 'reserved'", Integer.class))
        .isEqualTo(20);
    assertThat(faults.calls()).doesNotHaveDuplicates();
  }

  // Exactly when the lease ends, however long it is until the next look
  @Test
  void looksWhenTheLeaseOfAnotherEnds() {
    Membership first = join(onSetClock());
    join(onSetClock());
    look(first);
    assertThat(first.share().untilDue()).isEqualTo(Duration.ofSeconds(1));

    databaseTime.set(START.plus(EngineOf.LONG_LEASE).minusMillis(500));
    first.heartbeat().step();
    look(first);

    assertThat(first.share().untilDue()).isBetween(Duration.ofMillis(500), Duration.ofMillis(501));
  }

  @Test
  void databaseClockThatIsSetForwardMovesSegmentsAndLosesNothing() {
    Membership first = join(onSetClock());
    look(first);
    Membership second = join(onSetClock());
    domain.process(new Place("o1", "p1", 1));
    read(first);
    databaseTime.set(START.plus(Duration.ofHours(1)));

    second.heartbeat().step();
    look(second);
    assertThat(second.open().owned()).hasSize(all);
    assertThat(first.heartbeat().holdsLease()).as("by its own time").isTrue();
    assertThatThrownBy(() -> step(first, LeasesIntegrationTests::isOfBoard))
        .isInstanceOf(SegmentLostException.class);
    first.heartbeat().step();
    lookInTurn(first, second);
    work(first);
    work(second);

    assertThat(sizes(first, second)).allMatch(size -> size == all / 2 || size == (all + 1) / 2);
    assertThat(domain.viewFor(Board.class).count()).isEqualTo(1);
  }

  @Test
  void databaseClockThatIsSetBackMovesNothingAndIsFollowed() {
    Membership first = join(onSetClock());
    Membership second = join(onSetClock());
    lookInTurn(first, second);
    List<Integer> before = sizes(first, second);
    databaseTime.set(START.minus(Duration.ofHours(1)));

    first.heartbeat().step();
    second.heartbeat().step();
    lookInTurn(first, second);
    assertThat(sizes(first, second)).isEqualTo(before);
    first.crash();
    databaseTime.set(databaseTime.get().plus(EngineOf.LONG_LEASE));
    second.heartbeat().step();
    look(second);

    assertThat(second.open().owned()).hasSize(all);
  }

  // Nodes may have different clocks
  @Test
  void clockOfANodeDoesNotMeasureLeases() {
    Membership first = join(onSetClock());
    look(first);
    Membership second = join(onSetClock());
    for (Duration jump : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
      clock.set(START.plus(jump));

      look(second);

      assertThat(second.open().owned()).isEmpty();
      assertThat(first.heartbeat().holdsLease()).isTrue();
    }
  }

  // R28
  @Test
  void ownerThatStalledCannotCommit() {
    Membership stalled = join();
    look(stalled);
    domain.process(new Place("o1", "p1", 1));
    read(stalled);
    faults.during(
        "board",
        "o1",
        () -> {
          Membership other = join();
          endLeaseOfAllBut(other);
          look(other);
          assertThat(other.open().owned()).hasSize(all);
        });

    assertThatThrownBy(() -> step(stalled, LeasesIntegrationTests::isOfBoard))
        .isInstanceOf(SegmentLostException.class);

    assertThat(domain.viewFor(Board.class).count()).isZero();
    faults.reset();
    work(members.get(1));
    assertThat(domain.viewFor(Board.class).count()).isEqualTo(1);
  }

  // R25: the other node counts on, and its error method decides
  @Test
  void ownerThatStalledNeitherCountsNorAsksItsErrorMethod() {
    Membership stalled = join();
    look(stalled);
    domain.process(new Place("o1", "p1", 1));
    read(stalled);
    AtomicInteger asked = new AtomicInteger();
    faults.duringErrorMethod(asked::incrementAndGet);
    faults.fail("reservation", "o1", 100);
    faults.during(
        "reservation", "o1", () -> CompletableFuture.runAsync(this::failTwiceElsewhere).join());

    assertThatThrownBy(() -> step(stalled, LeasesIntegrationTests::isOfReservation))
        .isInstanceOf(SegmentLostException.class);

    assertThat(jdbc.queryForList("select attempts from foliot_held", Integer.class))
        .containsExactly(2);
    assertThat(asked).hasValue(2);
  }

  private void failTwiceElsewhere() {
    faults.during("reservation", "o1", () -> {});
    Membership other = join();
    endLeaseOfAllBut(other);
    look(other);
    work(other);
    clock.advance(Duration.ofSeconds(1));
    work(other);
  }

  // A node that could not renew knows by its own time that it owns nothing
  @Test
  void leaseEndsByTheNodesOwnTime() {
    Membership member = join();
    assertThat(member.heartbeat().holdsLease()).isTrue();

    nanos.addAndGet(EngineOf.LONG_LEASE.toNanos());

    assertThat(member.heartbeat().holdsLease()).isFalse();
    look(member);
    assertThat(member.open().owned()).isEmpty();
    assertThat(member.share().untilDue()).isPositive();
    member.heartbeat().step();
    assertThat(member.heartbeat().holdsLease()).isTrue();
    look(member);
    assertThat(member.open().owned()).hasSize(all);
  }

  @Test
  void nodeThatWasRemovedEntersAgain() {
    Membership member = join();
    look(member);
    jdbc.update("delete from foliot_node");
    jdbc.update("delete from foliot_node_subscription");

    look(member);
    assertThat(member.open().owned()).hasSize(all);
    member.heartbeat().step();
    look(member);

    assertThat(member.open().owned()).hasSize(all);
    assertThat(jdbc.queryForObject("select count(*) from foliot_node_subscription", Integer.class))
        .isEqualTo(works + (all - works) / 4 + declared);
  }

  // The old owner's commit hangs: only what it has locked must wait
  @Test
  void hangingCommitHoldsUpItsSegmentAlone() throws SQLException {
    Membership dead = join();
    look(dead);
    dead.crash();
    Membership other = join();
    endLeaseOfAllBut(other);
    try (Connection hanging = dataSource.getConnection()) {
      hanging.setAutoCommit(false);
      try (var update = hanging.createStatement()) {
        update.executeUpdate(
            "update foliot_checkpoint set position = position where subscription = 'board-projector' and segment = 2");
      }
      look(other);
      assertThat(other.open().owned()).hasSize(all - 1);
      assertThat(other.open().owned())
          .extracting(OwnedPart::id)
          .doesNotContain(new SegmentId("board-projector", 2));
      hanging.rollback();
    }

    look(other);

    assertThat(other.open().owned()).hasSize(all);
  }

  // A rolling deployment: the old version does not know the new handler
  @Test
  void nodeGetsOnlyWhatItCanDeliver() {
    Membership old = join(like(node).handlers(without("board-projector")));
    look(old);
    assertThat(old.open().owned()).hasSize(all - 4);

    Membership current = join();
    lookInTurn(old, current);

    assertThat(old.open().segments()).noneMatch(LeasesIntegrationTests::isOfBoard);
    assertThat(current.open().segments()).filteredOn(LeasesIntegrationTests::isOfBoard).hasSize(4);
    assertThat(sizes(old, current)).allMatch(size -> size == all / 2 || size == (all + 1) / 2);
  }

  @Test
  void pausedSubscriptionIsLetGoAndTakenAgain() {
    Membership member = join();
    look(member);
    jdbc.update(
        "update foliot_subscription set paused_at = current_timestamp where name = 'hopper'");
    look(member);
    assertThat(member.open().owned()).hasSize(all - 4);

    jdbc.update("update foliot_subscription set paused_at = null where name = 'hopper'");
    look(member);

    assertThat(member.open().owned()).hasSize(all);
  }

  // An operator's change takes the segments; whoever's they are then reads everything afresh
  @Test
  void changedSubscriptionIsReadAfresh() {
    Membership member = join();
    look(member);
    domain.process(new Place("o1", "p1", 1));
    work(member);
    EngineParts parts = node.parts();
    SubscriptionStore store =
        new SubscriptionStore(parts.storage().jdbc(), parts.storage().schema());
    parts
        .storage()
        .transactions()
        .doInNew(
            () -> {
              store.take("board-projector");
              jdbc.update(
                  "update foliot_checkpoint set position = 0 where subscription = 'board-projector'");
              jdbc.update("delete from shop$board");
            });

    lookInTurn(member);
    work(member);

    assertThat(member.open().owned()).hasSize(all);
    assertThat(domain.viewFor(Board.class).count()).isEqualTo(1);
    assertThat(faults.calls()).filteredOn("board o1"::equals).hasSize(2);
  }

  // What is in hand is finished first, and nothing more is begun
  @Test
  void segmentIsHandedOverOnlyWhenNothingIsInHand() {
    Membership first = join();
    look(first);
    Membership second = join();

    lookWhile(first, owned -> false);
    look(second);
    assertThat(second.open().owned()).isEmpty();
    assertThat(first.open().owned()).hasSize(all);

    lookInTurn(first, second);

    assertThat(sizes(first, second)).allMatch(size -> size == all / 2 || size == (all + 1) / 2);
  }

  // The answer of a claim was lost: the database says it is this node's, the node does not know
  @Test
  void whatIsOwnedUnknowinglyIsTakenAgain() {
    Membership member = join();
    look(member);
    member.open().drop(member.open().owned().get(0));

    look(member);

    assertThat(member.open().owned()).hasSize(all);
  }

  @Test
  void workIsNoSubscriptionAndMovesOnDeath() {
    Membership first = join();
    Membership second = join();
    lookInTurn(first, second);
    assertThat(cleanUps(first) + cleanUps(second)).isEqualTo(1);
    Membership cleaning = cleanUps(first) == 1 ? first : second;
    Membership other = cleanUps(first) == 1 ? second : first;
    assertThat(cleaning.open().segments())
        .noneMatch(segment -> segment.subscription().name().startsWith("foliot:"));

    cleaning.crash();
    endLeaseOfAllBut(other);
    look(other);

    assertThat(cleanUps(other)).isEqualTo(1);
  }

  @Test
  void longDeadNodesAndOldInboxRowsAreRemoved() {
    Membership member = join();
    look(member);
    jdbc.update(
        "insert into foliot_node (node, started_at, lease_until) values ('long', current_timestamp, current_timestamp - interval '25' hour)");
    jdbc.update(
        "insert into foliot_node (node, started_at, lease_until) values ('lately', current_timestamp, current_timestamp - interval '1' hour)");
    jdbc.update(
        "insert into foliot_node_subscription (node, subscription) values ('long', 'hopper')");
    jdbc.update(
        "insert into foliot_node_subscription (node, subscription) values ('lately', 'hopper')");
    handled(START.minus(Duration.ofDays(31)), "00000000-0000-0000-0000-000000000001");
    handled(START.minus(Duration.ofDays(29)), "00000000-0000-0000-0000-000000000002");

    step(member, LeasesIntegrationTests::isCleanUp);

    assertThat(jdbc.queryForList("select node from foliot_node", String.class))
        .hasSize(2)
        .contains("lately");
    assertThat(
            jdbc.queryForList("select distinct node from foliot_node_subscription", String.class))
        .hasSize(2)
        .contains("lately");
    assertThat(jdbc.queryForObject("select count(*) from foliot_inbox", Integer.class))
        .isEqualTo(1);
  }

  @Test
  void recordsOfCommandsAreRemovedAfterTheirRetention() {
    Membership member = join();
    look(member);
    ended(START.minus(Duration.ofDays(7)).minusSeconds(1), "00000000-0000-0000-0000-000000000001");
    ended(START.minus(Duration.ofDays(6)), "00000000-0000-0000-0000-000000000002");

    step(member, LeasesIntegrationTests::isCleanUp);

    assertThat(jdbc.queryForList("select id from foliot_command", UUID.class))
        .containsExactly(UUID.fromString("00000000-0000-0000-0000-000000000002"));
  }

  private void ended(Instant at, String id) {
    jdbc.update(
        "insert into foliot_command (id, type, status, recorded_at, ended_at) values (?, 'PlaceOrder', 'succeeded', ?, ?)",
        UUID.fromString(id),
        at.atOffset(ZoneOffset.UTC),
        at.atOffset(ZoneOffset.UTC));
  }

  private void handled(Instant at, String id) {
    jdbc.update(
        "insert into foliot_inbox values ('mails', ?, ?)",
        UUID.fromString(id),
        at.atOffset(ZoneOffset.UTC));
  }

  /** Leases are measured by {@link #databaseTime}. */
  private EngineOf onSetClock() {
    return like(node).leaseClock(() -> "timestamp with time zone '%s'".formatted(databaseTime));
  }

  private static EngineOf like(EngineNode node) {
    return EngineOf.like(node)
        .settings(settings -> EngineOf.with(settings, 500, 4, settings.pollInterval()))
        .settings(EngineOf::withLongLease);
  }

  private Membership join() {
    return join(like(node));
  }

  private Membership join(EngineOf engine) {
    Membership member = engine.nanoTime(nanos::get).node().join(delivery -> {}, () -> 0.5);
    members.add(member);
    return member;
  }

  private HandlerRegistry without(String subscription) {
    HandlerRegistry others = new HandlerRegistry();
    List<HandlerBean> handlers =
        node.parts().deliveries().handlers().subscriptions().stream()
            .filter(handler -> !handler.name().equals(subscription))
            .toList();
    others.fill(handlers, new WiringProblems());
    return others;
  }

  private static void look(Membership member) {
    lookWhile(member, owned -> true);
  }

  private static void lookWhile(Membership member, Predicate<OwnedPart> idle) {
    member.share().lookAtOnce();
    member.share().step(idle);
  }

  private static void lookInTurn(Membership... members) {
    for (int round = 0; round < 3; round++) {
      for (Membership member : members) {
        look(member);
      }
    }
  }

  private static List<Integer> sizes(Membership... members) {
    return List.of(members).stream().map(member -> member.open().owned().size()).toList();
  }

  private static boolean isCleanUp(OwnedPart owned) {
    return owned.description().equals("work=foliot:clean-up");
  }

  private static long cleanUps(Membership member) {
    return member.open().owned().stream().filter(LeasesIntegrationTests::isCleanUp).count();
  }

  private static void read(Membership member) {
    while (member.open().feed().step()) {}
  }

  private static void work(Membership member) {
    boolean progress = true;
    while (progress) {
      progress = member.open().feed().step();
      progress |= step(member, owned -> owned instanceof Segment);
    }
  }

  private static boolean step(Membership member, Predicate<OwnedPart> which) {
    boolean progress = false;
    for (OwnedPart owned : member.open().owned()) {
      progress |= which.test(owned) && owned.step();
    }
    return progress;
  }

  private static boolean isOfBoard(OwnedPart owned) {
    return owned.id().subscription().equals("board-projector");
  }

  private static boolean isOfReservation(OwnedPart owned) {
    return owned.id().subscription().equals("reservation");
  }

  private void endLeaseOfAllBut(Membership living) {
    node.parts()
        .storage()
        .transactions()
        .inNew(
            () ->
                jdbc.update(
                    "update foliot_node set lease_until = current_timestamp - interval '1' second"));
    living.heartbeat().step();
  }

  private List<String> owners() {
    return jdbc.queryForList("select distinct owner from foliot_segment", String.class);
  }
}
