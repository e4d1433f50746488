package dev.foliot.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.foliot.CommandOptions;
import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.RecordedMessage;
import dev.foliot.outbox.InDatabaseBroker;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Hop;
import dev.foliot.shop.Shop.Order;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** R7: what caused what. */
class TraceIntegrationTests extends ShopTest {
  private static final CommandOptions REQUEST = CommandOptions.none().correlationId("request-7");

  @Autowired private EventStore store;

  private RecordedMessage event(String category, String id, long version) {
    return store.readStreamWithArchive(new StreamName(category, id), version, version, 1).get(0);
  }

  private Trace traceOf(String category, String id, long version) {
    return domain.trace(event(category, id, version).metadata().id());
  }

  private static List<String> names(List<RecordedMessage> messages) {
    return messages.stream().map(each -> each.metadata().type() + " " + each.streamId()).toList();
  }

  private void placeAndCancel() {
    domain.process(new Receive("p1", 10));
    domain.process(new Place("o1", "p1", 2), REQUEST);
    domain.process(new Place("o2", "p1", 3));
    engine().run();
    domain.process(new Cancel("o1"), REQUEST);
    engine().run();
  }

  @Test
  void tellsCausesAndEffects() {
    placeAndCancel();

    Trace placed = traceOf("order", "o1", 1);
    Trace reserved = traceOf("stock", "p1", 2);

    assertThat(placed.message().metadata().type()).isEqualTo("placed");
    assertThat(placed.causes()).isEmpty();
    assertThat(names(placed.effects())).containsExactly("reserved p1");
    assertThat(names(reserved.causes())).containsExactly("placed o1");
    assertThat(reserved.effects()).isEmpty();
    assertThat(names(placed.messages()))
        .containsExactly("placed o1", "reserved p1", "cancelled o1", "cancelled order-o1");
    assertThat(placed.isComplete()).isTrue();
  }

  @Test
  void drawsTheTree() {
    placeAndCancel();
    Trace trace = traceOf("stock", "p1", 2);
    List<RecordedMessage> all = trace.messages();

    assertThat(trace)
        .hasToString(
            """
            Trace of correlation request-7: 4 messages
            caused by %s (not stored)
            └─ placed order-o1@1 2026-01-01T00:00:00Z %s
               └─ reserved stock-p1@2 2026-01-01T00:00:00Z %s  <- asked for
            caused by %s (not stored)
            └─ cancelled order-o1@2 %s %s
               └─ cancelled cancellations-order-o1 %s %s
            """
                .formatted(
                    all.get(0).metadata().causationId(),
                    all.get(0).metadata().id(),
                    all.get(1).metadata().id(),
                    all.get(2).metadata().causationId(),
                    all.get(2).metadata().occurredAt(),
                    all.get(2).metadata().id(),
                    all.get(3).metadata().occurredAt(),
                    all.get(3).metadata().id()));
  }

  @Test
  void drawsBranchesBesideEachOther() {
    domain.process(new Hop("c1", 3), REQUEST);
    domain.process(new Hop("c2", 1), REQUEST);
    engine().run();
    jdbc.update( // a second effect of the first hop
        "update foliot_message set causation_id = ? where stream = 'c2'",
        event("chain", "c1", 1).metadata().id());

    Trace trace = traceOf("chain", "c1", 1);

    assertThat(trace.toString().replaceAll("20..-[^ ]+ [-0-9a-f]{36}", "…"))
        .isEqualTo(
            """
            Trace of correlation request-7: 4 messages
            caused by %s (not stored)
            └─ hopped chain-c1@1 …  <- asked for
               ├─ hopped chain-c2@1 …
               └─ hopped chain-c1@2 …
                  └─ hopped chain-c1@3 …
            """
                .formatted(event("chain", "c1", 1).metadata().causationId()));
    assertThat(names(trace.effects())).containsExactly("hopped c2", "hopped c1", "hopped c1");
  }

  // R40: such a header of an event that is no copy, as an older version could store it, is no news
  @Test
  void readsHeadersOfCopiesOnly() {
    domain.process(new Place("o1", "p1", 1), REQUEST);
    int events =
        jdbc.update(
            "update foliot_message set metadata = ? where kind = 1",
            "{\"correlationId\":\"request-7\",\"headers\":{\"%s\":\"what I like\"}}"
                .formatted(InDatabaseBroker.EVENT_ID));
    assertThat(events).isEqualTo(1);

    Trace trace =
        domain.trace(domain.historyOf(Order.class, "o1").entries(1, 1).get(0).metadata().id());

    assertThat(trace.messages()).hasSize(1);
  }

  @Test
  void namesUnknownMessage() {
    UUID unknown = UUID.fromString("01932b7c-8a00-7abc-8def-0123456789ab");

    var missing = catchThrowableOfType(MessageNotFoundException.class, () -> domain.trace(unknown));

    assertThat(missing)
        .hasMessage(
            "There is no message 01932b7c-8a00-7abc-8def-0123456789ab in the log or its archive. Pass the id of a stored message, Metadata.id() of an event; commands are not stored.");
    assertThat(missing.messageId()).isEqualTo(unknown);
  }

  @Test
  void survivesCausesThatGoRound() {
    domain.process(new Hop("c1", 2), REQUEST);
    engine().run();
    UUID first = event("chain", "c1", 1).metadata().id();
    UUID second = event("chain", "c1", 2).metadata().id();
    jdbc.update("update foliot_message set causation_id = ? where stream_version = 1", second);

    Trace trace = domain.trace(second);

    assertThat(trace.causes()).extracting(each -> each.metadata().id()).containsExactly(first);
    assertThat(trace.effects()).isEmpty();
    assertThat(trace.toString().lines()).hasSize(4);
  }

  @Test
  void followsLongChains() {
    domain.process(new Hop("c1", 40), REQUEST);
    engine().run();

    assertThat(traceOf("chain", "c1", 40).causes()).hasSize(39);
    assertThat(traceOf("chain", "c1", 1).effects()).hasSize(39);
    assertThat(traceOf("chain", "c1", 20).toString().lines()).hasSize(42);
  }

  @Test
  void endsAtItsLimit() {
    domain.process(new Hop("c1", 10), REQUEST);
    engine().run();

    Trace trace = new ReadTrace(store, List.of(), 4).of(event("chain", "c1", 9).metadata().id());

    assertThat(trace.isComplete()).isFalse();
    assertThat(trace.messages())
        .extracting(RecordedMessage::streamVersion)
        .containsExactly(1L, 2L, 3L, 9L);
    assertThat(trace.toString())
        .startsWith("Trace of correlation request-7: the first 4 messages\n")
        .contains(" (not read)\n");
  }

  @Test
  void readsTheArchiveToo() {
    domain.process(new Place("o1", "p1", 2), REQUEST);
    engine().run();
    String before = traceOf("order", "o1", 1).toString();
    domain.repositoryFor(Order.class).close("o1", "done");
    clock.advance(Duration.ofDays(91));
    assertThat(domain.archive().run().events()).isEqualTo(1);

    assertThat(traceOf("order", "o1", 1)).hasToString(before);
  }
}
