package dev.foliot.eventstore;

import static dev.foliot.eventstore.TestLog.names;
import static dev.foliot.eventstore.TestLog.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.foliot.eventstore.TestLog.Happened;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.UnknownMessageTypeException;
import dev.foliot.message.UnreadableMessageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * R20 on every database: a reader never skips a committed message, sees none twice, and sees each
 * stream in the order of versions. The transactions really interleave; each step is made by hand.
 */
abstract class LogTailContract {
  private final DataSource database;
  TestLog log;
  LogTail tail;

  LogTailContract(DataSource database) {
    this.database = database;
  }

  /** Whether an append may commit while an earlier one is open; else it waits for that one. */
  abstract boolean appendsSideBySide();

  /** What names the session of a connection. */
  abstract String sessionQuery();

  /** What ends a session from outside, as a crash of its process does. */
  abstract String killStatement();

  @BeforeEach
  void open() {
    log = new TestLog(database);
    log.jdbc.execute("create table if not exists other_things (x int)");
    tail = log.store.tail(0);
  }

  @AfterEach
  void close() {
    log.close();
  }

  /** A transaction of one append, which ends now or, if it has to wait, when the test awaits it. */
  private Future<?> appendMeanwhile(NewMessage message) {
    Writer writer = log.writer();
    writer.startAppend(message);
    Future<?> commit = writer.startCommit();
    if (appendsSideBySide()) {
      Writer.await(commit);
    }
    return commit;
  }

  private List<String> readAll() {
    List<String> read = new ArrayList<>();
    long before;
    do {
      before = tail.position();
      read.addAll(names(tail.read(2)));
    } while (tail.position() > before);
    return read;
  }

  @Test
  void goesOnWhereItStopped() {
    log.append(log.event("a", 1), log.event("b", 1), log.event("a", 2));

    assertThat(names(tail.read(2))).containsExactly("a@1", "b@1");
    assertThat(names(tail.read(2))).containsExactly("a@2");
    assertThat(tail.read(2)).isEmpty();
    log.append(log.event("a", 3));
    assertThat(names(tail.read(2))).containsExactly("a@3");
    assertThat(tail.position()).isEqualTo(4);
    assertThat(tail.settled()).isEqualTo(4);
  }

  @Test
  void waitsForALateCommitWithALowerPosition() {
    log.append(log.event("x", 1));
    Writer late = log.writer();
    late.append(log.event("a", 1));
    Future<?> early = appendMeanwhile(log.event("b", 1));

    assertThat(readAll()).containsExactly("x@1");
    assertThat(readAll()).isEmpty();
    assertThat(tail.settled()).isEqualTo(1);
    late.commit();
    Writer.await(early);

    assertThat(readAll()).containsExactly("a@1", "b@1");
  }

  @Test
  void stepsOverAPositionThatWasRolledBack() {
    Writer writer = log.writer();
    writer.append(log.event("a", 1));
    writer.rollback();
    log.append(log.event("b", 1));

    assertThat(readAll()).containsExactly("b@1");
  }

  @Test
  void stepsOverAPositionThatIsRolledBackWhileItWaits() {
    Writer writer = log.writer();
    writer.append(log.event("a", 1));
    Future<?> other = appendMeanwhile(log.event("b", 1));
    assertThat(readAll()).isEmpty();

    writer.rollback();
    Writer.await(other);

    assertThat(readAll()).containsExactly("b@1");
  }

  @Test
  void waitsForATransactionThatWritesOtherThingsAfterItsPositionWasDrawn() {
    Writer writer = log.writer();
    writer.append(log.event("a", 1));
    writer.execute("insert into other_things values (1)");
    Future<?> other = appendMeanwhile(log.event("b", 1));
    assertThat(readAll()).isEmpty();

    writer.execute("insert into other_things values (2)");
    assertThat(readAll()).isEmpty();
    writer.commit();
    Writer.await(other);

    assertThat(readAll()).containsExactly("a@1", "b@1");
  }

  @Test // a cursor over transaction numbers would give a@2 before a@1, or skip it
  void keepsTheOrderOfAStreamWhenATransactionWroteSomethingElseFirst() {
    Writer old = log.writer();
    old.execute("insert into other_things values (1)");
    log.append(log.event("a", 1));
    assertThat(readAll()).containsExactly("a@1");

    old.append(log.event("a", 2));
    log.writer().execute("insert into other_things values (2)");
    old.commit();
    log.append(log.event("a", 3));

    assertThat(readAll()).containsExactly("a@2", "a@3");
  }

