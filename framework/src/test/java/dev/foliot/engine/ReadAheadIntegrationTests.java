package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.engine.MessageFeed.Slice;
import dev.foliot.message.Lane;
import dev.foliot.message.RecordedMessage;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.CountingDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A segment that catches up has its next page read while it works, and notices nothing of it. */
class ReadAheadIntegrationTests extends ShopTest {
  private static final int MAX = 4;

  private final List<Runnable> waiting = new ArrayList<>();
  private List<Long> positions;
  private OpenSegments open;
  private ReadAhead reads;

  /** Twenty orders that one subscription has still to read, long after the others. */
  @BeforeEach
  void begin() {
    IntStream.range(0, 20).forEach(i -> domain.process(new Place("o" + i, "none", 1)));
    engine().run();
    faults.reset();
    jdbc.update("update foliot_checkpoint set position = 0 where subscription = 'reservation'");
    positions =
        jdbc.queryForList(
            "select position from foliot_message where type = 'placed' order by position",
            Long.class);
    open = open();
    open.feed().readAheadOn(waiting::add);
    reads = new ReadAhead(open.feed(), segment(open).subscription(), Lane.PRIMARY);
  }

  @AfterEach
  void close() {
    open.close();
  }

  private OpenSegments open() {
    OpenSegments opened =
        EngineOf.copy(node, settings -> EngineOf.withBatchSize(settings, MAX))
            .open(delivery -> {}, () -> 0.5);
    while (opened.feed().step()) {
      assertThat(opened.feed().head()).isPositive();
    }
    return opened;
  }

  private static Segment segment(OpenSegments open) {
    return open.segments().stream()
        .filter(each -> each.subscription().name().equals("reservation"))
        .findFirst()
        .orElseThrow();
  }

  private Slice read(long after) {
    return reads.read(after, open.feed().head(), MAX);
  }

  private static List<Long> positions(Slice slice) {
    return slice.messages().stream().map(RecordedMessage::position).toList();
  }

  @Test
  void idleThreadReadsNextPage() {
    Slice first = read(0);
    assertThat(waiting).hasSize(1);

    assertThat(statements(() -> waiting.remove(0).run())).isEqualTo(1);
    List<Slice> second = new ArrayList<>();
    assertThat(statements(() -> second.add(read(first.through())))).isZero();

    assertThat(positions(first)).isEqualTo(positions.subList(0, MAX));
    assertThat(positions(second.get(0))).isEqualTo(positions.subList(MAX, 2 * MAX));
    assertThat(waiting).as("the third").hasSize(1);
  }

  @Test
  void readsItselfWhatNobodyHasBegun() {
    List<Long> found = new ArrayList<>();
    for (long after = 0; after < open.feed().head(); ) {
      Slice slice = read(after);
      found.addAll(positions(slice));
      after = slice.through();
    }

    assertThat(found).isEqualTo(positions);
  }

  @Test
  void pageOfAnotherPlaceIsNotUsed() {
    Slice first = read(0);
    waiting.forEach(Runnable::run);

    assertThat(positions(read(positions.get(10)))).isEqualTo(positions.subList(11, 11 + MAX));
    assertThat(positions(read(0))).isEqualTo(positions(first));
  }

  @Test
  void whatIsLeftOfPageIsNotReadAgain() {
    read(0);
    List<Slice> rest = new ArrayList<>();

    assertThat(statements(() -> rest.add(read(positions.get(1))))).isZero();

    assertThat(positions(rest.get(0))).isEqualTo(positions.subList(2, MAX));
    assertThat(rest.get(0).through()).isEqualTo(positions.get(MAX - 1));
  }

  // the backfill lane never passes the primary one, wherever that has gone back to meanwhile
  @Test
  void pageThatGoesTooFarIsNotUsed() {
    Slice first = read(0);
    waiting.forEach(Runnable::run);
    long upTo = positions.get(MAX);

    assertThat(positions(reads.read(first.through(), upTo, MAX)))
        .isEqualTo(positions.subList(MAX, MAX + 1));
    read(0);
    assertThat(reads.read(0, positions.get(1), MAX).through()).isEqualTo(positions.get(1));
  }

  @Test
  void readThatFailedIsRepeatedWhenItIsNeeded() {
    Slice first = read(0);
    CountingDataSource database = (CountingDataSource) dataSource;
    DataSource target = database.getTargetDataSource();
    database.setTargetDataSource(away(target));
    waiting.forEach(Runnable::run);
    database.setTargetDataSource(target);

    assertThat(positions(read(first.through()))).isEqualTo(positions.subList(MAX, 2 * MAX));
  }

