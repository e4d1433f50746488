package dev.foliot.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.live.Stocks.Label;
import dev.foliot.live.Stocks.Stock;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.UncategorizedDataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Which states subscribers get, and which reads that takes. */
class LiveChangesTests {
  private final Stocks stocks = new Stocks();

  // ---- one row

  @Test
  void presentRowComesFirst() {
    stocks.committed.put("a", 5);

    assertThat(stocks.follow("a", Recorder.unlimited()).signals)
        .containsExactly("subscribed", "a=5");
  }

  @Test
  void absenceOfTheRowComesFirst() {
    Recorder<Stock> recorder = stocks.follow("a", Recorder.unlimited());

    assertThat(recorder.changes).containsExactly(new Change.NoRow<>("a"));
    stocks.change("a", 1);
    stocks.remove("a");

    assertThat(recorder.rows()).containsExactly("a=none", "a=1", "a=none");
  }

  @Test
  void eachDifferentStateFollows() {
    Recorder<Stock> recorder = stocks.follow("a", Recorder.unlimited());

    stocks.change("a", 1);
    stocks.change("a", 1);
    stocks.change("b", 7);
    stocks.change("a", 2);

    assertThat(recorder.rows())
        .as("equals of an entity is no comparison of its state")
        .containsExactly("a=none", "a=1", "a=2");
  }

  @Test
  void slowSubscriberGetsTheNewestState() {
    Recorder<Stock> recorder = stocks.follow("a", Recorder.requesting(1));
    IntStream.rangeClosed(1, 100).forEach(i -> stocks.change("a", i));
    assertThat(recorder.rows()).containsExactly("a=none");

    recorder.subscription.request(5);
    stocks.threads.runAll();

    assertThat(recorder.rows()).containsExactly("a=none", "a=100");
  }

  @Test
  void stateThatTheSlowSubscriberHasIsNotGivenAgain() {
    stocks.committed.put("a", 1);
    Recorder<Stock> recorder = stocks.follow("a", Recorder.requesting(1));
    stocks.change("a", 2);
    stocks.change("a", 1);

    recorder.subscription.request(5);
    stocks.threads.runAll();

    assertThat(recorder.rows()).containsExactly("a=1");
  }

  @Test
  void laterSubscriberGetsTheStateOfItsOwnTime() {
    stocks.follow("a", Recorder.unlimited());
    stocks.committed.put("a", 9); // and no notification has arrived yet

    assertThat(stocks.follow("a", Recorder.unlimited()).rows()).containsExactly("a=9");
  }

  @Test
  void deliveryDuringAReadIsReadAfterIt() {
    Recorder<Stock> recorder = stocks.follow("a", Recorder.unlimited());
    AtomicInteger overlapping = new AtomicInteger();
    stocks.duringRead =
        () -> {
          stocks.duringRead = () -> {};
          stocks.deliver("a", 2);
          overlapping.set(stocks.threads.reads.size());
        };

    stocks.change("a", 1);

    assertThat(overlapping).as("reads beside the one that runs").hasValue(0);
    assertThat(stocks.reads).hasValue(3);
    assertThat(recorder.rows()).containsExactly("a=none", "a=2");
  }

  @Test
  void subscriberThatComesDuringAReadWaitsForTheNextOne() {
    stocks.follow("a", Recorder.unlimited());
    Recorder<Stock> late = Recorder.unlimited();
    stocks.duringRead =
        () -> {
          stocks.duringRead = () -> {};
          stocks.committed.put("a", 2); // committed before it subscribes
          stocks.live.of(Stock.class, "a").subscribe(late);
        };

    stocks.change("a", 1);

    assertThat(late.rows()).as("not the 1 of the read that had begun").containsExactly("a=2");
  }

  // ---- filters

  @Test
  void filterGivesItsRowsAndTheirChanges() {
    stocks.committed.put("a", 5);
    stocks.committed.put("b", 0);
    RowFilter<Stock> onShelf =
        RowFilter.<Stock>where(stock -> stock.available() > 0).identifiedBy(stock -> id(stock));
    Recorder<Stock> recorder = stocks.follow(onShelf, Recorder.unlimited());

    stocks.change("a", 4);
    stocks.change("b", 3);
    stocks.change("a", 0);
    stocks.remove("b");
    stocks.change("a", 1);

    assertThat(recorder.rows()).containsExactly("a=5", "a=4", "b=3", "a=none", "b=none", "a=1");
  }

  private static String id(Stock stock) {
    return stock.hashCode() == "a".hashCode() ? "a" : "b";
  }