  @Test
  void isNotHeldUpByALongUnrelatedTransaction() {
    Writer unrelated = log.writer();
    unrelated.execute("insert into other_things values (1)");
    Writer writer = log.writer();
    writer.append(log.event("a", 1));
    writer.rollback();

    log.append(log.event("b", 1));

    assertThat(readAll()).containsExactly("b@1");
    unrelated.commit();
  }

  @Test
  void stepsOverWhatAConflictBurnedAndSeesWhatItsTransactionDidInstead() {
    log.append(log.event("a", 1));
    Writer writer = log.writer();
    assertThatExceptionOfType(ConcurrentAggregateChangeException.class)
        .isThrownBy(() -> writer.append(log.event("a", 1), log.event("a", 2)));
    Future<?> other = appendMeanwhile(log.event("b", 1));
    Writer.await(writer.startAppend(log.event("c", 1)));
    writer.commit();
    Writer.await(other);

    assertThat(readAll()).containsExactlyInAnyOrder("a@1", "b@1", "c@1").startsWith("a@1");
  }

  @Test // the lock of an append is given back with its savepoint, and its position with it
  void passesARollbackToASavepoint() {
    Writer writer = log.writer();
    Object savepoint = writer.savepoint();
    writer.append(log.event("a", 1));
    writer.rollbackTo(savepoint);
    log.append(log.event("x", 1));
    assertThat(readAll()).containsExactly("x@1");

    writer.append(log.event("a", 1));
    Future<?> other = appendMeanwhile(log.event("b", 1));
    assertThat(readAll()).isEmpty();
    writer.commit();
    Writer.await(other);

    assertThat(readAll()).containsExactly("a@1", "b@1");
  }

  @Test
  void stepsOverWhatACrashedWriterLeft() {
    Writer writer = log.writer();
    writer.append(log.event("a", 1));
    Integer session = writer.step(() -> log.jdbc.queryForObject(sessionQuery(), Integer.class));
    Future<?> other = appendMeanwhile(log.event("b", 1));
    assertThat(readAll()).isEmpty();

    log.jdbc.queryForList(killStatement(), session);
    TestLog.evictConnections(database);
    Writer.await(other);

    assertThat(readAll()).containsExactly("b@1");
  }

  @Test
  void waitsForOneOfTwoStreamsAndKeepsBothInOrder() {
    Writer first = log.writer();
    first.append(log.event("a", 1), log.event("b", 1));
    Future<?> second = appendMeanwhile(log.event("c", 1));
    assertThat(readAll()).isEmpty();
    first.append(log.event("a", 2));
    first.commit();
    Writer.await(second);
    log.append(log.event("b", 2));

    List<String> read = readAll();

    assertThat(read).containsExactlyInAnyOrder("a@1", "b@1", "a@2", "b@2", "c@1");
    assertThat(read).containsSubsequence("a@1", "a@2").containsSubsequence("b@1", "b@2");
  }

  @Test
  void goesToTheHeadWithoutReadingWhatIsBelow() {
    log.append(log.event("a", 1), log.event("a", 2));
    Writer open = log.writer();
    open.append(log.event("b", 1));

    assertThat(tail.skipToHead()).isEqualTo(!appendsSideBySide());
    open.commit();
    assertThat(tail.skipToHead()).isTrue();

    assertThat(tail.settled()).isEqualTo(tail.position()).isEqualTo(3);
    log.append(log.event("c", 1));
    assertThat(readAll()).containsExactly("c@1");
  }

  @Test
  void isAtTheHeadOfAnEmptyLog() {
    assertThat(tail.skipToHead()).isTrue();
    assertThat(tail.position()).isZero();
  }

  @Test
  void startsAtACheckpoint() {
    log.append(log.event("a", 1), log.event("a", 2));

    assertThat(names(log.store.tail(1).read(10))).containsExactly("a@2");
  }

