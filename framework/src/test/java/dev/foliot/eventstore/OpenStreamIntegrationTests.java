package dev.foliot.eventstore;

import static dev.foliot.eventstore.TestLog.names;
import static dev.foliot.eventstore.TestLog.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
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
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The events of a stream that a caller is going to append to. */
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

  @Test
  void readsWholeMessagesInOneStatement() {
    List<RecordedMessage> whole = whole();

    int statements =
        log.dataSource.statementsOf(
            () -> {
              List<RecordedMessage> read = log.store.readOpenStream(stream("a"), 1, 10);
              assertThat(read).asString().isEqualTo(whole.toString());
              assertThat(read)
                  .extracting(RecordedMessage::message)
                  .isEqualTo(whole.stream().map(RecordedMessage::message).toList());
            });

    assertThat(statements).isOne();
  }

  @Test // the archive takes a long stream piece by piece
  void readsOnBehindTheArchive() {
    log.append(log.tombstone("a", 4, "left us"));
    log.archive("a", 2);

    assertThatExceptionOfType(AggregateClosedException.class)
        .isThrownBy(() -> log.store.readOpenStream(stream("a"), 1, 10));
    assertThat(names(log.store.readOpenStream(stream("a"), 1, 1))).containsExactly("a@3");
  }

  @Test
  void loadReadsOnlyWhatStateIsMadeFrom() {
    log.dataSource.reset();

    List<StreamEvent> loaded = log.store.loadOpenStream(stream("a"), 2, 10);

    assertThat(loaded)
        .containsExactly(
            new StreamEvent(2, List.of(new Happened("a@2"))),
            new StreamEvent(3, List.of(new Happened("a@3"))));
    assertThat(log.dataSource.statements())
        .singleElement()
        .asString()
        .doesNotContain("occurred_at", "correlation_id", "m.metadata", "m.category");
  }

  @Test
  void loadOfAClosedStreamSaysWhenAndWhy() {
    log.append(log.tombstone("a", 4, "left us"));

    assertThatExceptionOfType(AggregateClosedException.class)
        .isThrownBy(() -> log.store.loadOpenStream(stream("a"), 1, 10))
        .satisfies(closed -> assertThat(closed.reason()).isEqualTo("left us"))
        .satisfies(closed -> assertThat(closed.closedAt()).isEqualTo(log.clock.instant()));
  }

  @Test
  void loadNamesTheMessageThatCannotBeRead() {
    UUID id = whole().get(1).id();
    log.jdbc.update(
        "update %s set payload = '{\"what\": 1' where stream = 'a' and stream_version = 2"
            .formatted(log.table()));

    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(() -> log.store.loadOpenStream(stream("a"), 1, 10))
        .withMessageStartingWith(
            "Message %s of type happened version 1 cannot be read: ".formatted(id));
  }

  private void breakMetadata() {
    log.jdbc.update(
        "update %s set metadata = '{' where stream = 'a' and stream_version = 2"
            .formatted(log.table()));
  }

  // ---- upcasters

  @Test
  void loadGivesEventsAsTheyAreToday() {
    List<Metadata> metadata = whole().stream().map(RecordedMessage::metadata).toList();
    EventStore later =
        laterStore(
            true,
            (json, given) ->
                List.of(
                    UpcastMessage.of("happened", 2, json.put("what", given.id() + " first")),
                    UpcastMessage.of("happened", 2, json.deepCopy().put("what", "second"))));

    assertThat(later.loadOpenStream(stream("a"), 3, 10))
        .containsExactly(
            new StreamEvent(
                3, List.of(new Happened(metadata.get(2).id() + " first"), new Happened("second"))));
  }

  private List<RecordedMessage> readThrough(boolean takesMetadata, Conversion conversion) {
    return laterStore(takesMetadata, conversion).readOpenStream(stream("a"), 1, 10);
  }

  private EventStore laterStore(boolean takesMetadata, Conversion conversion) {
    MessageTypes later =
        new MessageTypes(
            List.of(new MessageType(MessageKind.EVENT, "happened", 2, Happened.class, null)));
    Upcaster upcaster =
        new Upcaster(
            "u", MessageKind.EVENT, "happened", 1, 2, List.of(), takesMetadata, conversion);
    Upcasters all = new Upcasters(later, List.of(upcaster));
    MessageJson json = new MessageJson(later, () -> all);
    return new EventStore(log.dataSource, log.schema, json);
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

    assertThat(read)
        .extracting(RecordedMessage::payload)
        .containsExactlyElementsOf(
            metadata.stream()
                .map(each -> new Happened(each.id() + " " + each.occurredAt()))
                .toList());
    assertThat(read.get(0).message().metadata().typeVersion()).isEqualTo(2);
    assertThat(read.get(0).message().metadata().id()).isEqualTo(metadata.get(0).id());
  }

  @Test
  void brokenMetadataStopsNoOtherUpcaster() {
    breakMetadata();
    List<RecordedMessage> read =
        readThrough(
            false,
            (json, none) -> List.of(UpcastMessage.of("happened", 2, json.put("what", "" + none))));

    assertThat(read).extracting(RecordedMessage::payload).containsOnly(new Happened("null"));
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
