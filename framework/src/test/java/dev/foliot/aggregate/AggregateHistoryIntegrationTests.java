package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Account;
import dev.foliot.testsupport.shop.Order;
import dev.foliot.testsupport.shop.Shop.AccountOpened;
import dev.foliot.testsupport.shop.Shop.Deposited;
import dev.foliot.testsupport.shop.Shop.OrderPlaced;
import dev.foliot.testsupport.shop.Shop.Withdrawn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R21: what an aggregate was, and what happened to it. */
class AggregateHistoryIntegrationTests {
  private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

  private final TestFoliot foliot = TestFoliot.jdbc();
  private final AggregateRepository<Account> accounts = foliot.repositories.of(Account.class);

  private AggregateHistory<Account> history(String id) {
    return foliot.repositories.historyOf(Account.class, id);
  }

  /** Three events, an hour between them. */
  private void threeEvents() {
    accounts.save(Account.open("a"));
    foliot.clock.advance(Duration.ofHours(1));
    foliot.inTransaction(() -> accounts.get("a").deposit(7));
    foliot.clock.advance(Duration.ofHours(1));
    foliot.inTransaction(() -> accounts.get("a").withdraw(3));
  }

  // ---- the state

  @Test
  void loadsAggregateAtVersion() {
    threeEvents();

    assertThat(history("a").at(1).balance()).isZero();
    assertThat(history("a").at(2).balance()).isEqualTo(7);
    assertThat(history("a").at(2).version()).isEqualTo(2);
    assertThat(history("a").at(3).balance()).isEqualTo(4);
  }

  @Test
  void loadsAggregateAsOfInstant() {
    threeEvents();

    assertThat(history("a").asOf(START).version()).isEqualTo(1);
    assertThat(history("a").asOf(START.plus(Duration.ofMinutes(119))).balance()).isEqualTo(7);
    assertThat(history("a").asOf(START.plus(Duration.ofDays(1))).balance()).isEqualTo(4);
  }

  @Test
  void asOfShowsNoStateThatNeverWas() {
    threeEvents();
    foliot.clock.set(START);
    foliot.inTransaction(() -> accounts.get("a").deposit(1));

    assertThat(history("a").asOf(START.plus(Duration.ofMinutes(90))).balance()).isEqualTo(7);
  }

  @Test
  void loadsFromEveryPage() { // R21
    Account account = Account.open("a");
    IntStream.range(0, 2_500).forEach(i -> account.deposit(1));
    accounts.save(account);

    assertThat(history("a").at(2_300).balance()).isEqualTo(2_299);
    assertThat(history("a").at(2_000).balance()).isEqualTo(1_999);
    assertThat(history("a").asOf(START).version()).isEqualTo(2_501);
  }

  @Test
  void findsNothingBeforeFirstEvent() {
    threeEvents();

    assertThatThrownBy(() -> history("a").at(0))
        .isInstanceOf(AggregateNotFoundException.class)
        .hasMessage(
            "There was no account with the id a at version 0: it has no event up to that point. Use a later version or instant, or check the id.");
    assertThatThrownBy(() -> history("a").asOf(START.minusNanos(1_000)))
        .isInstanceOf(AggregateNotFoundException.class)
        .hasMessageStartingWith(
            "There was no account with the id a as of 2026-11-01T09:59:59.999999Z:");
    assertThatThrownBy(() -> history("b").at(1))
        .isInstanceOf(AggregateNotFoundException.class)
        .hasMessageStartingWith("There is no account with the id b.");
    assertThatThrownBy(() -> history("b").asOf(START))
        .isInstanceOf(AggregateNotFoundException.class);
  }

  @Test
  void namesBothVersionsIfTooHigh() {
    threeEvents();

    var missing = catchThrowableOfType(NoSuchVersionException.class, () -> history("a").at(9));

    assertThat(missing)
        .hasMessage(
            "There is no version 9 of the account with the id a: it is at version 3. Use a version from 1 to 3.");
    assertThat(missing.version()).isEqualTo(9);
    assertThat(missing.currentVersion()).isEqualTo(3);
  }