  @Test
  void rowThatCameAndWentUnseenGivesNothing() {
    Recorder<Stock> recorder = stocks.follow(Stocks.all(), Recorder.requesting(0));
    stocks.change("a", 1);
    stocks.remove("a");

    recorder.subscription.request(9);
    stocks.threads.runAll();

    assertThat(recorder.signals).containsExactly("subscribed");
  }

  @Test
  void rowsThatWaitComeInTheOrderOfTheirChanges() {
    Recorder<Stock> recorder = stocks.follow(Stocks.all(), Recorder.requesting(0));
    stocks.change("c", 1);
    stocks.change("a", 1);
    stocks.change("b", 1);
    stocks.change("c", 2);

    recorder.subscription.request(9);
    stocks.threads.runAll();

    assertThat(recorder.rows()).containsExactly("c=2", "a=1", "b=1");
  }

  @Test
  void filterOfIdsReadsTheseOnly() {
    stocks.committed.put("a", 1);
    stocks.committed.put("b", 2);
    Recorder<Stock> recorder =
        stocks.follow(RowFilter.ids(List.of("b", "c")), Recorder.unlimited());

    stocks.change("a", 5);
    stocks.change("c", 3);

    assertThat(recorder.rows()).containsExactly("b=2", "c=3");
    assertThat(stocks.wholeReads).hasValue(0);
  }

  @Test
  void refusesMoreRowsThanTheLimit() {
    stocks.committed.put("a", 1);
    stocks.committed.put("b", 2);
    Recorder<Stock> recorder = stocks.follow(Stocks.all().atMost(1), Recorder.unlimited());

    assertThat(recorder.error)
        .isExactlyInstanceOf(TooManyRowsException.class)
        .hasMessage(
            "The filter on Stock has to read 2 rows, but its limit is 1. Follow rows by their ids, or raise the limit by atMost(…), up to 10000.");
    assertThat(stocks.wholeReads).as("they are counted, not read").hasValue(0);
    assertThat(((TooManyRowsException) recorder.error).rows()).isEqualTo(2);
    assertThat(((TooManyRowsException) recorder.error).limit()).isEqualTo(1);
    assertThat(((TooManyRowsException) recorder.error).projection()).isEqualTo(Stock.class);
  }

  private static boolean fails(Stock stock) {
    throw new ArithmeticException("a bug of the condition");
  }

  @Test
  void conditionThatFailsEndsItsSubscribersOnly() {
    RowFilter<Stock> broken =
        RowFilter.<Stock>where(LiveChangesTests::fails).identifiedBy(Stock::hashCode);
    Recorder<Stock> failed = stocks.follow(broken, Recorder.unlimited());
    Recorder<Stock> other = stocks.follow("a", Recorder.unlimited());

    stocks.change("a", 1);

    assertThat(failed.error).isExactlyInstanceOf(ArithmeticException.class);
    assertThat(other.rows()).containsExactly("a=none", "a=1");
  }

  @ParameterizedTest
  @ValueSource(classes = {StackOverflowError.class, IOException.class})
  void anythingThatAFilterThrowsEndsItsSubscribersOnly(Class<? extends Throwable> thrown) {
    Recorder<Stock> condition =
        stocks.follow(
            RowFilter.<Stock>where(stock -> throwing(thrown)).identifiedBy(Stock::hashCode),
            Recorder.unlimited());
    Recorder<Stock> ids =
        stocks.follow(
            RowFilter.<Stock>all().identifiedBy(stock -> throwing(thrown)), Recorder.unlimited());
    Recorder<Stock> other = stocks.follow("a", Recorder.unlimited());

    stocks.change("a", 1);

    assertThat(condition.error).isExactlyInstanceOf(thrown);
    assertThat(ids.error).isExactlyInstanceOf(thrown);
    assertThat(other.rows()).containsExactly("a=none", "a=1");
  }

  private static boolean throwing(Class<? extends Throwable> type) {
    throw Stocks.<RuntimeException>undeclared(BeanUtils.instantiateClass(type));
  }

  /** An id whose {@code equals} or {@code hashCode} throws. */
  record Fragile(String id, boolean hashes) {
    @Override
    public boolean equals(Object other) {
      throw new StackOverflowError();
    }

