package dev.foliot.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.eventstore.DuplicateMessageException;
import dev.foliot.eventstore.LogFilter;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.message.IdGenerator;
import dev.foliot.message.Lane;
import dev.foliot.message.LaneRule;
import dev.foliot.message.MessageKind;
import dev.foliot.message.Metadata;
import dev.foliot.message.Priority;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.TimeOrderedIds;
import dev.foliot.testsupport.TestFoliot;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the broker inside the database publishes stands in the log, like any other message. */
class InDatabaseBrokerIntegrationTests {
  private final TestFoliot foliot = TestFoliot.jdbc();

  // R30: else the engine, here and on other nodes, would find it at the end of a poll interval
  @Test
  void commitListenersGetThePublishedMessage() {
    broker(new TimeOrderedIds(foliot.clock)).publish(message());

    assertThat(foliot.committed).hasSize(1);
    assertThat(foliot.committed.get(0))
        .extracting(NewMessage::kind)
        .containsExactly(MessageKind.PUBLISHED);
  }

  @Test
  void publishedMessageIsStoredAsItIs() {
    OutboundMessage message = message();

    broker(new TimeOrderedIds(foliot.clock)).publish(message);

    RecordedMessage stored = published().get(0);
    assertThat(stored.category()).isEqualTo("orders");
    assertThat(stored.streamId()).isEqualTo("order-o");
    assertThat(stored.lane()).isEqualTo(Lane.BACKFILL);
    assertThat(stored.json()).contains("the order");
    assertThat(stored.deliveredSynchronously()).isFalse();
    assertThat(InDatabaseBroker.eventIdOf(stored)).contains(message.metadata().id());
    assertThat(foliot.published).isEmpty();
  }

  @Test
  void synchronousModeLeavesThePublishedMessageToTheEngine() {
    foliot.synchronous();

    broker(new TimeOrderedIds(foliot.clock)).publish(message());

    assertThat(published().get(0).deliveredSynchronously()).isFalse();
  }

  @Test
  void messageThatCannotBeStoredIsNotPublished() {
    MessageBroker sameIdTwice = broker(() -> new UUID(1, 1));
    sameIdTwice.publish(message());

    assertThatThrownBy(() -> sameIdTwice.publish(message()))
        .isInstanceOf(DuplicateMessageException.class);

    assertThat(published()).hasSize(1);
  }

  private MessageBroker broker(IdGenerator ids) {
    return new InDatabaseBroker(ids, LaneRule.STANDARD, foliot.transactions);
  }

  private OutboundMessage message() {
    UUID id = UUID.randomUUID();
    Metadata metadata =
        new Metadata(
            id,
            id.toString(),
            null,
            Priority.LOW,
            foliot.clock.instant(),
            "OrderShipped",
            1,
            null,
            null,
            Map.of());
    return new OutboundMessage("orders", "order-o", metadata, "{\"orderId\": \"the order\"}");
  }

  private List<RecordedMessage> published() {
    return foliot.store.read(
        LogFilter.between(0, foliot.store.head(), 10).kinds(MessageKind.PUBLISHED));
  }
}