  @Test
  void refusesToChangeThePast() {
    threeEvents();
    Account past = history("a").at(2);

    var refused = catchThrowableOfType(PastAggregateException.class, () -> past.deposit(1));

    assertThat(refused)
        .hasMessage(
            "Aggregate account-a was loaded at the earlier version 2, which cannot change: Deposited[accountId=a, amount=1] is refused. Load the current aggregate with get(id), and change that one.");
    assertThat(refused.stream().id()).isEqualTo("a");
    assertThat(refused.version()).isEqualTo(2);
    assertThat(past.balance()).isEqualTo(7);
    assertThat(past.pendingEvents()).isEmpty();
  }

  @Test
  void refusesToSaveThePast() {
    threeEvents();

    assertThatThrownBy(() -> accounts.save(history("a").at(3)))
        .isInstanceOf(PastAggregateException.class)
        .hasMessageContaining("which cannot change: saving it is refused.");
    assertThat(foliot.events("account", "a")).hasSize(3);
  }

  @Test
  void pastIsNotTheInstanceOfTheUnitOfWork() { // R3a
    threeEvents();

    foliot.inTransaction(
        () -> {
          Account past = history("a").at(1);
          Account present = accounts.get("a");
          present.deposit(1);
          assertThat(present).isNotSameAs(past);
          assertThat(history("a").at(3)).isNotSameAs(present);
          assertThat(history("a").asOf(START.plus(Duration.ofDays(1))).balance()).isEqualTo(4);
        });

    assertThat(accounts.get("a").balance()).isEqualTo(5);
  }

  // ---- the events

  @Test
  void listsEventsWithTheirMetadata() {
    threeEvents();

    List<HistoryEntry> entries = history("a").entries().toList();

    assertThat(entries)
        .extracting(HistoryEntry::event)
        .containsExactly(new AccountOpened("a"), new Deposited("a", 7), new Withdrawn("a", 3));
    assertThat(entries).extracting(HistoryEntry::version).containsExactly(1L, 2L, 3L);
    assertThat(entries).extracting(HistoryEntry::position).isSorted().doesNotHaveDuplicates();
    assertThat(entries.get(1).metadata().occurredAt()).isEqualTo(START.plus(Duration.ofHours(1)));
    assertThat(entries.get(1)).hasToString("2 2026-11-01T11:00:00Z Deposited");
    assertThat(history("a").entries(2, 1)).extracting(HistoryEntry::version).containsExactly(2L);
    assertThat(history("b").entries()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 10_001})
  void refusesAWrongLimit(int limit) {
    assertThatThrownBy(() -> history("a").entries(1, limit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("A list has from 1 to 10000 messages, not " + limit);
  }

  @Test
  void readsAsManyPagesAsAreAsked() { // R21
    Account account = Account.open("a");
    IntStream.range(0, 2_500).forEach(i -> account.deposit(1));
    accounts.save(account);

    assertThat(history("a").entries().count()).isEqualTo(2_501);
    foliot.sql.reset();
    assertThat(history("a").entries().limit(1_500)).hasSize(1_500);
    assertThat(foliot.sql.statements()).hasSize(2);
  }

  @Test
  void listsEventsThatCannotBeRead() { // R27
    threeEvents();
    foliot.jdbc.update("update foliot_message set type = 'gone' where stream_version = 2");

    List<HistoryEntry> entries = history("a").entries().toList();

    assertThat(entries).hasSize(3);
    assertThatThrownBy(() -> entries.get(1).event()).hasMessageContaining("gone");
    assertThat(history("a").at(1).version()).isEqualTo(1);
  }

  @Test
  void stateStoredAggregatesHaveOnlyEvents() {
    TestFoliot jpa = TestFoliot.jpa();
    jpa.repositories.of(Order.class).save(Order.placed("o"));
    AggregateHistory<Order> history = jpa.repositories.historyOf(Order.class, "o");

    assertThat(history.entries().map(HistoryEntry::event)).containsExactly(new OrderPlaced("o"));
    assertThatThrownBy(() -> history.at(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The state of order-o is its row, so earlier states are not stored. Read its events with entries(), or make it an EventSourcedAggregate.");
    assertThatThrownBy(() -> history.asOf(START)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> jpa.repositories.historyOf(String.class, "o"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("java.lang.String is not an aggregate.");
  }
}
