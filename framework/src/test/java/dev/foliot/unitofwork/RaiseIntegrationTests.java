package dev.foliot.unitofwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.event.EventHandler;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.Handle;
import dev.foliot.message.CurrentMessage;
import dev.foliot.message.Message;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.TestMetadata;
import dev.foliot.testsupport.shop.Account;
import dev.foliot.testsupport.shop.Shop.OrderShipped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;

/** Events that belong to no aggregate. */
class RaiseIntegrationTests {
  private static final StreamName NOTES = new StreamName("foliot:notes", "n");

  private final TestFoliot foliot = TestFoliot.jdbc();

  @EventHandler
  static class OnShipped {
    private final List<String> seen = new ArrayList<>();

    @Handle
    void on(OrderShipped event) {
      seen.add(event.orderId());
    }
  }

  @Test
  void eventIsStoredInItsPlaceAmongTheOthers() {
    foliot.inTransaction(
        () -> {
          raise(1, "first");
          foliot.repositories.of(Account.class).save(Account.open("a"));
          raise(2, "second");
          assertThat(UnitOfWork.required().lastAppended(NOTES)).contains(2L);
        });

    assertThat(foliot.log())
        .extracting(each -> each.type() + " " + each.category() + " " + each.streamVersion())
        .containsExactly(
            "OrderShipped foliot:notes 1",
            "AccountOpened account 1",
            "OrderShipped foliot:notes 2");
  }

  /** A class that is no event, because its type is not looked up either. */
  private record NoEvent(String id) {}

  @Test
  void eventOfRepeatedHandlingIsDropped() {
    foliot.inTransaction(
        () -> {
          UnitOfWork.required().holdBack();
          UnitOfWork.required().raise(NOTES, 1, new NoEvent("n"));
        });

    assertThat(foliot.log()).isEmpty();
  }

  @Test
  void eventInheritsFromTheHandledMessage() { // R7
    Metadata cause = TestMetadata.of(UUID.randomUUID(), "PlaceOrder");

    foliot.inTransaction(
        () -> {
          CurrentMessage.Scope handling = CurrentMessage.handling(cause);
          raise(1, "caused");
          handling.close();
        });

    RecordedMessage event = foliot.log().get(0);
    assertThat(event.metadata().causationId()).isEqualTo(cause.id());
    assertThat(event.metadata().correlationId()).isEqualTo(cause.correlationId());
  }

  @Test
  void eventLeavesThroughTheOutbox() { // R24
    foliot.inTransaction(
        () -> {
          raise(1, "kept");
          assertThatThrownBy(
                  () ->
                      foliot.inTransaction(
                          TransactionDefinition.PROPAGATION_NESTED,
                          () -> {
                            raise(2, "undone");
                            throw new IllegalStateException("nested");
                          }))
              .hasMessage("nested");
        });

    assertThat(foliot.published)
        .extracting(NewMessage::message)
        .extracting(Message::payload)
        .containsExactly(new OrderShipped("kept"));
    assertThat(foliot.log()).hasSize(1);
  }

  @Test
  void synchronousModeDispatchesIt() { // R15
    OnShipped handler = new OnShipped();
    foliot.synchronous().with(handler);

    foliot.inTransaction(() -> raise(1, "now"));

    assertThat(handler.seen).containsExactly("now");
    assertThat(foliot.log().get(0).deliveredSynchronously()).isTrue();
  }

  @Test
  void readOnlyTransactionRefuses() { // R3
    foliot.inReadOnlyTransaction(
        () ->
            assertThatThrownBy(() -> raise(1, "o"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                    "OrderShipped cannot be raised on stream foliot:notes-n, because its transaction is read-only. Raise it in a transaction that writes."));
  }

  private static void raise(long version, String order) {
    UnitOfWork.required().raise(NOTES, version, new OrderShipped(order));
  }
}
