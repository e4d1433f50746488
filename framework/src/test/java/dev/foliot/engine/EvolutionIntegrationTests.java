package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.foliot.aggregate.AggregateCache;
import dev.foliot.aggregate.AggregateRepositories;
import dev.foliot.aggregate.Deciders;
import dev.foliot.aggregate.SnapshotParts;
import dev.foliot.aggregate.StateStore;
import dev.foliot.eventstore.EventStore;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.UpcastMessage;
import dev.foliot.message.Upcaster;
import dev.foliot.message.Upcaster.Conversion;
import dev.foliot.message.Upcasters;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Cancelled;
import dev.foliot.shop.Shop.Hopped;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Placed;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.Shop.Received;
import dev.foliot.shop.Shop.Reserved;
import dev.foliot.shop.Shop.Stock;
import dev.foliot.shop.ShopTest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * R8, R26, R27: what an older version of the application stored reaches aggregates and handlers as
 * messages of today. The shop's classes are declared with later versions than they have, as if they
 * had a history.
 */
class EvolutionIntegrationTests extends ShopTest {
  @Autowired private SnapshotParts snapshotParts;

  private static final MessageTypes TYPES =
      new MessageTypes(
          List.of(
              new MessageType(MessageKind.EVENT, "placed", 3, Placed.class, null, List.of("sold")),
              event("cancelled", 2, Cancelled.class),
              event("received", 2, Received.class),
              event("reserved", 1, Reserved.class),
              event("hopped", 1, Hopped.class)));

  private static final Upcaster PLACED_1 =
      one("placed", 1, 2, json -> json.put("orderId", json.remove("order").asString()));
  private static final Upcaster PLACED_2 = one("placed", 2, 3, json -> json.put("quantity", 1));
  private static final Upcaster CANCELLED =
      one("cancelled", 1, 2, json -> json.put("orderId", json.remove("order").asString()));
  private static final Upcaster REPLACED =
      several(
          "replaced",
          List.of("cancelled", "placed"),
          (json, metadata) ->
              List.of(
                  UpcastMessage.of("cancelled", 1, json.deepCopy().put("order", text(json, "old"))),
                  UpcastMessage.of("placed", 2, json.put("orderId", text(json, "new")))));
  private static final Upcaster DROPPED =
      several("noise", List.of("placed"), (json, metadata) -> List.of());
  private static final Upcaster BATCH =
      several(
          "received",
          List.of(),
          (json, metadata) ->
              json.get("quantities").valueStream().map(each -> part(json, each)).toList());

  private static UpcastMessage part(ObjectNode json, JsonNode quantity) {
    return UpcastMessage.of("received", 2, json.deepCopy().put("quantity", quantity.asInt()));
  }

  private static MessageType event(String name, int version, Class<?> javaType) {
    return new MessageType(MessageKind.EVENT, name, version, javaType, null);
  }

  private static String text(ObjectNode json, String name) {
    return json.get(name).asString();
  }

  private interface Change {
    ObjectNode of(ObjectNode json);
  }

  private static Upcaster one(String name, int from, int to, Change change) {
    return new Upcaster(
        name + from,
        MessageKind.EVENT,
        name,
        from,
        to,
        List.of(),
        false,
        (json, metadata) -> List.of(UpcastMessage.of(name, to, change.of(json))));
  }

  private static Upcaster several(String name, List<String> as, Conversion conversion) {
    return new Upcaster(name + 1, MessageKind.EVENT, name, 1, 0, as, false, conversion);
  }

  private EventStore log(Upcaster... upcasters) {
    return new EventStore(dataSource, null, new MessageJson(TYPES, () -> of(upcasters)));
  }

  private static Upcasters of(Upcaster... upcasters) {
    Upcasters all = new Upcasters(TYPES, List.of(upcasters));
    assertThat(all.problems()).isEmpty();
    return all;
  }

  /** A version of the application that knows these. */
  private EngineNode deployed(Upcaster... upcasters) {
    EngineNode next = EngineOf.deployed(node, log(upcasters), of(upcasters));
    next.register();
    return next;
  }

  /** What was raised last was raised by an older version of the application. */
  private void storedAs(String raised, String type, int version, String payload) {
    int rows =
        jdbc.update(
            """
            update foliot_message set type = ?, type_version = ?, payload = ?
            where type = ? and position = (select max(position) from foliot_message where type = ?)"""
                .replace("payload = ?", "payload = " + "'" + payload + "'"),
            type,
            version,
            raised,
            raised);
    assertThat(rows).isEqualTo(1);
  }

  private void placedLongAgo(String orderId) {
    domain.process(new Place(orderId, "p1", 1));
    storedAs("placed", "sold", 1, "{\"order\": \"%s\", \"productId\": \"p1\"}".formatted(orderId));
  }

  private static List<Step> steps(TestCycles run, String subscription) {
    return run.cycles().stream()
        .flatMap(cycle -> cycle.steps().stream())
        .filter(step -> step.subscription().equals(subscription))
        .toList();
  }

  private String status(String orderId) {
    return domain.viewFor(Board.class).get(orderId).status();
  }

