package dev.foliot.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.handler.Handle;
import dev.foliot.handler.NoHandlerException;
import dev.foliot.message.CurrentMessage;
import dev.foliot.message.Metadata;
import dev.foliot.testsupport.LoseConnection;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Account;
import dev.foliot.testsupport.shop.Shop.BalanceOf;
import dev.foliot.unitofwork.ConnectionLostException;
import dev.foliot.unitofwork.ReadOnlyUnitOfWorkException;
import java.io.IOException;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

class QueryProcessorIntegrationTests {
  private final TestFoliot foliot = TestFoliot.jdbc();
  private final AggregateRepository<Account> accounts = foliot.repositories.of(Account.class);

  interface Work {
    Object handle(BalanceOf query, Metadata metadata) throws Exception;
  }

  @QueryHandler
  static class Handlers {
    private final Work work;

    Handlers(Work work) {
      this.work = work;
    }

    @Handle
    Object of(BalanceOf query, Metadata metadata) throws Exception {
      return work.handle(query, metadata);
    }
  }

  @Test
  void answersInAReadOnlyTransaction() {
    accounts.save(Account.open("a"));
    foliot.with(
        new Handlers(
            (query, metadata) -> {
              assertThat(TransactionSynchronizationManager.isCurrentTransactionReadOnly()).isTrue();
              assertThat(CurrentMessage.get()).isEqualTo(metadata);
              return accounts.get(query.accountId()).balance();
            }));

    assertThat(foliot.queries.ask(new BalanceOf("a"))).isEqualTo(0);
    assertThat(CurrentMessage.get()).isNull();
  }

  @Test
  void seesWhatTheCallersTransactionChanged() {
    foliot.with(new Handlers((query, metadata) -> accounts.get("a").balance()));

    foliot.inTransaction(
        () -> {
          Account account = Account.open("a");
          account.deposit(7);
          accounts.save(account);
          assertThat(foliot.queries.ask(new BalanceOf("a"))).isEqualTo(7);
        });
  }

  @Test
  void failureReachesTheCallerAndHarmsNoTransaction() {
    var failure = new IOException("disk");
    foliot.with(
        new Handlers(
            (query, metadata) -> {
              throw failure;
            }));

    foliot.inTransaction(
        () -> {
          accounts.save(Account.open("a"));
          assertThatThrownBy(() -> foliot.queries.ask(new BalanceOf("a"))).isSameAs(failure);
        });

    assertThatThrownBy(() -> foliot.queries.ask(new BalanceOf("a"))).isSameAs(failure);
    assertThat(foliot.events("account", "a")).hasSize(1);
  }

  @Test
  void lostConnectionReachesTheCallerAsSuch() {
    foliot.with(
        new Handlers(
            (query, metadata) -> {
              LoseConnection.ofTransaction(
                  foliot.dataSource, foliot.sql.unwrap(HikariDataSource.class));
              try {
                return foliot.notes();
              } catch (DataAccessException hidden) {
                throw new NoSuchElementException("no notes");
              }
            }));

    assertThatThrownBy(() -> foliot.queries.ask(new BalanceOf("a")))
        .isInstanceOf(ConnectionLostException.class);
  }

  @Test
  void refusesToChangeAnything() { // R3
    accounts.save(Account.open("a"));
    foliot.with(
        new Handlers(
            (query, metadata) -> {
              accounts.get("a").deposit(1);
              return null;
            }));

    assertThatThrownBy(() -> foliot.queries.ask(new BalanceOf("a")))
        .isInstanceOf(ReadOnlyUnitOfWorkException.class);
  }

  @Test
  void namesAQueryWithoutHandler() {
    assertThatThrownBy(() -> foliot.queries.ask(new BalanceOf("a")))
        .isInstanceOf(NoHandlerException.class)
        .hasMessageStartingWith("No handler for query BalanceOf.");
  }

  @Test
  void takesNoConnectionItDoesNotNeed() { // R6
    foliot.with(new Handlers((query, metadata) -> 1));
    foliot.sql.reset();

    foliot.queries.ask(new BalanceOf("a"));

    assertThat(foliot.sql.connections()).isZero();
  }
}
