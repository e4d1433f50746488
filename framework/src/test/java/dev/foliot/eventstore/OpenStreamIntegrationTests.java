package dev.foliot.eventstore;

import static dev.foliot.eventstore.TestLog.names;
import static dev.foliot.eventstore.TestLog.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.foliot.eventstore.TestLog.Happened;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.UnreadableMessageException;
import dev.foliot.message.UpcastMessage;
import dev.foliot.message.Upcaster;
import dev.foliot.message.Upcaster.Conversion;
import dev.foliot.message.Upcasters;
import dev.foliot.testsupport.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A state needs payloads alone; whatever else somebody asks for must be there nevertheless. */
class OpenStreamIntegrationTests {
  private TestLog log;

  @BeforeEach
  void open() {
    log = new TestLog(TestDatabases.ofSuite());
    log.append(log.event("a", 1), log.event("b", 1), log.event("a", 2), log.event("a", 3));
  }

  @AfterEach
  void close() {
    log.close();
  }

  private List<RecordedMessage> whole() {
    return log.store.readStreamWithArchive(stream("a"), 1, 10, 10);
  }

  @Test
  void payloadsNeedNoFurtherStatement() {
    List<RecordedMessage> read = log.store.readOpenStream(stream("a"), 1, 10);

    int statements =
        log.dataSource.statementsOf(
            () ->
                assertThat(read)
                    .extracting(RecordedMessage::payload)
                    .containsExactly(
                        new Happened("a@1"), new Happened("a@2"), new Happened("a@3")));

    assertThat(statements).isZero();
  }

  @Test
  void restIsReadOnceForAll() {
    List<RecordedMessage> whole = whole();
    List<RecordedMessage> read = log.store.readOpenStream(stream("a"), 2, 10);

    int statements =
        log.dataSource.statementsOf(() -> assertSame(read, whole.subList(1, whole.size())));

    assertThat(statements).isOne();
  }

  private static void assertSame(List<RecordedMessage> read, List<RecordedMessage> whole) {
    assertThat(read)
        .usingElementComparator((one, other) -> described(one).compareTo(described(other)))
        .isEqualTo(whole);
  }

  private static String described(RecordedMessage each) {
    return "%d %s %d %s %s %s %s %s %d"
        .formatted(
            each.position(),
            each.id(),
            each.streamVersion(),
            each.kind(),
            each.lane(),
            each.deliveredSynchronously(),
            each.metadata(),
            each.message(),
            each.typeVersion());
  }

  @Test
  void restOfAPageIsOfThatPage() {
    LongStream.rangeClosed(4, 9).forEach(version -> log.append(log.event("a", version)));

    List<RecordedMessage> read = log.store.readOpenStream(stream("a"), 4, 3);

    assertSame(read, whole().subList(3, 6));
  }

  @Test
  void restIsFoundInTheArchive() {
    List<RecordedMessage> whole = whole();
    List<RecordedMessage> read = log.store.readOpenStream(stream("a"), 1, 10);
    log.append(log.tombstone("a", 4, "left us"));

    log.archive("a", 2);

    assertSame(read, whole);
  }

  @Test // the archive takes a long stream piece by piece
  void restOfAPageBeginsBehindTheArchive() {
    LongStream.rangeClosed(4, 6).forEach(version -> log.append(log.event("a", version)));
    log.append(log.tombstone("a", 7, "left us"));
    log.archive("a", 2);

    List<RecordedMessage> read = log.store.readOpenStream(stream("a"), 1, 2);

    assertThat(names(read)).containsExactly("a@3", "a@4");
    assertSame(read, whole().subList(2, 4));
  }

  @Test
  void isPrintedInAFailedTransaction() {
    List<RecordedMessage> printed = new ArrayList<>();
    log.inTransaction(
        store -> {
          printed.addAll(store.readOpenStream(stream("a"), 2, 1));
          assertThatException().isThrownBy(() -> log.jdbc.update("delete from nowhere"));
          assertThat(printed).asString().isEqualTo("[happened letter-a@2]");
        });

    int statements =
        log.dataSource.statementsOf(
            () -> assertThat(printed.get(0).parts()).asString().isEqualTo("[happened letter-a@2]"));

    assertThat(statements).isZero();
    assertThat(whole().get(1))
        .hasToString(
            "happened letter-a@2 (position %d, id %s)"
                .formatted(printed.get(0).position(), printed.get(0).id()));
  }

  @Test
  void saysThatItsRowsAreGone() {
    List<RecordedMessage> read = log.store.readOpenStream(stream("a"), 1, 10);
    log.jdbc.update("delete from " + log.table());

    assertThat(read.get(1).payload()).isEqualTo(new Happened("a@2"));
    assertThatIllegalStateException()
        .isThrownBy(read.get(1)::metadata)
        .withMessage(
            "Event 2 of letter-a was read, but it is neither in the log nor in the archive any more. Look for another program that writes to the log.");
  }

