package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.event.EventHandler;
import dev.foliot.eventstore.AggregateClosedException;
import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import dev.foliot.eventstore.DuplicateMessageException;
import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.Handle;
import dev.foliot.message.Lane;
import dev.foliot.message.LaneRule;
import dev.foliot.message.Metadata;
import dev.foliot.message.MissingComponentException;
import dev.foliot.message.Priority;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.TimeOrderedIds;
import dev.foliot.message.UnknownMessageTypeException;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Account;
import dev.foliot.testsupport.shop.Order;
import dev.foliot.testsupport.shop.Shop;
import dev.foliot.testsupport.shop.Shop.AccountAudited;
import dev.foliot.testsupport.shop.Shop.AccountOpened;
import dev.foliot.testsupport.shop.Shop.Deposited;
import dev.foliot.testsupport.shop.Shop.OrderPlaced;
import dev.foliot.testsupport.shop.Shop.OrderShipped;
import dev.foliot.testsupport.shop.Shop.PlaceOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Histories of migrations and imports: events that this application did not raise. */
class AppendPastEventsIntegrationTests {
  private static final Instant LONG_AGO = Instant.parse("1999-12-31T23:59:59.123456Z");

  private final TestFoliot foliot = TestFoliot.jdbc();
  private final AggregateRepository<Account> accounts = foliot.repositories.of(Account.class);
  private final AppendPastEvents past =
      new AppendPastEvents(
          foliot.repositories,
          foliot.store,
          Shop.TYPES,
          new TimeOrderedIds(foliot.clock),
          foliot.clock,
          LaneRule.STANDARD,
          foliot.transactions);

  private long append(String id, Object... events) {
    return past.append(Account.class, id, List.of(events), AppendOptions.none());
  }

  @Test
  void keepsTimeAndMetadata() { // R7
    UUID id = UUID.randomUUID();
    UUID cause = UUID.randomUUID();

    append(
        "a",
        PastEvent.of(new AccountOpened("a"))
            .at(LONG_AGO)
            .id(id)
            .correlationId("letter 7")
            .causationId(cause)
            .header("clerk", "ann"),
        new Deposited("a", 5));

    Metadata given = foliot.log().get(0).metadata();
    assertThat(given.occurredAt()).isEqualTo(LONG_AGO);
    assertThat(given.id()).isEqualTo(id);
    assertThat(given.correlationId()).isEqualTo("letter 7");
    assertThat(given.causationId()).isEqualTo(cause);
    assertThat(given.headers()).containsEntry("clerk", "ann");
    Metadata made = foliot.log().get(1).metadata();
    assertThat(made.occurredAt()).isEqualTo(foliot.clock.instant());
    assertThat(made.correlationId()).isEqualTo(made.id().toString());
    assertThat(made.causationId()).isNull();
  }

  @Test
  void aggregateGoesOnFromItsHistory() {
    assertThat(append("a", new AccountOpened("a"), new Deposited("a", 5))).isEqualTo(2);

    foliot.inTransaction(() -> accounts.get("a").deposit(1));
    assertThat(append("a", new Deposited("a", 10))).isEqualTo(4);

    assertThat(accounts.get("a").balance()).isEqualTo(16);
    assertThat(foliot.events("account", "a")).hasSize(4);
  }

  @Test
  void priorityDecidesTheLane() { // R31
    append("a", new AccountOpened("a"));
    past.append(
        Account.class,
        "a",
        List.of(new Deposited("a", 5)),
        AppendOptions.expectedVersion(1).withPriority(Priority.NORMAL));

    assertThat(foliot.log())
        .extracting(RecordedMessage::lane)
        .containsExactly(Lane.BACKFILL, Lane.PRIMARY);
    assertThat(foliot.log().get(0).metadata().priority()).isEqualTo(Priority.BACKFILL);
  }

  @Test
  void oneTransactionWritesManyStreamsInOneBatch() {
    int streams = 20;
    int events = 200;
    foliot.sql.reset();

    foliot.inTransaction(
        () ->
            IntStream.range(0, streams)
                .forEach(
                    i -> {
                      String id = "a" + i;
                      past.append(
                          Account.class, id, history(id, events), AppendOptions.expectedVersion(0));
                    }));

    assertThat(foliot.sql.statements())
        .filteredOn(statement -> statement.contains("insert into"))
        .hasSizeLessThan(10);
    assertThat(foliot.committed).hasSize(1);
    assertThat(foliot.committed.get(0)).hasSize(streams * events);
    assertThat(accounts.get("a7").balance()).isEqualTo(events - 1);
  }

  private static List<Object> history(String id, int events) {
    return Stream.<Object>concat(
            Stream.of(new AccountOpened(id)),
            IntStream.range(1, events).mapToObj(each -> new Deposited(id, 1)))
        .toList();
  }

