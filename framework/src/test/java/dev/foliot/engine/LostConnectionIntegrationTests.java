package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.EngineRun;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Probe;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.LoseConnection;
import dev.foliot.unitofwork.ConnectionLostException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * R25: a connection that is lost while a handler runs is no failure of its message, whatever the
 * handler throws. Hibernate's {@code find} answers null when it cannot read in a transaction that
 * is to be rolled back.
 */
class LostConnectionIntegrationTests extends ShopTest {
  @Autowired private EntityManager entities;

  @Test
  void missingEntityOnLostConnectionIsNoAttempt() {
    loseConnectionIn("board", 1);
    domain.process(new Place("o1", "p1", 2));

    EngineRun run = engine().run();

    assertThat(run.steps())
        .filteredOn(step -> step.subscription().equals("board-projector"))
        .extracting(Step::attempt, Step::outcome)
        .containsExactly(tuple(1, Outcome.HANDLED));
  }

  @Test
  void errorMethodIsNotAskedAboutLostConnection() {
    faults.decide(ErrorDecision.park());
    loseConnectionIn("reservation", 7);
    domain.process(new Place("o1", "p1", 2));

    EngineRun run = engine().runUntilIdle();

    assertThat(run.leftovers()).isEmpty();
    assertThat(run.steps())
        .filteredOn(step -> step.subscription().equals("reservation"))
        .extracting(Step::attempt, Step::outcome)
        .containsExactly(tuple(1, Outcome.RETRY), tuple(1, Outcome.HANDLED));
  }

  @Test
  void onlyTheBatchOfLostConnectionIsRepeated() {
    loseConnectionIn("board", 1);
    domain.process(new Place("o0", "p1", 2));
    domain.process(new Place("o1", "p1", 2));
    domain.process(new Place("o2", "p1", 2));

    EngineRun run = engine().run();

    assertThat(domain.viewFor(Board.class).count()).isEqualTo(3);
    assertThat(run.steps()).extracting(Step::outcome).containsOnly(Outcome.HANDLED);
  }

  @Test
  void callerOfCommandGetsConnectionFailure() {
    assertThatThrownBy(() -> domain.process(new Probe(this::loseConnectionAndFind)))
        .isInstanceOf(ConnectionLostException.class)
        .hasMessage(
            "The database connection was lost, and the transaction was rolled back: nothing of it is stored. Try again once the database answers. The suppressed exception ended the transaction; the loss may be its reason.")
        .satisfies(
            lost ->
                assertThat(lost.getSuppressed())
                    .singleElement()
                    .isInstanceOf(NoSuchElementException.class));
  }

  // A rejection on a connection that works reaches the caller as it is
  @Test
  void callerOfCommandGetsRejection() {
    assertThatThrownBy(() -> domain.process(new Probe(this::find)))
        .isExactlyInstanceOf(NoSuchElementException.class);
  }

  private void loseConnectionIn(String handler, int times) {
    AtomicInteger calls = new AtomicInteger();
    faults.during(
        handler,
        "o1",
        () -> {
          if (calls.incrementAndGet() <= times) {
            loseConnectionAndFind();
          }
        });
  }

  private void loseConnectionAndFind() {
    try {
      LoseConnection.ofTransaction(dataSource, dataSource.unwrap(HikariDataSource.class));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    find();
  }

  /** What H2 throws is hidden, too, as a handler may do it. */
  private void find() {
    Board found;
    try {
      found = entities.find(Board.class, "any");
    } catch (PersistenceException hidden) {
      found = null;
    }
    assertThat(Optional.ofNullable(found).orElseThrow()).isInstanceOf(Board.class);
  }
}