  // ---- delivery

  // R8: by alias, through a chain; the key comes from today's component
  @Test
  void handlersSeeTodaysVersion() {
    placedLongAgo("o1");

    TestCycles run = deployed(PLACED_1, PLACED_2).testCycles().run(3);

    assertThat(status("o1")).isEqualTo("placed");
    assertThat(faults.calls()).contains("board o1", "reservation o1");
    assertThat(run.leftovers()).isEmpty();
    assertThat(steps(run, "board-projector"))
        .extracting(Step::messageType, Step::outcome)
        .containsExactly(tuple("placed", Outcome.HANDLED));
  }

  // R26: what waits for its retry is read from the log again, by its stored name
  @Test
  void retryFindsMessageByItsOldName() {
    placedLongAgo("o1");
    domain.process(new Cancel("o1"));
    storedAs("cancelled", "cancelled", 1, "{\"order\": \"o1\"}");
    faults.fail("board", "o1", 1);

    TestCycles run = deployed(PLACED_1, PLACED_2, CANCELLED).testCycles().run(3);

    assertThat(steps(run, "board-projector"))
        .extracting(Step::attempt, Step::outcome)
        .containsExactly(
            tuple(1, Outcome.RETRY), tuple(2, Outcome.HANDLED), tuple(1, Outcome.HANDLED));
    assertThat(status("o1")).isEqualTo("cancelled");
    assertThat(run.leftovers()).extracting(Leftover::where).doesNotContain("board-projector");
  }

  @Test
  void splitMessageIsHandledPartByPart() {
    domain.process(new Place("o1", "p1", 1));
    storedAs("placed", "placed", 3, placed("o1"));
    domain.process(new Place("o2", "p1", 1));
    storedAs("placed", "replaced", 1, REPLACED_JSON);

    TestCycles run = deployed(REPLACED, CANCELLED, PLACED_1, PLACED_2).testCycles().run(3);

    assertThat(steps(run, "reservation"))
        .extracting(Step::messageType, Step::streamId, Step::attempt)
        .containsExactly(
            tuple("placed", "o1", 1), tuple("cancelled", "o2", 1), tuple("placed", "o2", 1));
    assertThat(status("o1")).isEqualTo("cancelled");
    assertThat(status("o2")).isEqualTo("placed");
    assertThat(steps(run, "hopper")).isEmpty();
  }

  private static final String REPLACED_JSON =
      "{\"old\": \"o1\", \"new\": \"o2\", \"productId\": \"p1\"}";

  private static String placed(String orderId) {
    return "{\"orderId\": \"%s\", \"productId\": \"p1\", \"quantity\": 1}".formatted(orderId);
  }

  // R24, R25: one transaction and one attempt for all parts
  @Test
  void failureInOnePartIsAnAttemptOfTheWhole() {
    domain.process(new Place("o1", "p1", 1));
    storedAs("placed", "placed", 3, placed("o1"));
    domain.process(new Place("o2", "p1", 1));
    storedAs("placed", "replaced", 1, REPLACED_JSON);
    faults.fail("board", "o2", 1);

    TestCycles run = deployed(REPLACED, CANCELLED, PLACED_1, PLACED_2).testCycles().run(3);

    assertThat(steps(run, "board-projector"))
        .extracting(Step::messageType, Step::attempt, Step::outcome)
        .containsExactly(
            tuple("placed", 1, Outcome.HANDLED),
            tuple("replaced", 1, Outcome.RETRY),
            tuple("cancelled", 2, Outcome.HANDLED),
            tuple("placed", 2, Outcome.HANDLED));
    assertThat(
            jdbc.queryForObject("select changes from shop$board where order_id = 'o1'", int.class))
        .isEqualTo(1);
    assertThat(run.leftovers()).isEmpty();
  }

  // Of a split message each subscription handles what it takes
  @Test
  void subscriptionThatTakesNoPartSkipsMessage() {
    domain.process(new Place("o1", "p1", 1));
    storedAs("placed", "half", 1, REPLACED_JSON);
    Upcaster half =
        several(
            "half",
            List.of("reserved", "placed"),
            (json, metadata) ->
                List.of(
                    UpcastMessage.of(
                        "reserved",
                        1,
                        json.put("productId", "p").put("orderId", "o").put("quantity", 1))));
    jdbc.update("insert into shop$board (order_id, status, changes) values ('o', 'there', 0)");

    TestCycles run = deployed(half).testCycles().run(3);

    assertThat(steps(run, "reservation")).isEmpty();
    assertThat(steps(run, "board-projector"))
        .extracting(Step::messageType)
        .containsExactly("reserved");
    assertThat(run.leftovers()).isEmpty();
  }

  @Test
  void droppedMessageReachesNobody() {
    domain.process(new Place("o1", "p1", 1));
    storedAs("placed", "noise", 1, "{}");
    domain.process(new Place("o2", "p1", 1));
    storedAs("placed", "placed", 3, placed("o2"));

    TestCycles run = deployed(DROPPED).testCycles().run(3);

    assertThat(steps(run, "reservation")).extracting(Step::streamId).containsExactly("o2");
    assertThat(run.leftovers()).isEmpty();
  }