  @Test
  void readsOnAfterTheBeginningWasArchived() {
    log.append(log.event("a", 1), log.event("a", 2), log.event("a", 3));
    log.jdbc.update("delete from %s where position <= 2".formatted(log.table()));

    assertThat(readAll()).containsExactly("a@3");
  }

  @Test // back-pressure: what a read brings over is bounded by bytes
  void readsLargeMessagesPieceByPiece() {
    for (int version = 1; version <= 20; version++) {
      log.append(log.event("a", version));
    }
    log.jdbc.update(
        "update %s set payload = payload || repeat(' ', 1000000)".formatted(log.table()));

    List<RecordedMessage> first = tail.read(1000);

    assertThat(first).hasSizeBetween(1, 9);
    assertThat(tail.position()).isEqualTo(first.size());
    assertThat(readAll()).hasSize(20 - first.size());
  }

  @Test
  void countsMessagesOfUnknownKindsWithoutReturningThem() {
    log.append(log.event("a", 1), log.event("a", 2), log.event("a", 3));
    log.jdbc.update("update %s set kind = 99 where position <> 1".formatted(log.table()));

    assertThat(names(tail.read(10))).containsExactly("a@1");
    assertThat(tail.position()).isEqualTo(3);
  }

  @Test // R27
  void isNotStoppedByAMessageThatCannotBeRead() {
    log.append(log.event("a", 1), log.event("a", 2), log.event("a", 3), log.event("a", 4));
    log.jdbc.update("update %s set payload = '{' where position = 1".formatted(log.table()));
    log.jdbc.update("update %s set metadata = '{' where position = 2".formatted(log.table()));
    log.jdbc.update("update %s set type = 'no' where position = 3".formatted(log.table()));

    List<RecordedMessage> read = tail.read(10);

    assertThat(names(read)).containsExactly("a@1", "a@2", "a@3", "a@4");
    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(() -> read.get(0).payload());
    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(() -> read.get(1).message())
        .withMessageContaining("its metadata is broken");
    assertThatExceptionOfType(UnknownMessageTypeException.class)
        .isThrownBy(() -> read.get(2).payload());
    assertThat(read.get(3).payload()).isEqualTo(new Happened("a@4"));
  }

  @Test
  void readsPayloadWithoutMetadata() {
    log.append(log.event("a", 1));
    log.jdbc.update("update %s set metadata = '{'".formatted(log.table()));

    RecordedMessage read = tail.read(10).get(0);

    assertThat(read.payload()).isEqualTo(new Happened("a@1"));
    assertThat(read.metadata().id()).isEqualTo(read.id());
    assertThat(read.metadata().occurredAt()).isEqualTo(log.clock.instant());
  }

  @Test // R30
  void takesOneQueryWhenThereIsNothingNew() {
    Writer burned = log.writer();
    burned.append(log.event("a", 1));
    burned.rollback();
    log.append(log.event("a", 1));
    readAll();

    assertThat(log.dataSource.statementsOf(() -> tail.read(10))).isEqualTo(1);
  }

  @Test
  void takesOneQueryWhereThereIsNoHole() {
    log.append(log.event("a", 1), log.event("a", 2));
    Writer open = log.writer();
    open.append(log.event("b", 1));

    assertThat(log.dataSource.statementsOf(() -> tail.read(10))).isEqualTo(1);
    assertThat(tail.position()).isEqualTo(2);
  }

  @Test
  void refusesToReadWithinATransaction() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> log.inTransaction(store -> tail.read(1)))
        .withMessage(
            "The log's tail was read within a transaction. Read it outside, and hand its messages to transactions of their own.");
  }

  @Test // R19, R20: 8 writers, random rollbacks, conflicts and long transactions; nothing timed
  void losesNothingUnderTorture() {
    Torture torture = new Torture(log, 8, 60);

    torture.run();

    assertThat(torture.seen()).doesNotHaveDuplicates().hasSameElementsAs(torture.committed());
    assertThat(torture.seenByFilter())
        .containsExactlyElementsOf(torture.seen().stream().filter(Torture::isFiltered).toList());
    assertThat(torture.seenByCategory()).containsExactlyElementsOf(torture.seen());
    assertThat(torture.streamsOutOfOrder()).isEmpty();
    assertThat(torture.conflicts()).isPositive();
    assertThat(log.store.currentVersion(stream("0"))).isPositive();
  }
}
