package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.CommandOptions;
import dev.foliot.message.Lane;
import dev.foliot.message.Priority;
import dev.foliot.message.RecordedMessage;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Hop;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.CountingDataSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node holds of the log is bounded by its size, and read no more often than necessary. */
class BackPressureIntegrationTests extends ShopTest {
  private static final int LARGE = 1_000_000;
  private static final int MAX_IN_HAND = 32 * 1024 * 1024;

  private OpenSegments open;

  @AfterEach
  void close() {
    open.close();
  }

  private void open(int concurrency) {
    EngineNode engine =
        EngineOf.copy(node, settings -> EngineOf.withConcurrency(settings, concurrency));
    open = engine.open(delivery -> {}, () -> 0.5);
  }

  private void readToTheEnd() {
    while (open.feed().step()) {
      assertThat(open.feed().head()).isPositive();
    }
  }

  private Segment segment(String subscription) {
    return open.segments().stream()
        .filter(each -> each.subscription().name().equals(subscription))
        .findFirst()
        .orElseThrow();
  }

  private void hops(int count) {
    for (int i = 0; i < count; i++) {
      domain.process(new Hop("c" + i, 1));
    }
  }

  private void enlarge() {
    enlarge("true");
  }

  private void enlarge(String which) {
    jdbc.update(
        "update foliot_message set payload = substring(payload from 1 for length(payload) - 1) || ',\"more\":\"' || repeat('x', ?) || '\"}' where "
            + which,
        LARGE);
  }

  @Test
  void windowIsBoundedBySize() {
    domain.process(new Hop("before", 1));
    engine().run(); // so that the log is not far ahead of every checkpoint, and gets a window
    hops(40);
    enlarge();
    open(1);
    readToTheEnd();

    assertThat(selects(() -> readHops(36))).isEqualTo(1);
    assertThat(selects(() -> readHops(32))).isZero();
  }

  private void readHops(int last) {
    long head = open.feed().head();
    open.feed().read(segment("hopper").subscription(), Lane.PRIMARY, head - last, head, last);
  }

  // a read that catches up, and what a handler is given at once
  @Test
  void batchIsBoundedBySize() {
    hops(40);
    enlarge();
    open(8);
    readToTheEnd();
    Segment behind = segment("hopper");

    List<RecordedMessage> page =
        open.feed()
            .fromLog(behind.subscription(), Lane.PRIMARY, 0, open.feed().head(), 500, null)
            .messages();
    behind.step();

    assertThat(page).hasSize(MAX_IN_HAND / 16 / LARGE + 1);
    assertThat(behind.position(Lane.PRIMARY)).isEqualTo(page.get(page.size() - 1).position());
    assertThat(faults.calls()).hasSize(page.size());
  }

  // R32: what is pulled forward comes in pieces too, and in order
  @Test
  void pulledForwardIsBoundedBySize() {
    CommandOptions bulk = CommandOptions.priority(Priority.BACKFILL);
    for (int i = 0; i < 10; i++) {
      domain.process(new Place("o" + i, "none", 1), bulk);
    }
    for (int i = 0; i < 10; i++) {
      domain.process(new Cancel("o" + i));
    }
    enlarge("lane = 2");
    open(16);
    readToTheEnd();
    Segment reservation = segment("reservation");

    reservation.step();
    int first = faults.calls().size();
    while (reservation.step()) {
      assertThat(faults.calls()).isNotEmpty();
    }

    assertThat(first).isBetween(1, MAX_IN_HAND / 32 / LARGE + 1);
    for (int i = 0; i < 10; i++) {
      assertThat(faults.calls().indexOf("reservation o" + i))
          .isLessThan(faults.calls().indexOf("reservation o" + i + " cancelled"));
    }
    assertThat(faults.calls()).filteredOn(call -> call.startsWith("reservation")).hasSize(20);
  }

  @Test
  void newMessageIsReadOnceForAllSubscriptions() {
    open(1);
    readToTheEnd();
    domain.process(new Place("o1", "none", 1));
    readToTheEnd();

    int reads = selects(() -> open.segments().forEach(Segment::step));

    assertThat(reads).isZero();
    assertThat(faults.calls()).contains("board o1", "reservation o1");
  }

  // R27: a type that a newer version wrote, in a segment that comes from another node
  @Test
  void typesThatOnlyAnotherNodeHasReadAreFound() {
    hops(1);
    domain.process(new Place("o1", "none", 1));
    open(1);
    readToTheEnd();
    Subscription hopper = segment("hopper").subscription();
    long head = open.feed().head();
    assertThat(open.feed().fromLog(hopper, null, 0, head, 10, null).messages()).hasSize(1);

    domain.process(new Place("o2", "none", 1));
    jdbc.update("update foliot_message set type = 'newer' where position > ?", head);

    long end = jdbc.queryForObject("select max(position) from foliot_message", Long.class);
    assertThat(open.feed().fromLog(hopper, null, 0, end, 10, null).messages())
        .hasSizeGreaterThan(1);
    readToTheEnd();
    assertThat(open.feed().fromLog(hopper, null, 0, end, 10, null).messages())
        .hasSizeGreaterThan(1);
  }

  // a late subscription reads in pages, and the window goes on serving the others
  @Test
  void catchingUpTakesOneReadABatch() {
    hops(20);
    jdbc.update(
        """
        insert into foliot_message (%1$s kind, category, stream, stream_version, id, type,
               type_version, priority, lane, delivered_synchronously, payload, metadata,
               occurred_at, correlation_id)
        select %2$s kind, category, 'late' || n, 1, %3$s, type, type_version, priority, lane,
               delivered_synchronously, payload, metadata, occurred_at, correlation_id
          from foliot_message, %4$s
         where stream = 'c0'"""
            .formatted(
                isH2() ? "position," : "",
                isH2() ? "(select max(position) from foliot_message) + n," : "",
                isH2() ? "random_uuid()" : "gen_random_uuid()",
                isH2()
                    ? "(select x as n from system_range(1, 12000))"
                    : "generate_series(1, 12000) n"));
    if (isH2()) {
      jdbc.update(
          "update foliot_position set position = (select max(position) from foliot_message)");
    }
    open(1);
    readToTheEnd();
    Segment upToDate = segment("board-projector");
    upToDate.step();
    domain.process(new Place("o1", "none", 1));
    readToTheEnd();
    Segment late = segment("hopper");

    int reads =
        selects(
            () -> {
              while (late.position(Lane.PRIMARY) < open.feed().head()) {
                late.step();
              }
            });

    assertThat(reads).isLessThanOrEqualTo(12_000 / 500 + 4); // one is for the backfill ahead
    assertThat(selects(() -> upToDate.step())).isZero();
    assertThat(faults.calls()).contains("board o1");
  }

  private boolean isH2() {
    return System.getProperty("foliot.test.database", "h2").equals("h2");
  }

  /** Of the log by position. */
  private int selects(Runnable work) {
    CountingDataSource counting = (CountingDataSource) dataSource;
    counting.reset();
    work.run();
    return (int) counting.statements().stream().filter(sql -> sql.contains("bytes_before")).count();
  }
}
