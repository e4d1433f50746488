package dev.foliot.integrity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.LogArchive;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.SchemaInitializer;
import dev.foliot.eventstore.StreamName;
import dev.foliot.integrity.LogProblem.Kind;
import dev.foliot.message.Lane;
import dev.foliot.message.Message;
import dev.foliot.message.MessageFactory;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.TimeOrderedIds;
import dev.foliot.message.Tombstone;
import dev.foliot.message.TraceContext;
import dev.foliot.message.Upcasters;
import dev.foliot.personaldata.CachedKeys;
import dev.foliot.personaldata.KeysUnavailableException;
import dev.foliot.personaldata.PersonalDataKeys;
import dev.foliot.personaldata.SealPayloads;
import dev.foliot.personaldata.SubjectKey;
import dev.foliot.testsupport.TestDatabases;
import dev.foliot.time.SteppableClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Each test damages a log of its own by hand. */
class VerifyLogIntegrationTests {
  private static final DataSource DATABASE = TestDatabases.ofSuite();
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  record Happened(int number) {}

  private static final MessageTypes TYPES =
      new MessageTypes(
          List.of(new MessageType(MessageKind.EVENT, "happened", 1, Happened.class, null)));

  private final String schemaName = "checked_" + SCHEMAS.incrementAndGet();
  private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE);
  private final SteppableClock clock = new SteppableClock(Instant.parse("2026-11-01T10:00:00Z"));
  private final MessageFactory factory =
      new MessageFactory(TYPES, new TimeOrderedIds(clock), clock, TraceContext.NONE);
  private final MessageJson json = new MessageJson(TYPES);
  private EventStore store;
  private FoliotSchema schema;

  @BeforeEach
  void createTables() {
    new SchemaInitializer(DATABASE, schemaName).initialize();
    schema = FoliotSchema.of(DATABASE, schemaName);
    store = new EventStore(DATABASE, schemaName, json);
  }

  private LogReport verify() {
    return new VerifyLog(store, DATABASE, schema).run();
  }

  /** Streams a to c of three versions each, the last one closed and archived. */
  private void threeStreams() {
    for (String id : List.of("a", "b", "c")) {
      append(id, 1, 2, 3);
    }
    append(tombstone("c", 4));
    archive("c", 3);
  }

  private void append(String id, long... versions) {
    List<NewMessage> events = new ArrayList<>();
    for (long version : versions) {
      Message message = factory.raised(new Happened((int) version), null, null);
      events.add(
          new NewMessage(MessageKind.EVENT, stream(id), version, message, Lane.PRIMARY, false));
    }
    append(events.toArray(NewMessage[]::new));
  }

  private NewMessage tombstone(String id, long version) {
    Message message = factory.raised(new Tombstone("left"), null, null);
    return new NewMessage(MessageKind.TOMBSTONE, stream(id), version, message, Lane.PRIMARY, false);
  }

  private static StreamName stream(String id) {
    return new StreamName("thing", id);
  }

  private void append(NewMessage... messages) {
    inTransaction(() -> store.append(List.of(messages)));
  }

  private void archive(String id, long toVersion) {
    inTransaction(() -> new LogArchive(DATABASE, schema, json).move(stream(id), toVersion));
  }

  private void inTransaction(Runnable work) {
    new TransactionTemplate(new JdbcTransactionManager(DATABASE))
        .executeWithoutResult(status -> work.run());
  }

  /** SQL with LOG, ARCHIVE, SNAPSHOT and CHECKPOINT for the tables. */
  private void damage(String sql) {
    jdbc.execute(
        sql.replace("LOG", schema.table("foliot_message"))
            .replace("ARCHIVE", schema.table("foliot_message_archive"))
            .replace("SNAPSHOT", schema.table("foliot_snapshot"))
            .replace("CHECKPOINT", schema.table("foliot_checkpoint")));
  }

  private static void assertFound(LogReport report, Kind kind, String... texts) {
    assertThat(report.isSound()).isFalse();
    assertThat(report.problems())
        .containsExactlyElementsOf(
            List.of(texts).stream().map(text -> new LogProblem(kind, text)).toList());
  }

  @Test
  void findsNothingWrongWithASoundLog() {
    threeStreams();

    LogReport report = verify();

    assertThat(report.problems()).isEmpty();
    assertThat(report.isSound()).isTrue();
    assertThat(report).hasToString("10 messages were read; the log is sound.");
    assertThat(new LogReport(0, List.of(), java.util.Map.of()).isSound()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 100})
  void findsGapsWhateverThePage(int page) { // R19
    threeStreams();
    append("d", 1, 2, 3, 4, 5, 6);
    damage("delete from LOG where stream = 'a' and stream_version = 1");
    damage("delete from ARCHIVE where stream_version = 2");
    damage("delete from LOG where stream = 'd' and stream_version in (3, 4, 5)");

    LogReport report = new VerifyLog(store, jdbc, schema, page).run();

    assertFound(
        report,
        Kind.VERSION_GAP,
        "Stream thing-a lacks the versions from 1 to 1",
        "Stream thing-c lacks the versions from 2 to 2",
        "Stream thing-d lacks the versions from 3 to 5");
    assertThat(report.toString())
        .startsWith(
            "11 messages were read; the log has problems:\nVERSION_GAP. Restore the missing")
        .contains("\n  - Stream thing-a lacks the versions from 1 to 1\n");
  }

  @Test
  void findsVersionsThatAreThereTwice() { // R5
    threeStreams();
    damage("alter table LOG drop constraint foliot_message_version");
    damage("update LOG set stream_version = 2 where stream = 'a' and stream_version = 3");

    assertFound(verify(), Kind.DUPLICATE_VERSION, "Stream thing-a has version 2 twice");
  }

  @Test
  void findsVersionsInTheWrongPlaces() { // R20
    threeStreams();
    damage("update LOG set stream_version = 1000 where stream = 'a' and stream_version = 2");
    damage("update LOG set stream_version = 2 where stream = 'a' and stream_version = 3");
    damage("update LOG set stream_version = 3 where stream = 'a' and stream_version = 1000");

    assertFound(
        verify(),
        Kind.VERSION_ORDER,
        "Stream thing-a has version 3 at position 2, before version 2 at position 3");
  }

  @Test
  void findsWhatIsInTheLogAndTheArchive() {
    threeStreams();
    String columns =
        "position, kind, category, stream, stream_version, id, type, type_version, priority, lane, delivered_synchronously, payload, metadata, occurred_at, correlation_id";
    damage(
        "insert into ARCHIVE (%s) select %s from LOG where stream = 'b' and stream_version = 2"
            .formatted(columns, columns));

    LogReport report = verify();

    assertThat(report.counts())
        .containsOnlyKeys(Kind.DUPLICATE_VERSION, Kind.DUPLICATE_ID, Kind.ARCHIVED_BUT_OPEN);
    assertThat(report.problems())
        .extracting(LogProblem::text)
        .contains(
            "Stream thing-b has version 2 twice",
            "Stream thing-b has events in the archive, and no tombstone in the log");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 100})
  void findsIdsThatAreThereTwice(int page) { // R7
    threeStreams();
    damage("alter table LOG drop constraint foliot_message_id");
    damage(
        "update LOG set id = (select min(cast(id as varchar(36))) from LOG)::uuid where stream = 'b' and stream_version = 3");
    damage("update ARCHIVE set id = (select id from LOG where position = 4) where position = 7");

    LogReport report = new VerifyLog(store, jdbc, schema, page).run();

    assertThat(report.problems()).extracting(LogProblem::kind).containsOnly(Kind.DUPLICATE_ID);
    assertThat(report.problems())
        .extracting(each -> each.text().replaceAll("Message [-0-9a-f]+ ", ""))
        .containsExactly(
            "is at position 1 and at position 6", "is at position 4 and at position 7");
  }

  @Test
  void findsEventsAfterATombstone() {
    threeStreams();
    append("d", 1);
    append("e", 1);
    damage("update LOG set stream = 'c', stream_version = 5 where stream = 'd'");

    assertFound(
        verify(), Kind.AFTER_TOMBSTONE, "Stream thing-c was closed at version 4 and has version 5");
  }

  @Test
  void findsArchivedStreamsThatAreOpenAgain() {
    threeStreams();
    damage("delete from LOG where kind = 5");

    assertFound(
        verify(),
        Kind.ARCHIVED_BUT_OPEN,
        "Stream thing-c has events in the archive, and no tombstone in the log");
  }

  @Test
  void findsMessagesThatCannotBeRead() { // R27
    threeStreams();
    damage("update LOG set payload = '{' where stream = 'a' and stream_version = 1");
    damage("update LOG set type = 'gone' where stream = 'a' and stream_version = 2");
    damage("update LOG set metadata = '[' where stream = 'b' and stream_version = 1");
    damage("update ARCHIVE set type_version = 2 where stream_version = 3");

    LogReport report = verify();

    assertThat(report.counts()).containsOnlyKeys(Kind.UNREADABLE_MESSAGE);
    assertThat(report.problems())
        .extracting(LogProblem::text)
        .satisfiesExactly(
            first -> assertThat(first).startsWith("happened thing-a@1 (position 1, id "),
            second -> assertThat(second).contains("gone"),
            third -> assertThat(third).contains("its metadata is broken"),
            fourth -> assertThat(fourth).contains("knows versions up to 1"));
  }

  @Test
  void findsCheckpointsBeyondTheHead() {
    threeStreams();
    damage(
        "insert into CHECKPOINT (subscription, segment, lane, position, token) values ('board', 0, 1, 10, 1), ('mails', 2, 2, 11, 1)");

    assertFound(
        verify(),
        Kind.CHECKPOINT_AHEAD,
        "Subscription mails is at position 11 (segment 2, lane 2), and the log ends at position 10");
  }

  @Test
  void findsSnapshotsAheadOfTheirStream() {
    threeStreams();
    for (String row : List.of("'a', 3", "'b', 4", "'c', 3", "'d', 1")) {
      damage(
          "insert into SNAPSHOT (category, stream, version, fingerprint, state, taken_at) values ('thing', %s, 'f', '{}', current_timestamp)"
              .formatted(row));
    }

    assertFound(
        verify(),
        Kind.SNAPSHOT_AHEAD,
        "The snapshot of stream thing-b is of version 4, and its last event is of version 3",
        "The snapshot of stream thing-d is of version 1, and its last event is of version 0");
  }

  @Test
  void countsMoreThanItLists() {
    for (int i = 0; i < 1_100; i++) {
      append("s" + i, 2);
    }

    LogReport report = verify();

    assertThat(report.problems()).hasSize(1_000);
    assertThat(report.counts()).containsEntry(Kind.VERSION_GAP, 1_100L);
    assertThat(report.toString()).endsWith("\n  - and 100 more\n");
  }

  @Test
  void blocksNoWriter() {
    threeStreams();

    inTransaction(
        () -> {
          store.append(List.of(tombstone("a", 4)));
          LogReport meanwhile =
              java.util.concurrent.CompletableFuture.supplyAsync(this::verify).join();
          assertThat(meanwhile.isSound()).isTrue();
        });

    assertThat(verify().messages()).isEqualTo(11);
  }

  /** A key store that fails. */
  private record FailingKeys(RuntimeException failure) implements PersonalDataKeys {
    @Override
    public Map<String, SubjectKey> find(Set<String> subjects) {
      throw failure;
    }

    @Override
    public Map<String, SubjectKey> findOrCreate(Set<String> subjects) {
      return find(subjects);
    }

    @Override
    public boolean destroy(String subject) {
      return find(Set.of(subject)).isEmpty();
    }
  }

  @Test
  void outageOfAKeyStoreIsNoProblemOfTheLog() {
    VerifyLog verify = verifyWithKeys(new IllegalStateException("503"));

    assertThatThrownBy(verify::run).isInstanceOf(KeysUnavailableException.class);
  }

  @Test
  void brokenRowOfAKeyIsAProblemOfItsMessage() {
    VerifyLog verify = verifyWithKeys(new IncorrectResultSizeDataAccessException("two keys", 1, 2));

    assertThat(verify.run().problems())
        .extracting(LogProblem::kind)
        .containsExactly(Kind.UNREADABLE_MESSAGE);
  }

  private VerifyLog verifyWithKeys(RuntimeException failure) {
    append("a", 1);
    jdbc.update(
        "update %s set payload = '{\"number\":{\"$personal\":{\"subject\":\"p\",\"aes-256-gcm\":\"x\"}}}'"
            .formatted(schema.table("foliot_message")));
    CachedKeys keys =
        new CachedKeys(new FailingKeys(failure), 0, Duration.ZERO, Ticker.systemTicker());
    MessageJson sealed =
        new MessageJson(
            TYPES,
            () -> Upcasters.none(TYPES),
            mapper -> new SealPayloads(mapper, keys, new SecureRandom()));
    EventStore log = new EventStore(DATABASE, schemaName, sealed);

    return new VerifyLog(log, DATABASE, schema);
  }
}
