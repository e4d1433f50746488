package dev.foliot.engine;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.foliot.handler.On;
import dev.foliot.message.RecordedMessage;
import dev.foliot.projection.Projection;
import dev.foliot.projection.Projector;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Cancelled;
import dev.foliot.shop.Shop.Faults;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Placed;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.Shop.Received;
import dev.foliot.shop.Shop.Reserved;
import dev.foliot.shop.ShopTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/** R23, R24 and R25 for projectors that are given the events of a batch at once. */
@Import({
  ListsOfEventsIntegrationTests.Fold.class,
  ListsOfEventsIntegrationTests.CountStock.class,
  ListsOfEventsIntegrationTests.Copy.class
})
class ListsOfEventsIntegrationTests extends ShopTest {
  @Projection
  record Folded(String orderId) {}

  /** Writes a row for each call, which a rollback takes with it. */
  private static void wrote(JdbcTemplate jdbc, String projector, Object what) {
    jdbc.update(
        "insert into calls_with_lists (projector, events) values (?, ?)",
        projector,
        what.toString());
  }

  @Projector(value = Folded.class, name = "fold")
  static class Fold {
    private final JdbcTemplate jdbc;
    private final Faults faults;

    Fold(JdbcTemplate jdbc, Faults faults) {
      this.jdbc = jdbc;
      this.faults = faults;
    }

    @On
    void placed(List<Placed> events) {
      wrote(jdbc, "fold", events.stream().map(Placed::orderId).toList());
      events.forEach(event -> faults.call("fold", event.orderId()));
    }

    @On
    void cancelled(Cancelled event) {
      wrote(jdbc, "fold", event.orderId() + " cancelled");
    }
  }

  @Projector(value = Folded.class, name = "count-stock")
  static class CountStock {
    private final JdbcTemplate jdbc;

    CountStock(JdbcTemplate jdbc) {
      this.jdbc = jdbc;
    }

    @On
    void received(List<Received> events) {
      wrote(jdbc, "count-stock", events.stream().map(each -> each.productId() + "+").toList());
    }

    @On
    void reserved(List<Reserved> events) {
      wrote(jdbc, "count-stock", events.stream().map(each -> each.productId() + "-").toList());
    }
  }

  @Projector(value = Folded.class, name = "copy")
  static class Copy {
    private final JdbcTemplate jdbc;

    Copy(JdbcTemplate jdbc) {
      this.jdbc = jdbc;
    }

    @On({Placed.class, Cancelled.class})
    void copy(List<RecordedMessage> events) {
      wrote(
          jdbc,
          "copy",
          events.stream().map(each -> each.streamId() + "@" + each.streamVersion()).toList());
    }
  }

  @BeforeEach
  void createTable() {
    jdbc.execute(
        "create table calls_with_lists (id int generated always as identity, projector varchar(20), events varchar(1000))");
  }

  @AfterEach
  void dropTable() {
    jdbc.execute("drop table calls_with_lists");
  }

  @Test
  void allEventsOfBatchComeAtOnce() {
    place("o1", "o2", "o3");

    engine().run();

    assertThat(calls("fold")).containsExactly("[o1, o2, o3]");
    assertThat(subscriptionsHeld()).isEmpty();
  }

  @Test
  void listOfStoredMessagesHasWhatItNames() {
    place("o1", "o2");
    domain.process(new Cancel("o1"));
    domain.process(new Receive("p1", 5));

    engine().run();

    assertThat(calls("copy")).containsExactly("[o1@1, o2@1, o1@2]");
  }

  // R23: whichever methods the events of one aggregate go to
  @Test
  void keepsOrderOfEachAggregateAcrossMethods() {
    domain.process(new Receive("p1", 5));
    domain.process(new Receive("p2", 5));
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Place("o2", "p2", 1));
    engine().run();
    jdbc.update("delete from calls_with_lists");
    domain.process(new Receive("p1", 5));
    domain.process(new Place("o3", "p2", 1));
    domain.process(new Place("o4", "p1", 1));
    stepAll("reservation");
    domain.process(new Receive("p2", 5));
    domain.process(new Receive("p1", 5));

