package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.CountingDataSource;
import java.lang.management.ManagementFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How often the database is asked, and how much memory a command takes: what speed is made of, as
 * numbers that no machine changes. Who needs more has to say so here.
 */
class BudgetIntegrationTests extends ShopTest {
  private static final boolean H2 = System.getProperty("foliot.test.database", "h2").equals("h2");

  private static final int APPEND_AND_COMMIT = 2;

  /** Half as much again as measured; H2 itself works on this thread. */
  private static final long BYTES_PER_COMMAND = H2 ? 150_000 : 70_000;

  /** The same of a message whose handler does nothing: it is parsed, called for, and reported. */
  private static final long BYTES_PER_DELIVERY = 15_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private CountingDataSource sql;

  @BeforeEach
  void receive() {
    sql = (CountingDataSource) dataSource;
    domain.process(new Receive("p1", 5));
  }

  @Test
  void commandOnKnownAggregateAppendsAndCommits() {
    assertThat(roundTrips(() -> domain.process(new Receive("p1", 5)))).isEqualTo(APPEND_AND_COMMIT);
  }

  @Test
  void commandOnUnknownAggregateLoadsItOnce() {
    aggregates.clear();

    assertThat(roundTrips(() -> domain.process(new Receive("p1", 5))))
        .isEqualTo(1 + APPEND_AND_COMMIT);
  }

  @Test
  void commandAllocatesNoMoreThanItsShare() {
    receiveTimes(500);

    long before = threads.getCurrentThreadAllocatedBytes();
    receiveTimes(100);

    assertThat((threads.getCurrentThreadAllocatedBytes() - before) / 100)
        .isLessThan(BYTES_PER_COMMAND);
  }

  @Test
  void loadTakesOneStatementForManyEvents() {
    receiveTimes(300);
    aggregates.clear();

    int trips = roundTrips(() -> domain.process(new Receive("p1", 5)));

    assertThat(trips).isEqualTo(1 + APPEND_AND_COMMIT);
  }

  @Test
  void batchIsOneReadAndOneCheckpointWhateverItsSize() {
    assertDelivered(10, "few");
    assertDelivered(100, "many");
  }

  private void assertDelivered(int events, String prefix) {
    cancelled(events, prefix);
    OpenSegments open = node.open(delivery -> {}, () -> 0.5);

    assertThat(roundTrips(() -> open.feed().step())).isEqualTo(1);
    assertThat(roundTrips(reservation(open)::step)).as("checkpoint and commit").isEqualTo(2);

    assertThat(faults.calls()).hasSize(events); // by a handler that asks the database for nothing
  }

  /** As many events that wait for {@code reservation}. */
  private void cancelled(int events, String prefix) {
    IntStream.range(0, events).forEach(i -> domain.process(new Place(prefix + i, "none", 1)));
    engine().runUntilIdle();
    IntStream.range(0, events).forEach(i -> domain.process(new Cancel(prefix + i)));
    faults.reset();
  }

  @Test
  void deliveryAllocatesNoMoreThanItsShare() {
    assertDelivered(200, "warm");
    int events = 200;
    cancelled(events, "measured");
    OpenSegments open = node.open(delivery -> {}, () -> 0.5);
    open.feed().step();
    Segment reservation = reservation(open);

    long before = threads.getCurrentThreadAllocatedBytes();
    reservation.step();
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(faults.calls()).hasSize(events);
    assertThat(allocated / events).isLessThan(BYTES_PER_DELIVERY);
  }

  private static Segment reservation(OpenSegments open) {
    return open.segments().stream()
        .filter(each -> each.subscription().name().equals("reservation"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void idlePollIsOneQueryForAllSubscriptions() {
    engine().runUntilIdle();
    OpenSegments open = node.open(delivery -> {}, () -> 0.5);
    stepAll(open);
    stepAll(open);
    assertThat(open.segments()).hasSizeGreaterThan(2);

    assertThat(roundTrips(() -> stepAll(open))).isEqualTo(1);
  }

  private static void stepAll(OpenSegments open) {
    open.feed().step();
    open.segments().forEach(Segment::step);
  }

  private void receiveTimes(int times) {
    IntStream.range(0, times).forEach(i -> domain.process(new Receive("p1", 5)));
  }

  private int roundTrips(Runnable action) {
    sql.reset();
    action.run();
    return sql.roundTrips();
  }
}
