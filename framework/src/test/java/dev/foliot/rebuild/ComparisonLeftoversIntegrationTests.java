package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.engine.ReplayFailedException;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import dev.foliot.unitofwork.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;

/** The tables and connections of a comparison. */
class ComparisonLeftoversIntegrationTests extends ShopTest {
  private static final CompareOptions ONCE = CompareOptions.standard().batchSizes(500);

  @Autowired private PlatformTransactionManager manager;

  @BeforeEach
  void fillBoard() {
    domain.process(new Place("o1", "p1", 1));
    engine().run();
  }

  private RebuildParts parts(PlatformTransactionManager transactions) {
    return RebuildTests.parts(domain, new Transactions(transactions), 10, 1);
  }

  private List<String> schemas() {
    return jdbc.queryForList(
        "select schema_name from information_schema.schemata where lower(schema_name) like"
            + " '%_compare_%'",
        String.class);
  }

  private void startEngine() {
    RebuildSteps steps = RebuildTests.steps(parts(manager));
    steps.step();
    steps.end();
  }

  // the class of a projection may be renamed after the crash
  @ParameterizedTest
  @ValueSource(strings = {"dev.foliot.shop.Shop$Board", "former.Board"})
  void tablesOfACrashedComparisonAreDroppedAtTheNextStart(String projection) {
    RebuildParts parts = parts(manager);
    String schema = ShadowSchema.ofComparison(parts.engine().storage().schema().name(), projection);
    List<String> tables = parts.projections().tablesOf(parts.projections().require(Board.class));
    parts.transactions().doInNew(() -> parts.shadows().create(schema, tables));
    assertThat(schemas()).contains(schema);

    startEngine();

    assertThat(schemas()).isEmpty();
  }

  @Test
  void startLeavesARunningComparisonAlone() {
    AtomicBoolean started = new AtomicBoolean();
    faults.during(
        "board",
        "o1",
        () -> {
          CompletableFuture.runAsync(this::startEngine).join();
          started.set(!schemas().isEmpty());
        });

    assertThat(domain.rebuilds().compare(Board.class, ONCE).isEqual()).isTrue();

    assertThat(started).isTrue();
    assertThat(schemas()).isEmpty();
  }

  @Test
  void secondConnectionIsNeeded() {
    RebuildParts parts = parts(new OneConnection());

    assertThatThrownBy(
            () -> new CompareRebuild(parts).compare(parts.projections().require(Board.class), ONCE))
        .isInstanceOf(RebuildRefusedException.class)
        .hasMessageContaining("a comparison needs two connections")
        .hasCauseInstanceOf(CannotCreateTransactionException.class);
  }

  // as with spring.datasource.connection-fetch=lazy
  @Test
  void secondConnectionIsNeededByTheFirstStatement() {
    var empty =
        new AbstractDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            throw new SQLTransientConnectionException("the pool is empty");
          }

          @Override
          public Connection getConnection(String user, String password) throws SQLException {
            return getConnection();
          }
        };
    RebuildParts parts =
        RebuildTests.parts(domain, new Transactions(manager), JdbcClient.create(empty));

    assertThatThrownBy(
            () -> new CompareRebuild(parts).compare(parts.projections().require(Board.class), ONCE))
        .isInstanceOf(RebuildRefusedException.class)
        .hasMessageContaining("a comparison needs two connections")
        .hasCauseInstanceOf(CannotGetJdbcConnectionException.class);
  }

  @Test
  void firstFailureIsShownIfTheTablesCannotBeDropped() {
    RebuildParts dying = parts(new CrashingTransactions(manager, 4, true));

    assertThatThrownBy(
            () -> new CompareRebuild(dying).compare(dying.projections().require(Board.class), ONCE))
        .isInstanceOf(ReplayFailedException.class)
        .hasMessageEndingWith(CrashingTransactions.AT_COMMIT)
        .satisfies(failure -> assertThat(failure.getSuppressed()).isNotEmpty());

    startEngine();
    assertThat(schemas()).isEmpty();
  }

  /** As with a pool that is used up by the first transaction. */
  private final class OneConnection implements PlatformTransactionManager {
    private int taken;

    @Override
    public TransactionStatus getTransaction(TransactionDefinition definition) {
      boolean isNew =
          definition.getPropagationBehavior() == TransactionDefinition.PROPAGATION_REQUIRES_NEW;
      if (isNew && taken++ > 0) {
        throw new CannotCreateTransactionException("the pool is empty");
      }
      return manager.getTransaction(definition);
    }

    @Override
    public void commit(TransactionStatus status) {
      manager.commit(status);
    }

    @Override
    public void rollback(TransactionStatus status) {
      manager.rollback(status);
    }
  }
}
