package dev.foliot.unitofwork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.testsupport.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Connections whose default isolation level is stricter than READ COMMITTED. */
class IsolationIntegrationTests {
  private static final Map<String, BiFunction<Transactions, Supplier<Integer>, Integer>> WAYS =
      Map.of(
          "inNew", (transactions, work) -> transactions.inNew(work::get),
          "inNewOfHandler", (transactions, work) -> transactions.inNewOfHandler(work::get),
          "inCurrentOrNew", (transactions, work) -> transactions.inCurrentOrNew(work::get),
          "readOnly", (transactions, work) -> transactions.readOnly(work::get));

  private final DataSource database = TestDatabases.ofSuite();
  private final DataSource strict = new RepeatableRead(database);
  private final Transactions transactions =
      Transactions.readCommitted(new JdbcTransactionManager(strict), strict);

  private static final class RepeatableRead extends DelegatingDataSource {
    RepeatableRead(DataSource database) {
      super(database);
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      return connection;
    }
  }

  @BeforeEach
  void create() {
    new JdbcTemplate(database).execute("create table numbers (n int)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inNew", "inNewOfHandler", "inCurrentOrNew", "readOnly"})
  void eachStatementSeesTheLatestCommits(String way) {
    assertThat(WAYS.get(way).apply(transactions, this::countBeforeAndAfterACommit)).isEqualTo(1);
  }

  @Test
  void codeOfTheApplicationKeepsTheDefault() {
    int counted = transactions.atDefaultIsolation().inNew(this::countBeforeAndAfterACommit);

    assertThat(counted).isZero();
  }

  private int countBeforeAndAfterACommit() {
    JdbcTemplate here = new JdbcTemplate(strict);
    String count = "select count(*) from numbers";
    assertThat(here.queryForObject(count, Integer.class)).isZero();
    new JdbcTemplate(database).update("insert into numbers values (1)");
    return here.queryForObject(count, Integer.class);
  }
}
