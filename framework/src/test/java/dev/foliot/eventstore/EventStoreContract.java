package dev.foliot.eventstore;

import static dev.foliot.eventstore.TestLog.names;
import static dev.foliot.eventstore.TestLog.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.foliot.eventstore.TestLog.Happened;
import dev.foliot.message.Lane;
import dev.foliot.message.Message;
import dev.foliot.message.MessageKind;
import dev.foliot.message.Metadata;
import dev.foliot.message.Priority;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.Tombstone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.OptimisticLockingFailureException;

/** What appending and reading do on every database: R5, R6, R19 and R21. */
abstract class EventStoreContract {
  private final DataSource database;
  TestLog log;
  EventStore store;

  EventStoreContract(DataSource database) {
    this.database = database;
  }

  @BeforeEach
  void open() {
    log = new TestLog(database);
    store = log.store;
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void keepsEverythingOfAMessage() {
    Metadata metadata =
        new Metadata(
            UUID.fromString("01932b7c-8a00-7abc-8def-0123456789ab"),
            "request 7 äöü \u0000 ☃",
            UUID.fromString("01932b7c-8a00-7abc-8def-0123456789aa"),
            Priority.LOW,
            Instant.parse("2026-11-01T10:00:00.123456Z"),
            "happened",
            1,
            Instant.parse("2026-11-01T10:05:00.000001Z"),
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            Map.of("tenant", "blue", "empty", ""));
    Message message = new Message(new Happened("a \"quoted\" {brace}, \\ and \n"), metadata);

    log.append(new NewMessage(MessageKind.EVENT, stream("a-1"), 1L, message, Lane.BACKFILL, true));

    RecordedMessage read = store.readAll(0, 10).get(0);
    assertThat(read.metadata()).isEqualTo(metadata);
    assertThat(read.payload()).isEqualTo(message.payload());
    assertThat(read.payload()).isSameAs(read.payload());
    assertThat(read.kind()).isEqualTo(MessageKind.EVENT);
    assertThat(read.category()).isEqualTo(TestLog.CATEGORY);
    assertThat(read.streamId()).isEqualTo("a-1");
    assertThat(read.streamVersion()).isEqualTo(1);
    assertThat(read.lane()).isEqualTo(Lane.BACKFILL);
    assertThat(read.deliveredSynchronously()).isTrue();
  }

  @Test
  void keepsAMessageWithoutOptionalMetadata() {
    NewMessage command = log.command("a");

    log.append(command);

    RecordedMessage read = store.tail(0).read(10).get(0);
    assertThat(read.metadata()).isEqualTo(command.message().metadata());
    assertThat(read.streamVersion()).isZero();
  }

  @Test // R19
  void givesPositionsInTheOrderOfTheList() {
    List<NewMessage> many =
        LongStream.rangeClosed(1, 1000).mapToObj(n -> log.event("s" + n % 7, 1 + n / 7)).toList();

    log.inTransaction(each -> each.append(many));

    List<RecordedMessage> read = store.readAll(0, 2000);
    assertThat(read)
        .extracting(each -> each.metadata().id())
        .containsExactlyElementsOf(
            many.stream().map(each -> each.message().metadata().id()).toList());
    assertThat(read).extracting(RecordedMessage::position).isSorted();
  }

  @Test
  void returnsThePositionsOfAnAppend() {
    for (int count : new int[] {1, 3, 60}) {
      String stream = "of " + count;
      List<NewMessage> messages =
          LongStream.rangeClosed(1, count).mapToObj(n -> log.event(stream, n)).toList();
      List<AppendedPositions> appended = new ArrayList<>();

      log.inTransaction(each -> appended.add(each.append(messages).orElseThrow()));

      List<Long> stored =
          store.readStream(stream(stream), 1, 100).stream().map(RecordedMessage::position).toList();
      AppendedPositions positions = appended.get(0);
      assertThat(positions.first()).isEqualTo(stored.get(0));
      assertThat(positions.last()).isEqualTo(stored.get(count - 1));
      assertThat(positions.each()).isIn(stored, List.of());
      assertThat(count >= 50 || positions.each().equals(stored)).isTrue();
    }
  }

  @Test // R1, R19
  void storesNothingOfARollback() {
    Writer writer = log.writer();
    writer.append(log.event("a", 1));

    writer.rollback();

    assertThat(store.currentVersion(stream("a"))).isZero();
    assertThat(store.head()).isZero();
  }

  @Test
  void refusesToAppendOutsideOfATransaction() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> store.append(List.of(log.event("a", 1))))
        .withMessage(
            "Messages were appended outside of a transaction of Foliot's data source. Annotate the method with @Transactional, or use a TransactionTemplate.");
  }

  @Test // R6
  void sendsNoSqlForNoMessages() {
    EventStore untouched = new EventStore(log.dataSource, log.schema, null);

    int statements = log.dataSource.statementsOf(() -> untouched.append(List.of()));

    assertThat(statements).isZero();
  }

  @Test // R5
  void namesTheStreamThatMoved() {
    log.append(log.event("order-42", 1), log.event("order-42", 2));

    var conflict =
        catchThrowableOfType(
            ConcurrentAggregateChangeException.class,
            () -> log.append(log.event("other", 1), log.event("order-42", 2)));

    assertThat(conflict)
        .isInstanceOf(OptimisticLockingFailureException.class)
        .hasMessage(
            "Stream letter-order-42 is at version 2, expected 1: another transaction changed it. Load it again and retry.");
    assertThat(conflict.stream()).isEqualTo(stream("order-42"));
    assertThat(conflict.expectedVersion()).isEqualTo(1);
    assertThat(conflict.actualVersion()).hasValue(2);
  }

  @Test // R5
  void lastOfTwoConcurrentWritersLoses() {
    Writer first = log.writer();
    Writer second = log.writer();
    first.append(log.event("a", 1));

    Future<?> losing = second.startAppend(log.event("a", 1), log.event("a", 2));
    first.commit();

    assertThatExceptionOfType(ConcurrentAggregateChangeException.class)
        .isThrownBy(() -> Writer.await(losing))
        .withMessageStartingWith("Stream letter-a is at version 1, expected 0:");
  }

  @Test // R5
  void manyEventsLoseToAWriterThatCameBefore() {
    Writer first = log.writer();
    Writer second = log.writer();
    first.append(log.event("a", 1));

    Future<?> losing = second.startAppend(many("b", "a"));
    first.commit();

    assertThatExceptionOfType(ConcurrentAggregateChangeException.class)
        .isThrownBy(() -> Writer.await(losing))
        .satisfies(conflict -> assertThat(conflict.stream()).isEqualTo(stream("a")))
        .satisfies(conflict -> assertThat(conflict.expectedVersion()).isZero());
    second.rollback();
    assertThat(names(store.readAll(0, 10))).containsExactly("a@1");
  }

  /** The first hundred events of each stream. */
  private NewMessage[] many(String... streams) {
    return Stream.of(streams)
        .flatMap(id -> LongStream.rangeClosed(1, 100).mapToObj(each -> log.event(id, each)))
        .toArray(NewMessage[]::new);
  }

  @Test // R5
  void manyEventsAreAllStoredOrNone() {
    log.append(many("a", "b"));

    assertThatExceptionOfType(ConcurrentAggregateChangeException.class)
        .isThrownBy(() -> log.append(many("c", "b")))
        .withMessageStartingWith("Stream letter-b is at version 100, expected 0:");
    log.append(log.tombstone("a", 101, "left us"));
    log.archive("a");
    assertThatExceptionOfType(AggregateClosedException.class)
        .isThrownBy(() -> log.append(many("c", "a")));

    assertThat(store.currentVersion(stream("c"))).isZero();
    assertThat(store.readStream(stream("b"), 1, 1000)).hasSize(100);
  }

  @Test // R5, R19
  void transactionGoesOnAfterAConflictOfWhichNothingIsStored() {
    log.append(log.event("a", 1));
    Writer writer = log.writer();

    assertThatExceptionOfType(ConcurrentAggregateChangeException.class)
        .isThrownBy(() -> writer.append(log.event("b", 1), log.event("a", 1), log.event("a", 2)));
    writer.append(log.event("c", 1));
    writer.commit();

    assertThat(names(store.readAll(0, 10))).containsExactly("a@1", "c@1");
  }

  @Test
  void namesTheMessageWhoseIdIsTaken() {
    NewMessage message = log.event("a", 1);
    log.append(message);
    NewMessage again =
        new NewMessage(MessageKind.EVENT, stream("b"), 1L, message.message(), Lane.PRIMARY, false);

    String problem =
        "Message %s is in the log already, and an id is used once."
            .formatted(message.message().metadata().id());
    assertThatExceptionOfType(DuplicateMessageException.class)
        .isThrownBy(() -> log.append(log.event("c", 1), again))
        .withMessageContaining(problem);
    assertThatExceptionOfType(DuplicateMessageException.class)
        .isThrownBy(() -> log.append(again))
        .withMessageContaining(problem);
    assertThat(names(store.readAll(0, 10))).containsExactly("a@1");
  }

  @Test // R21
  void readsAStreamByVersion() {
    log.append(log.event("a", 1), log.event("b", 1), log.event("a", 2), log.event("a", 3));
    log.append(log.event("a", 4), log.command("a"));

    assertThat(names(store.readStream(stream("a"), 2, 2))).containsExactly("a@2", "a@3");
    assertThat(names(store.readStream(stream("a"), 4, 2))).containsExactly("a@4");
    assertThat(names(store.readStream(stream("a"), 2, 3, 10))).containsExactly("a@2", "a@3");
    assertThat(names(store.readStreamBackwards(stream("a"), 3, 2))).containsExactly("a@3", "a@2");
    assertThat(store.readStream(stream("unknown"), 1, 10)).isEmpty();
  }

  @Test // R21
  void knowsTheCurrentVersion() {
    log.append(log.event("a", 1), log.event("a", 2), log.command("a"));

    assertThat(store.currentVersion(stream("a"))).isEqualTo(2);
    assertThat(store.currentVersion(stream("b"))).isZero();
  }

  @Test // R21
  void readsAStreamAsOfAnInstant() {
    Instant start = log.clock.instant();
    for (long version = 1; version <= 3; version++) {
      log.append(log.event("a", version));
      log.clock.advance(Duration.ofMinutes(1));
    }

    assertThat(names(store.readStreamAsOf(stream("a"), start.plusSeconds(60), 1, 10)))
        .containsExactly("a@1", "a@2");
    assertThat(store.readStreamAsOf(stream("a"), start.minusSeconds(1), 1, 10)).isEmpty();
  }

  @Test // R21: a version behind a gap would not be a state that ever was
  void asOfAnInstantEndsBeforeTheFirstLaterEvent() {
    Instant start = log.clock.instant();
    log.append(log.event("a", 1));
    log.clock.advance(Duration.ofMinutes(10));
    log.append(log.event("a", 2));
    log.clock.set(start);
    log.append(log.event("a", 3));

    assertThat(names(store.readStreamAsOf(stream("a"), start, 1, 10))).containsExactly("a@1");
  }

  @Test // R21
  void readsAStreamInPages() {
    List<NewMessage> many =
        LongStream.rangeClosed(1, 1005).mapToObj(version -> log.event("a", version)).toList();
    log.inTransaction(each -> each.append(many));

    List<String> read = new ArrayList<>();
    List<RecordedMessage> page;
    do {
      page = store.readStream(stream("a"), read.size() + 1, 100);
      read.addAll(names(page));
    } while (page.size() == 100);

    assertThat(read).hasSize(1005).startsWith("a@1").endsWith("a@1005");
  }

  @Test // R21
  void readsOneCategoryOrAllEventsByPosition() {
    log.append(log.event("a", 1), log.command("a"));
    log.append(log.event(new StreamName("digit", "1"), 1, Lane.PRIMARY), log.event("a", 2));

    assertThat(names(store.readAll(0, 10))).containsExactly("a@1", "1@1", "a@2");
    assertThat(names(store.readAll(1, 1))).containsExactly("1@1");
    assertThat(names(store.readCategory("digit", 0, 10))).containsExactly("1@1");
    assertThat(names(store.readCategory(TestLog.CATEGORY, 1, 10))).containsExactly("a@2");
  }

  @Test // R20
  void readsByPositionStopBeforeAnOpenAppend() {
    log.append(log.event("a", 1));
    assertThat(names(store.readAll(0, 10))).containsExactly("a@1");
    Writer open = log.writer();
    open.append(log.event("b", 1));
    Writer other = log.writer();
    Future<?> append = other.startAppend(log.event("c", 1));
    Future<?> commit = other.startCommit();
    settleIfSideBySide(commit);

    assertThat(store.readAll(1, 10)).isEmpty();
    assertThat(store.readCategory(TestLog.CATEGORY, 1, 10)).isEmpty();
    open.commit();
    Writer.await(append);
    Writer.await(commit);

    assertThat(names(store.readAll(1, 10))).containsExactly("b@1", "c@1");
    assertThat(names(store.readCategory(TestLog.CATEGORY, 1, 10))).containsExactly("b@1", "c@1");
  }

  /** Where appends need not wait for each other, this one ends now. */
  abstract void settleIfSideBySide(Future<?> step);

  @Test
  void filtersByWhatASubscriptionNeeds() {
    log.append(log.event("a", 1), log.command("a"), log.event(stream("b"), 1, Lane.BACKFILL));
    log.append(log.event(stream("a"), 2, Lane.BACKFILL), log.event(stream("c"), 1, Lane.BACKFILL));
    LogFilter all = LogFilter.between(0, 5, 10);

    assertThat(names(store.read(all))).containsExactly("a@1", "a@0", "b@1", "a@2", "c@1");
    assertThat(names(store.read(LogFilter.between(1, 4, 2)))).containsExactly("a@0", "b@1");
    assertThat(names(store.read(all.kinds(MessageKind.COMMAND)))).containsExactly("a@0");
    assertThat(names(store.read(all.lane(Lane.BACKFILL)))).containsExactly("b@1", "a@2", "c@1");
    assertThat(names(store.read(all.lane(Lane.PRIMARY)))).containsExactly("a@1", "a@0");
    assertThat(names(store.read(all.excludedTypes(Set.of("do", "other")))))
        .containsExactly("a@1", "b@1", "a@2", "c@1");
    assertThat(names(store.read(all.types(Set.of("do"))))).containsExactly("a@0");
    assertThat(names(store.read(all.categories(Set.of("digit"))))).isEmpty();
    assertThat(names(store.read(all.categories(Set.of("digit", TestLog.CATEGORY))))).hasSize(5);
    assertThat(
            names(
                store.read(
                    all.lane(Lane.BACKFILL)
                        .streams(Set.of(stream("a"), stream("b"), stream("z"))))))
        .containsExactly("b@1", "a@2");
    assertThat(names(store.read(all.streams(Set.of())))).isEmpty();
    assertThat(names(store.read(all.withoutSynchronous()))).hasSize(5);
  }

  @Test // several types are merged in the order of positions, and cut by number
  void readsSeveralTypesInOrder() {
    log.append(log.event("a", 1), log.command("a"), log.event(stream("b"), 1, Lane.BACKFILL));
    log.append(log.command("b"), log.event("a", 2));
    LogFilter both = LogFilter.between(0, 5, 10).types(Set.of("happened", "do"));

    assertThat(names(store.read(both))).containsExactly("a@1", "a@0", "b@1", "b@0", "a@2");
    assertThat(names(store.read(both.lane(Lane.PRIMARY))))
        .containsExactly("a@1", "a@0", "b@0", "a@2");
    assertThat(names(store.read(LogFilter.between(1, 4, 2).types(Set.of("happened", "do")))))
        .containsExactly("a@0", "b@1");
    assertThat(store.readPage(both, 1_000_000).through()).isEqualTo(5);
    assertThat(store.types()).containsExactlyInAnyOrder("happened", "do");
  }

  @Test
  void findsNoTypesInAnEmptyLog() {
    assertThat(store.types()).isEmpty();
  }

  @Test // pages are bounded by bytes; a message that is larger than a page is a page
  void readsLargeMessagesPageByPage() {
    log.append(log.event("a", 1), log.event("b", 1), log.event("c", 1), log.event("d", 1));
    enlarge("position <> 1", 10_000);
    LogFilter all = LogFilter.between(0, 4, 10);

    LogPage first = store.readPage(all, 5_000);
    assertThat(names(first.messages())).containsExactly("a@1", "b@1");
    assertThat(first.through()).isEqualTo(2);
    LogPage second = store.readPage(LogFilter.between(2, 4, 10), 5_000);
    assertThat(names(second.messages())).containsExactly("c@1");
    assertThat(second.through()).isEqualTo(3);
    LogPage byType = store.readPage(all.types(Set.of("happened")), 15_000);
    assertThat(names(byType.messages())).containsExactly("a@1", "b@1", "c@1");
    assertThat(byType.through()).isEqualTo(3);
    LogPage whole = store.readPage(all, 1_000_000);
    assertThat(whole.messages()).hasSize(4);
    assertThat(whole.through()).isEqualTo(4);
  }

  private void enlarge(String which, int bytes) {
    log.jdbc.update(
        "update %s set payload = payload || repeat(' ', %d) where %s"
            .formatted(log.table(), bytes, which));
  }

  @Test
  void skipsKindsThatItDoesNotKnow() {
    log.append(log.event("a", 1), log.event("a", 2), log.event("a", 3));
    log.jdbc.update("update %s set kind = 99 where position = 2".formatted(log.table()));

    assertThat(names(store.readStream(stream("a"), 1, 10))).containsExactly("a@1", "a@3");
    assertThat(names(store.readStreamBackwards(stream("a"), 9, 10))).containsExactly("a@3", "a@1");
    assertThat(names(store.readAll(0, 10))).containsExactly("a@1", "a@3");
    assertThat(names(store.read(LogFilter.between(0, 3, 10)))).containsExactly("a@1", "a@3");
    assertThat(store.currentVersion(stream("a"))).isEqualTo(3);
  }

  @Test // R19
  void versionsHaveNoGapsWhateverWritersDo() {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<? extends Future<?>> running =
          IntStream.range(0, 4).mapToObj(seed -> threads.submit(() -> write(seed))).toList();
      running.forEach(Writer::await);
    } finally {
      threads.shutdownNow();
    }

    for (String id : List.of("a", "b")) {
      long last = store.currentVersion(stream(id));
      assertThat(store.readStream(stream(id), 1, 1_000))
          .extracting(RecordedMessage::streamVersion)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, last).boxed().toList());
      assertThat(last).isPositive();
    }
  }

  /** Appends one to three events at once; some are rolled back, and many meet a conflict. */
  private void write(int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 40; i++) {
      String id = random.nextBoolean() ? "a" : "b";
      try {
        log.inTransaction(
            each -> {
              long last = each.currentVersion(stream(id));
              each.append(
                  LongStream.rangeClosed(1, 1 + random.nextInt(3))
                      .mapToObj(n -> log.event(id, last + n))
                      .toList());
              if (random.nextInt(4) == 0) {
                throw new IllegalStateException("rolled back");
              }
            });
      } catch (ConcurrentAggregateChangeException | IllegalStateException expected) {
        // Nothing of it is stored.
      }
    }
  }

  // ---- closed streams, and what is in the archive

  @Test
  void closedStreamTakesNoMoreEvents() {
    log.append(log.event("a", 1), log.event("a", 2));
    log.append(log.tombstone("a", 3, "left us"));

    for (long version = 1; version <= 4; version++) {
      long next = version;
      var closed =
          catchThrowableOfType(
              AggregateClosedException.class,
              () -> log.append(log.event("b", 1), log.event("a", next)));

      assertThat(closed)
          .hasMessage(
              "Stream letter-a was closed at 2026-11-01T10:00:00.123456Z (left us) and takes no more events. Give a new aggregate an id of its own; the events of the closed one can be read by historyOf.");
      assertThat(closed.stream()).isEqualTo(stream("a"));
      assertThat(closed.closedAt()).isEqualTo(log.clock.instant());
      assertThat(closed.reason()).isEqualTo("left us");
      assertThatExceptionOfType(AggregateClosedException.class)
          .isThrownBy(() -> log.append(log.event("a", next)));
    }
    assertThat(names(store.readAll(0, 10))).containsExactly("a@1", "a@2");
  }

  @Test
  void closedStreamStaysClosedWithoutItsEvents() {
    log.append(log.event("a", 1), log.event("a", 2), log.tombstone("a", 3, "left us"));
    log.archive("a");

    assertThatExceptionOfType(AggregateClosedException.class)
        .isThrownBy(() -> log.append(log.event("a", 1)));
    assertThatExceptionOfType(AggregateClosedException.class)
        .isThrownBy(() -> log.append(log.event("a", 2))); // from a cache that never heard of it
    assertThatExceptionOfType(AggregateClosedException.class)
        .isThrownBy(() -> log.append(log.event("b", 1), log.event("a", 1), log.event("a", 2)));
    assertThat(store.currentVersion(stream("a"))).isEqualTo(2);
    assertThat(store.currentVersion(stream("b"))).isZero();
  }

  @Test
  void closedStreamTakesWhatHasNoVersion() {
    log.append(log.event("a", 1), log.tombstone("a", 2, "left us"));
    log.archive("a");

    log.append(log.command("a"));
    log.append(log.command("a"), log.event("b", 1));

    assertThat(names(store.tail(0).read(10))).containsExactly("a@2", "a@0", "a@0", "b@1");
  }

  @Test // R5
  void closingLosesToAnEventThatCameBefore() {
    log.append(log.event("a", 1));
    Writer writer = log.writer();
    Writer closing = log.writer();
    writer.append(log.event("a", 2));

    Future<?> losing = closing.startAppend(log.tombstone("a", 2, "left us"));
    writer.commit();

    assertThatExceptionOfType(ConcurrentAggregateChangeException.class)
        .isThrownBy(() -> Writer.await(losing))
        .withMessageStartingWith("Stream letter-a is at version 2, expected 1:");
  }

  @Test // R5
  void eventLosesToAClosingThatCameBefore() {
    log.append(log.event("a", 1));
    Writer writer = log.writer();
    Writer closing = log.writer();
    closing.append(log.tombstone("a", 2, "left us"));

    Future<?> losing = writer.startAppend(log.event("a", 2));
    closing.commit();

    assertThatExceptionOfType(AggregateClosedException.class)
        .isThrownBy(() -> Writer.await(losing));
  }

  @Test
  void readersOfEventsDoNotSeeTombstones() {
    log.append(log.event("a", 1), log.tombstone("a", 2, "left us"), log.event("b", 1));

    assertThat(names(store.readAll(0, 10))).containsExactly("a@1", "b@1");
    assertThat(names(store.readCategory(TestLog.CATEGORY, 0, 10))).containsExactly("a@1", "b@1");
    assertThat(names(store.readStream(stream("a"), 1, 10))).containsExactly("a@1");
    assertThat(names(store.readStreamBackwards(stream("a"), 9, 10))).containsExactly("a@1");
    assertThat(store.currentVersion(stream("a"))).isEqualTo(1);
    assertThat(names(store.readOpenStream(stream("b"), 1, 10))).containsExactly("b@1");
    assertThat(names(store.readOpenStream(stream("a"), 1, 1))).containsExactly("a@1");
    assertThatExceptionOfType(AggregateClosedException.class)
        .isThrownBy(() -> store.readOpenStream(stream("a"), 1, 2));
  }

  @Test
  void tailPassesTombstonesInOrder() { // R20
    log.append(log.event("a", 1), log.tombstone("a", 2, "left us"), log.event("b", 1));

    List<RecordedMessage> read = store.tail(0).read(10);

    assertThat(read)
        .extracting(RecordedMessage::kind)
        .containsExactly(MessageKind.EVENT, MessageKind.TOMBSTONE, MessageKind.EVENT);
    assertThat(read.get(1).payload()).isEqualTo(new Tombstone("left us"));
  }

  @Test // R21
  void readsAStreamWithWhatIsInTheArchive() {
    log.append(log.event("a", 1), log.event("a", 2), log.event("a", 3));
    log.append(log.tombstone("a", 4, "left us"));
    List<RecordedMessage> before = store.readStream(stream("a"), 1, 10);

    log.archive("a", 2);

    assertThat(names(store.readStream(stream("a"), 1, 10))).containsExactly("a@3");
    assertThat(names(store.readStreamWithArchive(stream("a"), 1, 2, 10)))
        .containsExactly("a@1", "a@2");
    assertThat(names(store.readStreamWithArchive(stream("a"), 2, 9, 2)))
        .containsExactly("a@2", "a@3");
    List<RecordedMessage> after = store.readStreamWithArchive(stream("a"), 1, 9, 10);
    assertThat(after)
        .usingRecursiveComparison()
        .ignoringFields("reader", "payload")
        .isEqualTo(before);
  }

  @Test
  void readsCommandsOfACategory() {
    NewMessage other = log.command("c");
    StreamName elsewhere = new StreamName("digit", "c");
    NewMessage moved =
        new NewMessage(
            other.kind(),
            elsewhere,
            null,
            other.message(),
            other.lane(),
            other.deliveredSynchronously());
    log.append(log.command("a"), log.event("b", 1), moved);
    LogFilter ofCategory = LogFilter.between(0, 3, 10).categories(Set.of(TestLog.CATEGORY));

    assertThat(names(store.read(ofCategory.kinds(MessageKind.COMMAND)))).containsExactly("a@0");
    assertThat(names(store.read(ofCategory))).containsExactly("a@0", "b@1");
  }

  // ---- messages by their correlation

  @Test
  void findsTheFirstMessageOfACorrelation() {
    NewMessage first = log.command("a");
    String correlation = first.message().metadata().correlationId();
    log.append(first, log.correlated("b", 1, correlation));

    assertThat(names(store.readCorrelated(correlation, 10))).containsExactly("a@0", "b@1");
  }

  @Test
  void findsWhatIsCorrelated() {
    String correlation = "request 7 \u0000" + "x".repeat(500);
    log.append(log.event("a", 1));
    log.append(log.correlated("b", 1, correlation), log.correlated("c", 1, correlation));
    log.append(log.correlated("d", 1, correlation + "x"), log.tombstone("b", 2, "left us"));
    log.archive("b");

    List<RecordedMessage> found = store.readCorrelated(correlation, 10);

    assertThat(names(found)).containsExactly("b@1", "c@1");
    assertThat(names(store.readCorrelated(correlation, 1))).containsExactly("b@1");
    assertThat(found.get(0).metadata().correlationId()).isEqualTo(correlation);
    assertThat(store.find(found.get(0).metadata().id())).isPresent(); // in the archive
    assertThat(store.find(found.get(1).metadata().id())).isPresent();
    assertThat(store.find(UUID.fromString("01932b7c-8a00-7abc-8def-0123456789ab"))).isEmpty();
  }
}