  @Test
  void oneTransactionMayAppendToAStreamInParts() {
    foliot.inTransaction(
        () -> {
          assertThat(append("a", new AccountOpened("a"))).isEqualTo(1);
          assertThat(append("a", new Deposited("a", 1))).isEqualTo(2);
          assertThatThrownBy(
                  () ->
                      past.append(
                          Account.class,
                          "a",
                          List.of(new Deposited("a", 1)),
                          AppendOptions.expectedVersion(0)))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage(
                  "Stream account-a is at version 2 in this transaction, expected 0. Leave out the expected version for the second part of a stream, or give the one that domain.append returned.");
        });

    assertThat(foliot.events("account", "a")).hasSize(2);
  }

  @Test
  void streamWithAnotherVersionIsAConflict() { // R5
    append("a", new AccountOpened("a"));

    for (long expected : new long[] {0, 2}) {
      assertThatThrownBy(
              () ->
                  past.append(
                      Account.class,
                      "a",
                      List.of(new Deposited("a", 1)),
                      AppendOptions.expectedVersion(expected)))
          .isInstanceOf(ConcurrentAggregateChangeException.class)
          .hasMessageContaining("Stream account-a is at version 1, expected " + expected);
    }
    assertThatThrownBy(() -> AppendOptions.expectedVersion(-1))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(foliot.log()).hasSize(1);
  }

  @Test
  void importThatIsRepeatedIsRefused() {
    PastEvent event = PastEvent.of(new AccountOpened("a")).id(new UUID(1, 2));
    append("a", event);

    assertThatThrownBy(() -> append("a", event)).isInstanceOf(DuplicateMessageException.class);

    assertThat(foliot.log()).hasSize(1);
  }

  @Test
  void eventsAreCheckedAsRaisedOnesAre() {
    assertThatThrownBy(() -> append("a", new AccountOpened("a"), new AccountOpened(null)))
        .isInstanceOf(MissingComponentException.class);
    assertThatThrownBy(() -> append("a", new AccountAudited("a")))
        .isInstanceOf(MissingApplyException.class);
    assertThatThrownBy(() -> append("a", "no message"))
        .isInstanceOf(UnknownMessageTypeException.class);
    assertThatThrownBy(() -> append("a", new PlaceOrder("o")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            PlaceOrder.class.getName()
                + " is not an event. Pass events to domain.append, or PastEvents that contain them.");
    assertThatThrownBy(() -> append("a", new AccountOpened("a\uD83D")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be stored as it is");
    assertThatThrownBy(() -> append("a".repeat(501), new AccountOpened("a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("501 characters");
    assertThatThrownBy(() -> append("a", PastEvent.of(new AccountOpened("a")).at(Instant.MAX)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be stored. Give it an instant of the years 1 to 9999.");
    assertThatThrownBy(() -> past.append(String.class, "a", List.of(), AppendOptions.none()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not an aggregate");

    assertThat(foliot.log()).isEmpty();
  }

  @Test
  void closedAggregateTakesNoHistory() {
    append("a", new AccountOpened("a"));
    accounts.close("a", "customer left");

    assertThatThrownBy(() -> append("a", new Deposited("a", 1)))
        .isInstanceOf(AggregateClosedException.class);
  }

  @Test
  void loadedAggregateTakesNoHistory() {
    append("a", new AccountOpened("a"));

    foliot.inTransaction(
        () -> {
          accounts.get("a");
          assertThatThrownBy(() -> append("a", new Deposited("a", 1)))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageStartingWith("Stream account-a is loaded in this transaction");
        });
  }

  @Test
  void readOnlyTransactionTakesNoHistory() { // R3
    foliot.inReadOnlyTransaction(
        () ->
            assertThatThrownBy(() -> append("a", new AccountOpened("a")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("read-only"));
  }

  @Test
  void synchronousModeCallsHandlers() { // R15
    Opened handler = new Opened();
    foliot.synchronous().with(handler);

    append("a", new AccountOpened("a"), new Deposited("a", 1));

    assertThat(handler.seen).containsExactly("a");
    assertThat(foliot.log()).allMatch(RecordedMessage::deliveredSynchronously);
  }

  @EventHandler
  static class Opened {
    private final List<String> seen = new ArrayList<>();

    @Handle
    void on(AccountOpened event) {
      seen.add(event.accountId());
    }
  }

  @Test
  void historyOfAStateStoredAggregateIsNotPublishedAgain() {
    long version =
        past.append(
            Order.class,
            "o",
            List.of(new OrderPlaced("o"), new OrderShipped("o")),
            AppendOptions.none());

    assertThat(version).isEqualTo(2);
    assertThat(foliot.store.currentVersion(new StreamName("order", "o"))).isEqualTo(2);
    assertThat(foliot.published).isEmpty();
  }

  @Test
  void headersOfFoliotAreRefused() {
    PastEvent event = PastEvent.of(new AccountOpened("a")).header("foliot-user", "clara");

    assertThat(event.headers()).containsEntry("foliot-user", "clara");
    assertThatThrownBy(() -> event.header("foliot-due-at", "yesterday"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "PastEvent was given the header foliot-due-at. Foliot sets the headers whose names begin with foliot-. Give it another name.");
  }
}
