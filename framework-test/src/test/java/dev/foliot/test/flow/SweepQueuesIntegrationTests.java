package dev.foliot.test.flow;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.test.flow.Limited.Both;
import dev.foliot.test.flow.Limited.Concurrent;
import dev.foliot.workflow.RunStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * A queued run that is locked when its turn comes, by a transaction that is rolled back later: it
 * begins all the same.
 */
class SweepQueuesIntegrationTests extends FlowTest {
  @Autowired DataSource database;
  private Connection holder;

  @AfterEach
  void close() throws SQLException {
    if (holder != null) {
      holder.close();
    }
  }

  private void lock(String run) {
    try {
      if (holder == null) {
        holder = database.getConnection();
        holder.setAutoCommit(false);
      }
      try (PreparedStatement lock =
          holder.prepareStatement("select id from foliot_run where id = ? for update")) {
        lock.setString(1, run);
        assertThat(lock.executeQuery().next()).isTrue();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void rollBack() throws SQLException {
    holder.rollback();
    holder.setAutoCommit(true);
  }

  /** As if another node had claimed it while all places are taken. */
  private void queueOnAnotherNode(String id) {
    String sql =
        """
        update foliot_run
           set queue = concat('concurrency:', concurrency_key), queued_at = due_at, due_at = null
         where id = ?""";
    assertThat(jdbc.update(sql, id)).isOne();
  }

  @Test
  void runWithAFreePlaceBegins() throws SQLException {
    code.body =
        (ctx, order) -> {
          if (order.id().equals("one")) {
            queueOnAnotherNode("two");
            lock("two");
          }
          return order.id();
        };
    start(Concurrent.class, "c", "one");
    start(Concurrent.class, "c", "two");
    engine.run();
    assertThat(status("two")).isEqualTo(RunStatus.PENDING);
    rollBack();

    engine.run();

    assertThat(status("two")).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(code.ran).containsExactly("one", "two");
  }

  @Test
  void queueThatCannotBeAdvancedStopsNoOther() throws SQLException {
    Map<String, String> next = Map.of("one", "two", "three", "four");
    code.body =
        (ctx, order) -> {
          if (next.containsKey(order.id())) {
            queueOnAnotherNode(next.get(order.id()));
            lock(next.get(order.id()));
          }
          return order.id();
        };
    start(Concurrent.class, "c", "one");
    start(Concurrent.class, "c", "two");
    start(Concurrent.class, "d", "three");
    start(Concurrent.class, "d", "four");
    engine.run();
    rollBack();
    jdbc.execute(
        "alter table foliot_run add constraint broken check (id <> 'two' or due_at is null)");

    try {
      engine.run();
    } finally {
      jdbc.execute("alter table foliot_run drop constraint broken");
    }

    assertThat(status("two")).isEqualTo(RunStatus.PENDING);
    assertThat(status("four")).isEqualTo(RunStatus.SUCCEEDED);
    advance(ofSeconds(10));
    assertThat(status("two")).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void runWithAFreeTurnBegins() throws SQLException {
    for (String id : new String[] {"one", "two", "three"}) {
      start(Both.class, "c", id);
    }
    engine.run();
    lock("three");
    advance(ofSeconds(10));
    assertThat(code.ran).containsExactly("one", "two");
    rollBack();

    advance(ofSeconds(10));
    advance(ofSeconds(10));

    assertThat(status("three")).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void runThatHasToWaitForItsTurnIsLeft() {
    for (String id : new String[] {"one", "two", "three"}) {
      start(Both.class, "c", id);
    }
    engine.run();

    advance(ofSeconds(9));

    assertThat(code.ran).containsExactly("one");
  }
}