  @Test
  void closedStreamSaysWhenAndWhyInOneStatement() {
    log.clock.advance(Duration.ofMinutes(5));
    Instant closedAt = log.clock.instant();
    log.append(log.tombstone("a", 4, "left us"));

    int statements =
        log.dataSource.statementsOf(
            () -> {
              AggregateClosedException closed =
                  catchThrowableOfType(
                      AggregateClosedException.class,
                      () -> log.store.readOpenStream(stream("a"), 1, 10));
              assertThat(closed.closedAt()).isEqualTo(closedAt);
              assertThat(closed.reason()).isEqualTo("left us");
              assertThat(closed.stream()).isEqualTo(stream("a"));
            });

    assertThat(statements).isOne();
    log.archive("a");
    assertThatExceptionOfType(AggregateClosedException.class)
        .isThrownBy(() -> log.store.readOpenStream(stream("a"), 1, 10));
  }

  @Test
  void skipsKindsThatItDoesNotKnow() {
    log.jdbc.update(
        "update %s set kind = 99 where stream = 'a' and stream_version = 2".formatted(log.table()));
    log.append(log.command("a"));

    List<RecordedMessage> read = log.store.readOpenStream(stream("a"), 1, 10);

    assertThat(names(read)).containsExactly("a@1", "a@3");
    assertThat(read.get(1).metadata()).isEqualTo(whole().get(1).metadata());
  }

  @Test
  void brokenPayloadNamesTheMessage() {
    UUID id = whole().get(1).id();
    log.jdbc.update(
        "update %s set payload = '{\"what\": 1' where stream = 'a' and stream_version = 2"
            .formatted(log.table()));

    RecordedMessage broken = log.store.readOpenStream(stream("a"), 1, 10).get(1);

    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(broken::payload)
        .withMessageStartingWith(
            "Message %s of type happened version 1 cannot be read: ".formatted(id));
  }

  @Test // R27: nobody stumbles over what nobody needs
  void brokenMetadataHidesNoPayload() {
    breakMetadata();

    RecordedMessage broken = log.store.readOpenStream(stream("a"), 1, 10).get(1);

    assertThat(broken.payload()).isEqualTo(new Happened("a@2"));
    assertThat(broken.metadata().occurredAt()).isEqualTo(log.clock.instant());
    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(broken::message)
        .withMessageContaining("its metadata is broken");
  }

  private void breakMetadata() {
    log.jdbc.update(
        "update %s set metadata = '{' where stream = 'a' and stream_version = 2"
            .formatted(log.table()));
  }

  // ---- upcasters

  private List<RecordedMessage> readThrough(boolean takesMetadata, Conversion conversion) {
    MessageTypes later =
        new MessageTypes(
            List.of(new MessageType(MessageKind.EVENT, "happened", 2, Happened.class, null)));
    Upcaster upcaster =
        new Upcaster(
            "u", MessageKind.EVENT, "happened", 1, 2, List.of(), takesMetadata, conversion);
    Upcasters all = new Upcasters(later, List.of(upcaster));
    MessageJson json = new MessageJson(later, () -> all);
    return new EventStore(log.dataSource, log.schema, json).readOpenStream(stream("a"), 1, 10);
  }

  @Test
  void upcasterThatTakesMetadataIsGivenIt() {
    List<Metadata> metadata = whole().stream().map(RecordedMessage::metadata).toList();
    List<RecordedMessage> read =
        readThrough(
            true,
            (json, given) ->
                List.of(
                    UpcastMessage.of(
                        "happened", 2, json.put("what", given.id() + " " + given.occurredAt()))));

    int statements =
        log.dataSource.statementsOf(
            () ->
                assertThat(read)
                    .extracting(RecordedMessage::payload)
                    .containsExactlyElementsOf(
                        metadata.stream()
                            .map(each -> new Happened(each.id() + " " + each.occurredAt()))
                            .toList()));

    assertThat(statements).isOne();
    assertThat(read.get(0).message().metadata().typeVersion()).isEqualTo(2);
    assertThat(read.get(0).message().metadata().id()).isEqualTo(metadata.get(0).id());
  }

  @Test
  void otherUpcastersNeedNoFurtherStatement() {
    breakMetadata();
    List<RecordedMessage> read =
        readThrough(
            false,
            (json, none) -> List.of(UpcastMessage.of("happened", 2, json.put("what", "" + none))));

    int statements =
        log.dataSource.statementsOf(
            () ->
                assertThat(read)
                    .extracting(RecordedMessage::payload)
                    .containsOnly(new Happened("null")));

    assertThat(statements).isZero();
    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(read.get(1)::message)
        .withMessageContaining("its metadata is broken");
  }

  @Test
  void upcasterIsNotBlamedForBrokenMetadata() {
    breakMetadata();
    List<RecordedMessage> read =
        readThrough(true, (json, given) -> List.of(UpcastMessage.of("happened", 2, json)));

    assertThat(read.get(0).payload()).isEqualTo(new Happened("a@1"));
    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(read.get(1)::payload)
        .withMessageStartingWith(
            "Message %s of type happened version 1 cannot be read: its metadata is broken: "
                .formatted(read.get(1).id()));
  }
}