    engine().run();

    assertThat(calls("count-stock")).containsExactly("[p1+]", "[p2-, p1-]", "[p2+, p1+]");
  }

  @Test
  void singleEventsAndListsKeepTheirOrder() {
    place("o1");
    domain.process(new Cancel("o1"));
    place("o2");

    engine().run();

    assertThat(calls("fold")).containsExactly("[o1, o2]", "o1 cancelled");
  }

  // R25
  @Test
  void culpritAmongManyIsFoundAndOnlyItsAggregateWaits() {
    place("o1", "o2", "o3", "o4");
    domain.process(new Cancel("o2"));
    faults.fail("fold", "o2", 1_000);

    engine().runUntilIdle();

    assertThat(calls("fold")).containsExactlyInAnyOrder("[o1]", "[o3]", "[o4]");
    assertThat(subscriptionsHeld())
        .singleElement()
        .satisfies(
            held -> {
              assertThat(held.get("held_key")).isEqualTo("order-o2");
              assertThat(held.get("status")).isEqualTo("parked");
            });
  }

  @Test
  void culpritThatRecoversIsHandledOnceAndInOrder() {
    place("o1", "o2", "o3");
    domain.process(new Cancel("o2"));
    faults.fail("fold", "o2", 3);

    engine().runUntilIdle();

    assertThat(calls("fold"))
        .containsExactlyInAnyOrder("[o1]", "[o2]", "[o3]", "o2 cancelled")
        .containsSubsequence("[o2]", "o2 cancelled");
  }

  // R27
  @Test
  void unreadableEventWaitsAlone() {
    place("o1", "o2", "o3");
    jdbc.update("update foliot_message set payload = '{' where stream = 'o2'");

    engine().runUntilIdle();

    assertThat(calls("fold")).containsExactly("[o1]", "[o3]");
    assertThat(
            jdbc.queryForList(
                "select status from foliot_held where subscription = 'fold'", String.class))
        .containsExactly("parked");
  }

  // R24: the unreadable one is found first, but the one before it is not lost
  @Test
  void unreadableEventBehindAFailureIsNotHeldInItsPlace() {
    place("o1", "o2");
    domain.process(new Cancel("o2"));
    jdbc.update(
        "update foliot_message set payload = '{' where stream = 'o2' and type = 'cancelled'");
    faults.fail("fold", "o2", 2);

    engine().runUntilIdle();

    assertThat(calls("fold")).containsExactly("[o1]", "[o2]");
    assertThat(
            jdbc.queryForList(
                "select message_type from foliot_held where subscription = 'fold' and status = 'parked'",
                String.class))
        .containsExactly("cancelled");
  }

  // R27
  @Test
  void eventWithBrokenMetadataWaitsAlone() {
    place("o1", "o2", "o3");
    jdbc.update("update foliot_message set metadata = '{' where stream = 'o2'");

    engine().runUntilIdle();

    assertThat(calls("fold")).containsExactly("[o1]", "[o3]");
    assertThat(
            jdbc.queryForList(
                "select error_text from foliot_held where subscription = 'fold'", String.class))
        .singleElement(as(STRING))
        .contains("its metadata is broken");
  }

  private void place(String... orders) {
    for (String order : orders) {
      domain.process(new Place(order, "none", 1));
    }
  }

  private void stepAll(String subscription) {
    OpenSegments open = node.open(delivery -> {}, () -> 0.5);
    while (open.feed().step()) {
      assertThat(open.feed().head()).isPositive();
    }
    open.segments().stream()
        .filter(each -> each.subscription().name().equals(subscription))
        .forEach(Segment::step);
  }

  private List<String> calls(String projector) {
    return jdbc.queryForList(
        "select events from calls_with_lists where projector = ? order by id",
        String.class,
        projector);
  }

  private List<Map<String, Object>> subscriptionsHeld() {
    return jdbc.queryForList("select * from foliot_held where subscription = 'fold'");
  }
}
