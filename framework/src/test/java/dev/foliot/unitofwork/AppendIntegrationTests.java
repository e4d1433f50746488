package dev.foliot.unitofwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.event.EventHandler;
import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import dev.foliot.eventstore.LogFilter;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.Handle;
import dev.foliot.message.Lane;
import dev.foliot.message.Message;
import dev.foliot.message.MessageKind;
import dev.foliot.message.Metadata;
import dev.foliot.message.Priority;
import dev.foliot.message.RecordedMessage;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Account;
import dev.foliot.testsupport.shop.Shop.AccountOpened;
import dev.foliot.testsupport.shop.Shop.OrderPlaced;
import dev.foliot.testsupport.shop.Shop.PlaceOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The one way into the log, beside raised events. */
class AppendIntegrationTests {
  private static final StreamName ORDER = new StreamName("order", "o");

  private final TestFoliot foliot = TestFoliot.jdbc();
  private final AggregateRepository<Account> accounts = foliot.repositories.of(Account.class);

  @EventHandler
  static class OnPlaced {
    private final List<String> seen = new ArrayList<>();

    @Handle
    void on(OrderPlaced event) {
      seen.add(event.orderId());
    }

    @Handle
    void on(AccountOpened event) {
      seen.add(event.accountId());
    }
  }

  @Test
  void writesRaisedAndAppendedMessagesInTheirOrderAtTheCommit() { // R19
    foliot.inTransaction(
        () -> {
          append(command("first"));
          Account account = Account.open("a");
          accounts.save(account);
          append(event(1));
          account.deposit(1);
          append(command("last"));
          assertThat(log()).isEmpty();
        });

    assertThat(log())
        .extracting(RecordedMessage::type)
        .containsExactly("PlaceOrder", "AccountOpened", "OrderPlaced", "Deposited", "PlaceOrder");
  }

  @Test
  void commitListenersGetEverythingAtOnce() { // R30
    foliot.inTransaction(
        () -> {
          accounts.save(Account.open("a"));
          append(command("c"));
          accounts.close("a", "customer left");
        });
    foliot.inTransaction(() -> append(command("alone")));

    assertThat(foliot.committed).hasSize(2);
    assertThat(foliot.committed.get(0))
        .extracting(NewMessage::kind)
        .containsExactly(MessageKind.EVENT, MessageKind.COMMAND, MessageKind.TOMBSTONE);
    assertThat(foliot.committed.get(1)).hasSize(1);
  }

  @Test
  void tombstoneFollowsWhatIsAppendedAfterIt() {
    accounts.save(Account.open("a"));

    foliot.inTransaction(
        () -> {
          accounts.close("a", "customer left");
          accounts.get("a").deposit(1);
          append(command("c"));
        });

    assertThat(log())
        .extracting(RecordedMessage::type)
        .containsExactly("AccountOpened", "Deposited", "PlaceOrder", "foliot:tombstone");
    assertThat(log().get(3).streamVersion()).isEqualTo(3);
  }

  @Test
  void rollbackLeavesNothing() { // R1
    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      append(event(1));
                      throw new IllegalStateException("undone");
                    }))
        .hasMessage("undone");

    assertThat(log()).isEmpty();
    assertThat(foliot.committed).isEmpty();
  }

  @Test
  void rollbackToASavepointRemovesWhatWasAppendedAfterIt() {
    foliot.inTransaction(
        () -> {
          append(event(1));
          assertThatThrownBy(() -> nested(() -> append(event(2)))).hasMessage("nested");
          assertThat(UnitOfWork.required().lastAppended(ORDER)).contains(1L);
          append(event(2));
        });

    assertThat(log())
        .extracting(RecordedMessage::type)
        .containsExactly("OrderPlaced", "OrderPlaced");
  }

  @Test
  void savepointOfTheApplicationIsRolledBackTwice() {
    new TransactionTemplate(foliot.manager)
        .executeWithoutResult(
            status -> {
              append(event(1));
              Object savepoint = status.createSavepoint();
              append(event(2));
              status.rollbackToSavepoint(savepoint);
              append(event(2));
              status.rollbackToSavepoint(savepoint);
            });

    assertThat(log()).extracting(RecordedMessage::streamVersion).containsExactly(1L);
  }

  @Test
  void losesToAnotherWriterOfTheStream() { // R5
    foliot.inTransaction(() -> append(event(1)));

    assertThatThrownBy(() -> foliot.inTransaction(() -> append(event(1))))
        .isInstanceOf(ConcurrentAggregateChangeException.class)
        .hasMessageContaining("order-o");
  }

  @Test
  void readOnlyTransactionRefuses() { // R3
    foliot.inReadOnlyTransaction(
        () ->
            assertThatThrownBy(() -> append(event(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                    "OrderPlaced cannot be appended to stream order-o, because its transaction is read-only. Append it in a transaction that writes."));

    assertThat(log()).isEmpty();
  }

  @Test
  void committingTransactionRefuses() {
    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      append(event(1));
                      UnitOfWork.required().lastly(() -> append(event(2)));
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "OrderPlaced cannot be appended to stream order-o, because its transaction is committing. Append it in a transaction that writes.");

    assertThat(log()).isEmpty();
  }

  @Test
  void synchronousModeDispatchesEventsAndCommands() { // R15, R18
    OnPlaced handler = new OnPlaced();
    foliot.synchronous().with(handler);

    foliot.inTransaction(
        () -> {
          append(command("c"));
          append(event(1));
          accounts.save(Account.open("a"));
        });

    assertThat(handler.seen).containsExactly("o", "a");
    assertThat(log())
        .extracting(RecordedMessage::deliveredSynchronously)
        .containsExactly(true, true, true);
  }

  private static void append(NewMessage message) {
    UnitOfWork.required().append(message);
  }

  private NewMessage event(long version) {
    return message(MessageKind.EVENT, ORDER, version, "OrderPlaced", new OrderPlaced("o"));
  }

  private NewMessage command(String id) {
    return message(
        MessageKind.COMMAND,
        new StreamName("place-order", id),
        null,
        "PlaceOrder",
        new PlaceOrder(id));
  }

  private NewMessage message(
      MessageKind kind, StreamName stream, @Nullable Long version, String type, Object payload) {
    UUID id = UUID.randomUUID();
    Metadata metadata =
        new Metadata(
            id,
            id.toString(),
            null,
            Priority.NORMAL,
            foliot.clock.instant(),
            type,
            1,
            null,
            null,
            Map.of());
    return new NewMessage(
        kind, stream, version, new Message(payload, metadata), Lane.PRIMARY, false);
  }

  private List<RecordedMessage> log() {
    return foliot.store.read(LogFilter.between(0, foliot.store.head(), 100));
  }

  private void nested(Runnable work) {
    foliot.inTransaction(
        TransactionDefinition.PROPAGATION_NESTED,
        () -> {
          work.run();
          throw new IllegalStateException("nested");
        });
  }
}
