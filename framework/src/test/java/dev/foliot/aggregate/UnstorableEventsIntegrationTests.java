package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Account;
import dev.foliot.testsupport.shop.Order;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R40: what a database would refuse or change is refused before, in the same words on each. */
class UnstorableEventsIntegrationTests {
  private final TestFoliot jdbc = TestFoliot.jdbc();
  private final AggregateRepository<Account> accounts = jdbc.repositories.of(Account.class);

  private static void assertRefused(ThrowingCallable call, String text) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text)
        .hasMessageContaining("so it cannot be stored as it is. Nothing was stored");
  }

  private long messages() {
    return jdbc.jdbc.queryForObject("select count(*) from foliot_message", Long.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "a\uD83D", "a\uDE00b"})
  void refusesAnIdThatWouldBeAnotherOne(String id) {
    assertRefused(() -> accounts.save(Account.open(id)), "The id of account has ");
    assertRefused(() -> accounts.get(id), "The id of account has ");
    assertRefused(() -> accounts.find(id), "The id of account has ");
    assertRefused(() -> jdbc.repositories.historyOf(Account.class, id), "The id of account has ");

    assertThat(messages()).isZero();
  }

  @Test
  void refusesALongId() {
    assertRefused(
        () -> accounts.save(Account.open("i".repeat(501))),
        "has 501 characters, more than the 500");
    accounts.save(Account.open("i".repeat(500)));
    accounts.save(Account.open("a\uD83D\uDE00"));

    assertThat(accounts.get("a\uD83D\uDE00").id()).isEqualTo("a\uD83D\uDE00");
    assertThat(messages()).isEqualTo(2);
  }

  @Test
  void refusesATextThatWouldComeBackChanged() {
    TestFoliot jpa = TestFoliot.jpa();
    AggregateRepository<Order> orders = jpa.repositories.of(Order.class);
    jpa.inTransaction(() -> orders.save(Order.placed("o")));

    assertRefused(
        () -> jpa.inTransaction(() -> orders.get("o").touch("by \uD83D")),
        "of order-o has half of a surrogate pair, U+D83D");
    jpa.inTransaction(() -> orders.get("o").touch("nul \0 and \uD83D\uDE00"));

    assertThat(jpa.events("order", "o")).hasSize(2);
    assertThat(jpa.events("order", "o").get(1).toString()).contains("nul \0 and \uD83D\uDE00");
  }

  @Test
  void refusesAReasonThatWouldBeChanged() {
    accounts.save(Account.open("a"));

    assertRefused(() -> accounts.close("a", "because \uD83D"), "half of a surrogate pair");
    assertThat(accounts.find("a")).isPresent();
  }
}