    @Override
    public int hashCode() {
      if (hashes) {
        return id.hashCode();
      }
      throw new StackOverflowError();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void idsThatCannotBeComparedEndTheirSubscribersOnly(boolean hashes) {
    stocks.committed.put("a", 1);
    Recorder<Stock> other = stocks.follow("a", Recorder.unlimited());
    Recorder<Stock> failed =
        stocks.follow(
            RowFilter.<Stock>all().identifiedBy(stock -> new Fragile(id(stock), hashes)),
            Recorder.unlimited());

    stocks.change("a", 2);

    assertThat(failed.error).isInstanceOf(StackOverflowError.class);
    assertThat(other.rows()).containsExactly("a=1", "a=2");
    assertThat(stocks.threads.later).as("reads that are repeated").isEmpty();
  }

  @Test
  void idThatCannotBeHashedLeavesNothingBehind() {
    assertThatThrownBy(() -> stocks.follow(new Fragile("a", false), Recorder.unlimited()))
        .isInstanceOf(StackOverflowError.class);

    assertThat(stocks.wakes).isEmpty();
    assertThat(stocks.threads.repeated).isEmpty();
  }

  @Test
  void rowsThatCannotBeComparedEndTheirSubscribersOnly() {
    stocks.committed.put("a", 1);
    Recorder<Label> failed = Recorder.unlimited();
    stocks.live.of(Label.class, "a").subscribe(failed);
    stocks.threads.runAll();

    stocks.change("a", 2);

    assertThat(failed.signals).containsExactly("subscribed", "a=a 1", "failed");
    assertThat(failed.error).isInstanceOf(StackOverflowError.class);
    assertThat(stocks.threads.later).as("reads that are repeated").isEmpty();
  }

  @Test
  void filterOnAViewOfTheApplicationNeedsAFunctionForIds() {
    stocks.committed.put("a", 1);

    assertThat(stocks.follow(RowFilter.all(), Recorder.unlimited()).error)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The ids of the rows of Stock are unknown, because the application reads these rows by its own View bean. Add identifiedBy(…) to the RowFilter.");
  }

  @Test
  void refusesWrongFilters() {
    assertThatThrownBy(() -> RowFilter.all().atMost(10_001))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A RowFilter was given 10001 rows. Take a number from 1 to 10000, or follow several filters.");
    assertThatThrownBy(() -> RowFilter.all().atMost(0))
        .isExactlyInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RowFilter.ids(IntStream.range(0, 10_001).boxed().toList()))
        .isExactlyInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> stocks.live.of(Stock.class, (Object) null))
        .hasMessageContaining("domain.changes");
  }

  @Test
  void refusesAClassThatIsNoProjection() {
    assertThatThrownBy(() -> stocks.live.of(String.class, "a"))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.String cannot be read");
  }

  // ---- reads

  @Test
  void manySubscribersOfARowShareItsReads() {
    List<Recorder<Stock>> many =
        IntStream.range(0, 1_000).mapToObj(i -> Recorder.<Stock>unlimited()).toList();
    many.forEach(each -> stocks.live.of(Stock.class, "a").subscribe(each));
    stocks.threads.runAll();
    assertThat(stocks.reads).hasValue(1);

    stocks.change("a", 1);

    assertThat(stocks.reads).hasValue(2);
    assertThat(many).allSatisfy(each -> assertThat(each.rows()).containsExactly("a=none", "a=1"));
  }

  @Test
  void manyDeliveriesBeforeAReadAreOneRead() {
    stocks.follow("a", Recorder.unlimited());
    int before = stocks.reads.get();

    IntStream.range(0, 100).forEach(i -> stocks.deliver("a", i));
    stocks.threads.runAll();

    assertThat(stocks.reads.get() - before).isEqualTo(1);
  }

  @Test
  void readsOfABusyProjectionKeepAnInterval() {
    Stocks busy = new Stocks(Duration.ofMillis(100));
    Recorder<Stock> recorder = busy.follow("a", Recorder.unlimited());
    busy.nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
    busy.change("a", 1);
    assertThat(recorder.rows()).as("at once after a pause").containsExactly("a=none", "a=1");

    busy.change("a", 2);
    busy.change("a", 3);
    assertThat(recorder.rows()).containsExactly("a=none", "a=1");
    assertThat(busy.threads.later).hasSize(1);
    busy.threads.runLater();

    assertThat(recorder.rows()).containsExactly("a=none", "a=1", "a=3");
  }

