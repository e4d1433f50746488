package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import org.h2.api.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * H2 does not lock the live tables while a rebuild works on them, so a delivery may commit between
 * its first statement and the moment when it takes the segments. A trigger does the same.
 */
class H2RebuildRacesIntegrationTests extends ShopTest {
  @BeforeEach
  void fillBoard() {
    domain.process(new Receive("p1", 10));
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Place("o2", "p1", 1));
    engine().run();
    domain.process(new Cancel("o1"));
    engine().run();
  }

  @AfterEach
  void leaveNoTables() {
    jdbc.execute("drop trigger if exists meanwhile");
    RebuildTests.dropAll(domain, jdbc);
  }

  @Test
  void switchThatMeetsADeliveryChangesNothing() throws SQLException {
    jdbc.update("update shop$board set changes = 99");
    long id = domain.rebuilds().start(Board.class, RebuildOptions.beside().withoutSwitch()).id();
    engine().run();

    meanwhile(
        "update foliot_checkpoint set handled = handled + 1",
        () ->
            assertThatThrownBy(() -> domain.rebuilds().switchOver(id))
                .isInstanceOf(RebuildRefusedException.class));
    assertThat(RebuildTests.board(jdbc)).containsExactly("o1 cancelled 99", "o2 reserved 99");

    domain.rebuilds().switchOver(id);
    assertThat(RebuildTests.board(jdbc)).containsExactly("o1 cancelled 2", "o2 reserved 1");
  }

  @Test
  void switchThatMeetsANewRowChangesNothing() throws SQLException {
    jdbc.update("delete from shop$board where order_id = 'o2'");
    long id = domain.rebuilds().start(Board.class, RebuildOptions.beside().withoutSwitch()).id();
    engine().run();

    meanwhile(
        "insert into shop$board (order_id, status, changes) values ('o2', 'reserved', 99)",
        () ->
            assertThatThrownBy(() -> domain.rebuilds().switchOver(id))
                .isInstanceOf(TablesInUseException.class));

    assertThat(RebuildTests.board(jdbc)).containsExactly("o1 cancelled 2", "o2 reserved 99");
    domain.rebuilds().switchOver(id);
    assertThat(RebuildTests.board(jdbc)).containsExactly("o1 cancelled 2", "o2 reserved 1");
  }

  @Test
  void rowsOfADeliveryDoNotSurviveTheBeginInPlace() throws SQLException {
    meanwhile(
        "insert into shop$board (order_id, status, changes) values ('o3', 'placed', 7)",
        () -> domain.rebuilds().start(Board.class, RebuildOptions.inPlace()));
    engine().run();

    assertThat(RebuildTests.board(jdbc)).containsExactly("o1 cancelled 2", "o2 reserved 1");
  }

  /** Another transaction commits the statement when the first live row is deleted. */
  private void meanwhile(String statement, Runnable action) throws SQLException {
    jdbc.execute(
        "create trigger meanwhile after delete on shop$board for each row call '%s'"
            .formatted(Meanwhile.class.getName()));
    try (Connection another = dataSource.getConnection()) {
      JdbcTemplate other = new JdbcTemplate(new SingleConnectionDataSource(another, true));
      Meanwhile.next.set(() -> other.execute(statement));
      action.run();
      assertThat(Meanwhile.next).hasValue(null);
    }
  }

  /** Runs what is set, once. */
  public static final class Meanwhile implements Trigger {
    private static final AtomicReference<Runnable> next = new AtomicReference<>();

    @Override
    public void fire(Connection connection, Object[] former, Object[] changed) {
      Runnable once = next.getAndSet(null);
      if (once != null) {
        once.run();
      }
    }
  }
}
