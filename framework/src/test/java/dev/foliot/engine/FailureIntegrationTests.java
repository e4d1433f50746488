package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.EngineRun;
import dev.foliot.aggregate.AggregateExistsException;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.Shop.Stock;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.CountingDataSource;
import dev.foliot.testsupport.FullDisk;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/** R25: what a failure of a delivery is taken for, and what is decided. */
class FailureIntegrationTests extends ShopTest {
  // R25
  @Test
  void errorMethodDecides() {
    faults.decide(ErrorDecision.skip());
    faults.fail("reservation", "o1", 100);
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Cancel("o1"));
    EngineRun skipped = engine().run();

    faults.decide(ErrorDecision.park());
    faults.fail("reservation", "o2", 100);
    domain.process(new Place("o2", "p1", 1));
    EngineRun parked = engine().run();

    assertThat(steps(skipped))
        .extracting(Step::outcome)
        .containsExactly(Outcome.SKIPPED, Outcome.HANDLED);
    assertThat(steps(parked)).extracting(Step::outcome).containsExactly(Outcome.PARKED);
    assertThat(parked.leftovers()).extracting(Leftover::attempts).containsExactly(1);
  }

  // R25
  @Test
  void errorMethodThatThrowsChangesNothing() {
    faults.failErrorMethod();
    faults.fail("reservation", "o1", 1);
    domain.process(new Place("o1", "p1", 1));

    EngineRun run = engine().run();

    assertThat(steps(run))
        .extracting(Step::outcome)
        .containsExactly(Outcome.RETRY, Outcome.HANDLED);
  }

  // Its decision is not known as long as the database refuses its work: nothing is counted
  @Test
  void errorMethodWhoseDatabaseIsFullIsAskedAgain() {
    noteErrors();
    faults.decide(ErrorDecision.skip());
    faults.fail("reservation", "o1", 100);
    domain.process(new Place("o1", "p1", 1));
    EngineRun[] full = new EngineRun[1];

    FullDisk.of(jdbc, "error_note").during(() -> full[0] = engine().run());
    EngineRun afterwards = engine().runUntilIdle();

    assertThat(steps(full[0])).extracting(Step::outcome).containsOnly(Outcome.RETRY);
    assertThat(full[0].leftovers())
        .extracting(Leftover::what, Leftover::attempts)
        .containsExactly(tuple(Leftover.What.WAITING, 0));
    assertThat(steps(afterwards))
        .extracting(Step::attempt, Step::outcome)
        .containsExactly(tuple(1, Outcome.SKIPPED));
    assertThat(jdbc.queryForObject("select count(*) from error_note", Long.class)).isEqualTo(1);
  }

  // A mistake of its own, such as a table that does not exist
  @Test
  void errorMethodWhoseStatementIsWrongLeavesTheDecisionToThePolicy() {
    faults.duringErrorMethod(() -> jdbc.update("insert into no_such_table values (1)"));
    faults.decide(ErrorDecision.skip());
    faults.fail("reservation", "o1", 2);
    domain.process(new Place("o1", "p1", 1));

    EngineRun run = engine().runUntilIdle();

    assertThat(steps(run))
        .extracting(Step::attempt, Step::outcome)
        .containsExactly(
            tuple(1, Outcome.RETRY), tuple(2, Outcome.RETRY), tuple(3, Outcome.HANDLED));
  }

  private void noteErrors() {
    jdbc.execute("create table if not exists error_note (text varchar(100))");
    jdbc.update("delete from error_note");
    faults.duringErrorMethod(() -> jdbc.update("insert into error_note values ('failed')"));
  }

  // R25: the pause is that of the decision, the end that of the policy
  @Test
  void retriesAfterGivenPauseAndParksAfterLastAttempt() {
    faults.decide(ErrorDecision.retryAfter(Duration.ofMinutes(10)));
    faults.fail("reservation", "o1", 100);
    domain.process(new Place("o1", "p1", 1));

    EngineRun first = engine().run();
    EngineRun rest = engine().runUntilIdle();

    assertThat(first.leftovers())
        .extracting(Leftover::what, Leftover::dueAt)
        .containsExactly(tuple(Leftover.What.WAITING, START.plus(Duration.ofMinutes(10))));
    assertThat(steps(rest)).extracting(Step::attempt).containsExactly(2, 3, 4, 5);
    assertThat(rest.leftovers()).extracting(Leftover::what).containsExactly(Leftover.What.PARKED);
    assertThat(clock.instant()).isAfter(START.plus(Duration.ofMinutes(40)));
  }

  // R25: a lost race is tried again at once, and is no attempt
  @Test
  void lostRaceIsNoAttempt() {
    failFirst(2, () -> new OptimisticLockingFailureException("another was faster"));
    domain.process(new Place("o1", "p1", 1));

    EngineRun run = engine().run();

    assertThat(calls("reservation o1")).isEqualTo(3);
    assertThat(steps(run))
        .extracting(Step::attempt, Step::outcome)
        .containsExactly(tuple(1, Outcome.HANDLED));
    assertThat(run.cycles().get(0).steps()).containsAll(steps(run));
  }

  // R24: the message that failed second is not the only one that waits, and nothing is lost
  @Test
  void earlierMessageThatFailsLaterIsNotPassedOver() {
    int[] calls = {0};
    faults.during(
        "reservation",
        "o1 cancelled",
        () -> {
          int call = ++calls[0];
          if (call == 2 || call == 3) { // the second message, then the first when it comes again
            throw new IllegalStateException("call " + call);
          }
        });
    domain.process(new Place("o1", "none", 1));
    engine().runUntilIdle();
    domain.process(new Cancel("o1"));
    domain.process(new Cancel("o1"));

    EngineRun run = engine().runUntilIdle();

    assertThat(steps(run))
        .extracting(Step::streamVersion, Step::outcome)
        .containsExactly(
            tuple(2L, Outcome.RETRY), tuple(2L, Outcome.HANDLED), tuple(3L, Outcome.HANDLED));
    assertThat(run.isQuiescent()).isTrue();
  }

  // R25: an aggregate that exists will exist at the next try, too
  @Test
  void creatingWhatExistsIsAnAttempt() {
    var stocks = domain.repositoryFor(Stock.class);
    stocks.save(Stock.receive(new Receive("p9", 1)));
    RuntimeException exists =
        catchThrowableOfType(
            AggregateExistsException.class, () -> stocks.save(Stock.receive(new Receive("p9", 1))));
    failFirst(2, () -> exists);
    domain.process(new Place("o1", "p1", 1));

    EngineRun run = engine().runUntilIdle();

    assertThat(steps(run))
        .filteredOn(step -> step.streamId().equals("o1"))
        .extracting(Step::attempt, Step::outcome)
        .containsExactly(
            tuple(1, Outcome.RETRY), tuple(2, Outcome.RETRY), tuple(3, Outcome.HANDLED));
  }

  // R25: races that go on are waited for; the count begins where it would have begun
  @Test
  void raceThatIsLostForLongIsNoAttempt() {
    failFirst(22, () -> new OptimisticLockingFailureException("another was faster"));
    faults.fail("reservation", "o1", 1);
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Cancel("o1"));
    domain.process(new Place("o2", "p1", 1));

    EngineRun run = engine().runUntilIdle();

    assertThat(steps(run))
        .filteredOn(step -> step.streamId().equals("o1"))
        .extracting(Step::messageType, Step::attempt, Step::outcome)
        .containsExactly(
            tuple("placed", 1, Outcome.RETRY),
            tuple("placed", 1, Outcome.RETRY),
            tuple("placed", 1, Outcome.RETRY),
            tuple("placed", 1, Outcome.RETRY),
            tuple("placed", 1, Outcome.RETRY),
            tuple("placed", 2, Outcome.HANDLED),
            tuple("cancelled", 1, Outcome.HANDLED));
    assertThat(run.cycles().get(0).steps()).extracting(Step::streamId).contains("o2");
  }

  // R25: bounded: who loses every race fails in the end like any other
  @Test
  void raceThatIsAlwaysLostParksInTheEnd() {
    failFirst(Integer.MAX_VALUE, () -> new OptimisticLockingFailureException("always faster"));
    domain.process(new Place("o1", "p1", 1));

    EngineRun run = engine().runUntilIdle();

    assertThat(run.leftovers())
        .extracting(Leftover::what, Leftover::attempts)
        .containsExactly(tuple(Leftover.What.PARKED, 5));
    List<Step> steps = steps(run);
    assertThat(steps.subList(steps.size() - 5, steps.size()))
        .extracting(Step::attempt)
        .containsExactly(1, 2, 3, 4, 5);
    assertThat(steps).hasSizeLessThan(30); // the pauses grow
    assertThat(clock.instant()).isBetween(START.plus(JudgeFailure.SPARED), START.plusSeconds(600));
  }

  // R25: an error of another system, while this database answers, is the handler's
  @Test
  void lostConnectionOfAnotherSystemIsAnAttempt() {
    failFirst(
        1,
        () ->
            new DataAccessResourceFailureException(
                "connection refused", new SQLNonTransientConnectionException("refused", "08001")));
    domain.process(new Place("o1", "p1", 1));

    EngineRun run = engine().run();

    assertThat(steps(run))
        .extracting(Step::attempt, Step::outcome)
        .containsExactly(tuple(1, Outcome.RETRY), tuple(2, Outcome.HANDLED));
  }

  // R25: a pool that was exhausted a moment ago is nobody's attempt
  @Test
  void exhaustedPoolIsNoAttempt() {
    failFirst(
        1,
        () ->
            new CannotCreateTransactionException(
                "no connection", new SQLTransientConnectionException("pool - request timed out")));
    domain.process(new Place("o1", "p1", 1));

    EngineRun run = engine().run();

    assertThat(steps(run))
        .extracting(Step::attempt, Step::outcome)
        .containsExactly(tuple(1, Outcome.HANDLED));
  }

  // R25: nobody has called a handler yet when the transaction cannot begin
  @Test
  void transactionThatCannotBeginBlamesNobody() throws SQLException {
    domain.process(new Place("o0", "p1", 1));
    engine().run(); // so that the log is not far ahead of every checkpoint, and gets a window
    domain.process(new Place("o1", "p1", 1));
    OpenSegments open = EngineOf.copy(node, settings -> settings).open(delivery -> {}, () -> 0.5);
    while (open.feed().step()) {
      assertThat(open.feed().head()).isNotNegative();
    }
    Segment reservation = segment(open, "reservation");
    CountingDataSource database = (CountingDataSource) dataSource;
    HikariDataSource pool = database.unwrap(HikariDataSource.class);
    try (HikariDataSource exhausted = impatient(pool);
        Connection taken = exhausted.getConnection()) {
      database.setTargetDataSource(exhausted);

      assertThatThrownBy(reservation::step)
          .isInstanceOf(DatabaseAwayException.class)
          .hasMessageStartingWith("The database cannot be reached: ")
          .hasStackTraceContaining("Connection is not available, request timed out after ");
      assertThat(taken.isClosed()).isFalse();
    } finally {
      database.setTargetDataSource(pool);
    }

    assertThat(calls("reservation o1")).isZero();
    assertThat(reservation.step()).isTrue();
    assertThat(calls("reservation o1")).isOne();
    open.close();
  }

  /** Another pool of the same database, with one connection; the patience of a pool is fixed. */
  private static HikariDataSource impatient(HikariDataSource pool) {
    HikariConfig config = new HikariConfig();
    pool.copyStateTo(config);
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(250);
    return new HikariDataSource(config);
  }

  private static Segment segment(OpenSegments open, String subscription) {
    return open.segments().stream()
        .filter(segment -> segment.subscription().name().equals(subscription))
        .findFirst()
        .orElseThrow();
  }

  private void failFirst(int times, Supplier<RuntimeException> error) {
    AtomicInteger calls = new AtomicInteger();
    faults.during(
        "reservation",
        "o1",
        () -> {
          if (calls.incrementAndGet() <= times) {
            throw error.get();
          }
        });
  }

  private static List<Step> steps(EngineRun run) {
    return run.steps().stream().filter(step -> step.subscription().equals("reservation")).toList();
  }

  private long calls(String call) {
    return faults.calls().stream().filter(call::equals).count();
  }
}