  @Test
  void deliveryThatWasNotNotifiedIsFoundByThePoll() {
    Recorder<Stock> recorder = stocks.follow("a", Recorder.unlimited());
    stocks.committed.put("a", 1); // another node has delivered it, before the first poll
    stocks.threads.poll();
    int reads = stocks.reads.get();
    stocks.threads.poll();
    assertThat(stocks.reads).as("nothing was delivered").hasValue(reads);
    stocks.committed.put("a", 2);
    stocks.mark.incrementAndGet();
    stocks.threads.poll();

    assertThat(recorder.rows()).containsExactly("a=none", "a=1", "a=2");
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void pollsOfADatabaseThatIsAwayAreLoggedOnce(CapturedOutput output) {
    Recorder<Stock> recorder = stocks.follow("a", Recorder.unlimited());
    stocks.threads.poll();
    stocks.duringPoll =
        () -> {
          throw new IllegalStateException("the database is away");
        };
    for (int i = 0; i < 3; i++) {
      stocks.threads.poll();
    }
    stocks.committed.put("a", 1);
    stocks.mark.incrementAndGet();
    stocks.duringPoll = () -> {};
    stocks.threads.poll();

    assertThat(recorder.rows()).containsExactly("a=none", "a=1");
    assertThat(output.getAll())
        .containsOnlyOnce(
            "Deliveries to projection=Stock cannot be polled, and are polled again every PT1S: java.lang.IllegalStateException: the database is away");
  }

  static Stream<Throwable> outages() {
    return Stream.of(
        new DataAccessResourceFailureException("the database is away"),
        new QueryTimeoutException("the database is slow"),
        new RecoverableDataAccessException("the database restarts"),
        new CannotCreateTransactionException("no connection"),
        new IllegalStateException("wrapped", new CannotCreateTransactionException("none")),
        new IllegalStateException("untranslated", new SQLException("broken pipe")),
        new OutOfMemoryError());
  }

  @ParameterizedTest
  @MethodSource("outages")
  void readInAnOutageIsRepeatedForAllSubscribers(Throwable outage) {
    Recorder<Stock> before = stocks.follow("a", Recorder.unlimited());
    stocks.threads.poll();
    stocks.duringRead =
        () -> {
          throw Stocks.<RuntimeException>undeclared(outage);
        };
    stocks.change("a", 1);
    Recorder<Stock> meanwhile = stocks.follow("b", Recorder.unlimited());
    assertThat(meanwhile.signals).containsExactly("subscribed");
    stocks.duringRead = () -> {};

    stocks.threads.poll();

    assertThat(before.rows()).containsExactly("a=none", "a=1");
    assertThat(meanwhile.rows()).containsExactly("b=none");
  }

  @Test
  void viewOfTheApplicationThatCannotCountIsReadAgain() {
    Recorder<Stock> before = stocks.follow("a", Recorder.unlimited());
    stocks.threads.poll();
    stocks.duringRead = LiveChangesTests::searchServerIsAway;
    stocks.duringCount = LiveChangesTests::searchServerIsAway;
    stocks.change("a", 1);
    Recorder<Stock> meanwhile = stocks.follow(Stocks.all(), Recorder.unlimited());
    stocks.threads.poll();
    stocks.duringRead = () -> {};
    stocks.duringCount = () -> {};

    stocks.threads.poll();

    assertThat(before.rows()).containsExactly("a=none", "a=1");
    assertThat(meanwhile.signals).containsExactly("subscribed", "a=1");
  }

  private static void searchServerIsAway() {
    throw new IllegalStateException("the search server is away");
  }

  @Test
  void readThatFailsOnceEndsNoSubscriber() {
    Recorder<Stock> recorder = stocks.follow("a", Recorder.unlimited());
    stocks.duringRead =
        () -> {
          stocks.duringRead = () -> {};
          searchServerIsAway();
        };

    stocks.change("a", 1);

    assertThat(recorder.signals).containsExactly("subscribed", "a=none", "a=1");
  }

  @Test
  void rowThatCannotBeReadEndsItsSubscriberIfTheViewNeverCounts() {
    stocks.unreadable.put("a", new IllegalStateException("a bug of a constructor"));
    stocks.duringCount =
        () -> {
          throw new UnsupportedOperationException();
        };

    assertThat(stocks.follow("a", Recorder.unlimited()).signals)
        .containsExactly("subscribed", "failed");
  }

  @Test
  void missingThreadIsTriedAgainWithTheNextDelivery() {
    Recorder<Stock> recorder = stocks.follow("a", Recorder.unlimited());
    stocks.threads.missing = 1;
    assertThatThrownBy(() -> stocks.deliver("a", 1)).isExactlyInstanceOf(OutOfMemoryError.class);
    stocks.change("a", 2);
    assertThat(recorder.rows()).containsExactly("a=none", "a=2");

    stocks.deliver("a", 3);
    stocks.threads.missing = 1;
    stocks.threads.runAll();
    stocks.change("a", 4);

    assertThat(recorder.rows()).containsExactly("a=none", "a=2", "a=4");
  }

  @Test
  void missingThreadIsTriedAgainWithTheNextPoll() {
    Recorder<Stock> recorder = stocks.follow("a", Recorder.unlimited());
    stocks.threads.poll();
    stocks.committed.put("a", 1);
    stocks.mark.incrementAndGet();
    stocks.threads.missing = 1;
    assertThatThrownBy(stocks.threads::poll).isExactlyInstanceOf(OutOfMemoryError.class);

    stocks.threads.poll();

    assertThat(recorder.rows()).containsExactly("a=none", "a=1");
  }

  @Test
  void idOfAnotherTypeEndsItsSubscriberOnly() {
    Recorder<Stock> good = Recorder.unlimited();
    Recorder<Stock> bad = Recorder.unlimited();
    stocks.live.of(Stock.class, "a").subscribe(good);
    stocks.live.of(Stock.class, 42).subscribe(bad);
    stocks.threads.runAll();

    assertThat(bad.error).isExactlyInstanceOf(IllegalArgumentException.class);
    assertThat(good.rows()).containsExactly("a=none");
    stocks.change("a", 1);
    assertThat(good.rows()).containsExactly("a=none", "a=1");
  }

  static Stream<Throwable> failuresOfARow() {
    return Stream.of(
        new DataIntegrityViolationException("an id with a refused character"),
        new BadSqlGrammarException("read", "select", new SQLException("an id of another type")),
        new UncategorizedDataAccessException("converted", new IllegalStateException()) {},
        new IllegalStateException("a bug of a constructor"),
        new IOException("a bug of a row mapper"),
        new StackOverflowError());
  }

  @ParameterizedTest
  @MethodSource("failuresOfARow")
  void rowThatCannotBeReadEndsItsSubscriberOnly(Throwable failure) {
    stocks.unreadable.put("b", failure);
    Recorder<Stock> good = Recorder.unlimited();
    Recorder<Stock> bad = Recorder.unlimited();
    stocks.live.of(Stock.class, "a").subscribe(good);
    stocks.live.of(Stock.class, "b").subscribe(bad);
    stocks.threads.runAll();

    assertThat(bad.error).isSameAs(failure);
    stocks.change("a", 1);
    assertThat(good.rows()).containsExactly("a=none", "a=1");
    assertThat(stocks.threads.later).as("reads that are repeated").isEmpty();
  }

  // ---- life

  @Test
  void withoutSubscribersNothingListensOrPolls() {
    assertThat(stocks.wakes).isEmpty();
    Recorder<Stock> one = stocks.follow("a", Recorder.unlimited());
    Recorder<Stock> other = stocks.follow(Stocks.all(), Recorder.unlimited());
    assertThat(stocks.wakes).hasSize(1);
    assertThat(stocks.threads.repeated).hasSize(1);

    one.subscription.cancel();
    assertThat(stocks.wakes).hasSize(1);
    other.subscription.cancel();

    assertThat(stocks.wakes).isEmpty();
    assertThat(stocks.threads.repeated).isEmpty();
  }

  @Test
  void endOfTheApplicationCompletesSubscribers() {
    Recorder<Stock> before = stocks.follow("a", Recorder.unlimited());
    Recorder<Stock> slow = stocks.follow(Stocks.all(), Recorder.requesting(0));

    stocks.live.complete();
    stocks.threads.runAll();
    Recorder<Stock> after = stocks.follow("a", Recorder.unlimited());

    assertThat(before.signals).containsExactly("subscribed", "a=none", "completed");
    assertThat(slow.signals).as("needs no demand").containsExactly("subscribed", "completed");
    assertThat(after.signals).containsExactly("subscribed", "completed");
    assertThat(stocks.wakes).isEmpty();
    stocks.live.open();
    assertThat(stocks.follow("a", Recorder.unlimited()).rows()).containsExactly("a=none");
  }

  @Test
  void readThatTheEndInterruptsIsNotRepeated() {
    Recorder<Stock> recorder = stocks.follow("a", Recorder.unlimited());
    stocks.duringRead =
        () -> {
          stocks.live.complete();
          throw new IllegalStateException("interrupted");
        };

    stocks.change("a", 1);

    assertThat(stocks.threads.later).isEmpty();
    assertThat(recorder.signals).endsWith("completed");
  }
}
