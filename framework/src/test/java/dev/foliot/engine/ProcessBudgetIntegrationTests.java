package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.process.checkout.CheckoutTest;
import dev.foliot.testsupport.CountingDataSource;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** As {@link BudgetIntegrationTests}, for the events that a process manager handles (R43). */
class ProcessBudgetIntegrationTests extends CheckoutTest {
  private static final boolean H2 = System.getProperty("foliot.test.database", "h2").equals("h2");

  private static final int READ = 1;
  private static final int APPEND = H2 ? 2 : 1; // H2 draws the positions first
  private static final int SET_TIMERS = H2 ? 2 : 1; // H2 has no statement that inserts or updates
  private static final int CANCEL_TIMERS = 1;
  private static final int STATES_AND_TRANSITIONS = 2;
  private static final int CHECKPOINTS_AND_COMMIT = 3; // of both lanes, as imported events need
  private static final int STORE = APPEND + STATES_AND_TRANSITIONS + CHECKPOINTS_AND_COMMIT;

  @Test
  void batchIsOneReadAndOneWriteOfEachTable() {
    assertCheckedOut(10, "few");
    assertCheckedOut(100, "many");
  }

  private void assertCheckedOut(int orders, String prefix) {
    assertThat(roundTrips(orders, prefix, this::placed)).isEqualTo(READ + STORE);
    assertThat(roundTrips(orders, prefix, this::reserved)).isEqualTo(READ + SET_TIMERS + STORE);
    assertThat(roundTrips(orders, prefix, this::paid)).isEqualTo(READ + CANCEL_TIMERS + STORE);
    assertThat(roundTrips(orders, prefix, this::shipped)).isEqualTo(READ + STORE - APPEND);
    assertThat(calls.all()).hasSize(4 * orders);
    calls.reset();
  }

  @Test
  void earlyEventsAreKeptTogether() {
    int keep = 1;
    int states = 1;

    assertThat(roundTrips(10, "early", this::paid))
        .isEqualTo(READ + keep + SET_TIMERS + states + CHECKPOINTS_AND_COMMIT);
  }

  /** Of the delivery of one event for each order. */
  private int roundTrips(int orders, String prefix, Consumer<String> raise) {
    IntStream.range(0, orders).forEach(i -> raise.accept(prefix + i));
    OpenSegments open = node.open(delivery -> {}, () -> 0.5);
    open.feed().step();
    Segment checkout =
        open.segments().stream()
            .filter(each -> each.subscription().name().equals("checkout"))
            .findFirst()
            .orElseThrow();
    CountingDataSource sql = (CountingDataSource) Objects.requireNonNull(jdbc.getDataSource());
    sql.reset();
    checkout.step();
    return sql.roundTrips();
  }
}
