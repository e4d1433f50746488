package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.engine.SubscriptionStore.Registration;
import dev.foliot.shop.ShopTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;

/** R28: a node that hangs in a commit, and keeps its locks, hangs no other node. */
class PostgresHungNodeIntegrationTests extends ShopTest {
  private SubscriptionStore store;
  private TakeSegments take;
  private ChangeSegments change;
  private Connection hung;

  @BeforeEach
  void hangInDelivery() throws SQLException {
    EngineParts parts = node.parts();
    store = new SubscriptionStore(parts.storage().jdbc(), parts.storage().schema());
    take =
        new TakeSegments(
            store, parts.storage().log(), parts.storage().transactions(), Duration.ofMillis(20));
    change =
        new ChangeSegments(
            store, new LayoutStore(parts.storage().jdbc(), parts.storage().schema()), take);
    hung = dataSource.getConnection();
    hung.setAutoCommit(false);
    try (var statement = hung.createStatement()) {
      statement.executeUpdate(
          "update foliot_checkpoint set position = position where subscription = 'reservation'");
    }
  }

  @AfterEach
  void endHungDelivery() throws SQLException {
    hung.rollback();
    hung.setAutoCommit(true);
    hung.close();
  }

  @Test
  void startLeavesNumberOfSegmentsAsItIs() {
    Registration before = registration();

    assertThat(change.change("reservation", before, 3)).isEqualTo(before);

    assertThat(registration()).isEqualTo(before);
  }

  @Test
  void nextStartChangesNumberOfSegments() throws SQLException {
    Registration before = registration();
    change.change("reservation", before, 3);

    hung.rollback();

    assertThat(change.change("reservation", before, 3).segments()).isEqualTo(3);
    assertThat(registration().segments()).isEqualTo(3);
  }

  @Test
  void operatorIsToldWhoIsInTheWay() {
    assertThatThrownBy(() -> take.andChange("reservation", taken -> taken))
        .isInstanceOf(CannotAcquireLockException.class)
        .hasMessage(
            "Subscription reservation was not changed: an open transaction holds its segments, and did not end in time. Try it again. If that does not help, a node hangs in a delivery: stop that node, or end its transaction in the database.");
  }

  @Test
  void otherTransactionsWaitAsLongAsBefore() {
    assertThatThrownBy(() -> take.andChange("reservation", taken -> taken))
        .isInstanceOf(CannotAcquireLockException.class);

    assertThat(jdbc.queryForObject("show lock_timeout", String.class)).isEqualTo("0");
  }

  private Registration registration() {
    return Objects.requireNonNull(store.findAll().get("reservation"));
  }
}