  private static DataSource away(DataSource target) {
    return new DelegatingDataSource(target) {
      @Override
      public Connection getConnection() throws SQLException {
        throw new SQLException("The database is away.", "08001");
      }
    };
  }

  @Test
  void forgottenPageIsNotRead() {
    read(0);

    reads.forget();

    assertThat(statements(() -> waiting.forEach(Runnable::run))).isZero();
  }

  // memory: a segment that has nothing more to do, or cannot, keeps no page
  @Test
  void segmentThatCannotGoOnForgetsItsPage() {
    Segment reservation = segment(open);
    assertThat(reservation.step()).isTrue();
    assertThat(waiting).hasSize(1);
    jdbc.update("update foliot_checkpoint set token = token + 1");

    assertThatThrownBy(reservation::step).isInstanceOf(SegmentLostException.class);

    assertThat(statements(() -> waiting.forEach(Runnable::run))).isZero();
  }

  // memory: many segments take turns, and each would keep a page until it has its own
  @Test
  void keepsNoPageWhileOthersTakeTheirTurn() {
    open.feed().readAheadOn(new BusyThreads(waiting));
    Segment reservation = segment(open);

    assertThat(reservation.step()).isTrue();

    assertThat(waiting).hasSize(1);
    assertThat(statements(() -> waiting.forEach(Runnable::run))).isZero();
    while (reservation.step()) {
      assertThat(reservation.position(Lane.PRIMARY)).isPositive();
    }
    assertThat(calls()).isEqualTo(expectedCalls());
  }

  private record BusyThreads(List<Runnable> readings) implements IdleThreads {
    @Override
    public void run(Runnable reading) {
      readings.add(reading);
    }

    @Override
    public boolean isAnybodyWaiting() {
      return true;
    }
  }

  // R29: the pool takes nothing more while the batch in hand is finished
  @Test
  void stepIsFinishedAlthoughNobodyMayReadAhead() {
    open.feed()
        .readAheadOn(
            reading -> {
              throw new RejectedExecutionException("The pool is shutting down.");
            });

    assertThat(segment(open).step()).isTrue();

    assertThat(calls()).isEqualTo(expectedCalls().subList(0, MAX));
  }

  // R24, R28
  @Test
  void pageOfLostSegmentIsHandledByItsNewOwnerOnly() {
    Segment lost = segment(open);
    assertThat(lost.step()).isTrue();
    waiting.forEach(Runnable::run);
    OpenSegments other = open();
    while (segment(other).step()) {
      assertThat(other.feed().head()).isPositive();
    }
    List<String> before = calls();

    assertThatThrownBy(lost::step).isInstanceOf(SegmentLostException.class);

    assertThat(before).isEqualTo(expectedCalls());
    assertThat(
            jdbc.queryForObject(
                "select handled from foliot_checkpoint where subscription = 'reservation' and lane = 1",
                Long.class))
        .isEqualTo(40); // twenty by the run at the beginning
    other.close();
  }

  // R24: only the database knows whether the commit took place
  @Test
  void pageIsNotUsedTwiceWhenAnswerOfCommitIsLost() {
    Segment reservation = segment(open);
    ((CountingDataSource) dataSource).loseAnswerOfNextCommit();

    assertThatThrownBy(reservation::step).isInstanceOf(DatabaseAwayException.class);
    waiting.forEach(Runnable::run);
    while (reservation.step()) {
      assertThat(reservation.position(Lane.PRIMARY)).isPositive();
    }

    assertThat(calls()).isEqualTo(expectedCalls());
  }

  // R23: with real threads
  @Test
  void runningEngineKeepsOrderAcrossPages() {
    open.close();
    EngineNode running =
        EngineOf.copy(node, settings -> EngineOf.with(settings, MAX, 1, Duration.ofMillis(20)));
    running.start();
    try {
      Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> calls().size() >= 20);
    } finally {
      running.stop();
    }

    assertThat(calls()).isEqualTo(expectedCalls());
  }

  private List<String> calls() {
    return faults.calls().stream().filter(call -> call.startsWith("reservation ")).toList();
  }

  private static List<String> expectedCalls() {
    return IntStream.range(0, 20).mapToObj(i -> "reservation o" + i).toList();
  }

  private int statements(Runnable work) {
    return ((CountingDataSource) dataSource).statementsOf(work);
  }
}