  // R27, R26: parked by the version that could not read it, handled by the one that can
  @Test
  void parkedMessageGoesThroughTodaysUpcasters() {
    placedLongAgo("o1");
    Upcaster broken =
        one(
            "placed",
            1,
            2,
            json -> {
              throw new IllegalStateException("it is broken");
            });
    TestCycles before = deployed(broken, PLACED_2).testCycles().run(3);
    assertThat(before.leftovers())
        .isNotEmpty()
        .allSatisfy(left -> assertThat(left.what()).isEqualTo(Leftover.What.PARKED))
        .allSatisfy(
            left ->
                assertThat(left.error())
                    .contains(
                        "of type sold version 1 cannot be read: the upcaster placed1 failed on event placed version 1: java.lang.IllegalStateException: it is broken. Correct it, then retry."));

    jdbc.update("update foliot_held set status = 'waiting', next_attempt_at = last_failed_at");
    clock.advance(Duration.ofSeconds(1));
    TestCycles after = deployed(PLACED_1, PLACED_2).testCycles().run(3);

    assertThat(after.leftovers()).isEmpty();
    assertThat(faults.calls()).containsOnlyOnce("reservation o1", "board o1");
    assertThat(status("o1")).isEqualTo("placed");
  }

  // A published copy of an old event is an old event
  @Test
  void subscriberReceivesTodaysVersion() {
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Cancel("o1"));
    engine().run();
    jdbc.update("delete from foliot_inbox");
    faults.reset();
    jdbc.update(
        "update foliot_checkpoint set position = 0 where subscription = 'cancellation-mails'");
    jdbc.update(
        "update foliot_message set payload = '{\"order\": \"o1\"}' where type = 'cancelled' and kind = 4");

    TestCycles run = deployed(CANCELLED, PLACED_1, PLACED_2).testCycles().run(3);

    assertThat(faults.calls()).containsExactly("mail o1");
    assertThat(steps(run, "cancellation-mails"))
        .extracting(Step::outcome)
        .containsExactly(Outcome.HANDLED);
  }

  // R18: a backlog is one under any name
  @Test
  void synchronousProcessingRefusesBacklogOfOldNames() {
    deployed(PLACED_1, PLACED_2);
    placedLongAgo("o1");

    assertThatExceptionOfType(PendingDeliveriesException.class)
        .isThrownBy(EngineOf.synchronous(deployed(PLACED_1, PLACED_2), true)::register);
  }

  // R32: what is pulled forward is found by its stored name
  @Test
  void namesOfOneClassAreAllWanted() {
    EngineNode next = deployed(REPLACED, DROPPED, CANCELLED, PLACED_1, PLACED_2);

    Subscription board =
        new Subscription(
            next.parts().deliveries().handlers().subscriptions().stream()
                .filter(handler -> handler.name().equals("board-projector"))
                .findFirst()
                .orElseThrow(),
            next.parts().settings().of("board-projector"),
            next.parts().deliveries().upcasters().get());

    assertThat(board.wantedTypes(MessageKind.EVENT))
        .containsExactlyInAnyOrder("placed", "sold", "replaced", "noise", "cancelled", "reserved");
    assertThat(board.unwantedTypes()).containsExactlyInAnyOrder("received", "hopped");
  }

  // ---- aggregates

  // A stored event is one version, however many parts it has
  @Test
  void aggregateIsMadeOfTodaysEvents() {
    domain.process(new Receive("p1", 6));
    storedAs("received", "received", 1, "{\"productId\": \"p1\", \"quantities\": [1, 2, 3]}");
    var stocks =
        new AggregateRepositories(
                log(BATCH),
                StateStore.NONE,
                new Deciders(),
                new AggregateCache(0, Duration.ofMinutes(1)),
                snapshotParts)
            .of(Stock.class);

    assertThat(stocks.get("p1").available()).isEqualTo(6);

    node.parts().storage().transactions().doInNew(() -> stocks.get("p1").add(4));
    storedAs("received", "received", 2, "{\"productId\": \"p1\", \"quantity\": 4}");

    assertThat(stocks.get("p1").available()).isEqualTo(10);
    assertThat(
            jdbc.queryForList(
                "select stream_version from foliot_message order by position", Long.class))
        .containsExactly(1L, 2L);
  }

  @Test
  void readersSeePartsOfStoredEvents() {
    domain.process(new Receive("p1", 6));
    storedAs("received", "received", 1, "{\"productId\": \"p1\", \"quantities\": [1, 2]}");

    assertThat(log(BATCH).readAll(0, 10))
        .singleElement()
        .satisfies(
            stored ->
                assertThat(stored.parts())
                    .extracting(part -> part.payload())
                    .isEqualTo(
                        IntStream.of(1, 2).mapToObj(each -> new Received("p1", each)).toList()))
        .satisfies(
            stored ->
                assertThat(stored.parts())
                    .extracting(part -> part.metadata().id(), part -> part.streamVersion())
                    .containsOnly(tuple(stored.metadata().id(), 1L)));
  }
}
