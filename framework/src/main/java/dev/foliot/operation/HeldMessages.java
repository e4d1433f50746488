package dev.foliot.operation;

import dev.foliot.engine.LayoutStore;
import dev.foliot.engine.Storage;
import dev.foliot.engine.Subscription;
import dev.foliot.engine.SubscriptionStore;
import dev.foliot.eventstore.LogFilter;
import dev.foliot.eventstore.StreamName;
import dev.foliot.failure.ErrorText;
import dev.foliot.handler.SequencingKey;
import dev.foliot.message.RecordedMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The held messages of all nodes, for operators. A key that continues behind a handled message is
 * not listed, because it has no error and needs no person.
 */
final class HeldMessages {
  private static final int PAGE = 1_000;
  private static final int MAX_PAGES = 10;

  private final Storage storage;
  private final JdbcClient jdbc;
  private final KnownSubscriptions known;

  HeldMessages(Storage storage, KnownSubscriptions known) {
    this.storage = storage;
    this.jdbc = storage.jdbc();
    this.known = known;
  }

  private record Row(HeldMessage message, int segment, String stackTrace) {}

  private record Behind(long messages, boolean more) {}

  /**
   * The first held messages above a position, in the order of the log.
   *
   * @param parked whether to list the parked ones only
   */
  List<HeldMessage> list(String subscription, boolean parked, long after, int limit) {
    return jdbc.sql(
            """
            select * from %s
            where subscription = ? and position > ?
              and (status = 'parked' or (status = 'waiting' and not ?))
            order by position limit ?"""
                .formatted(storage.table("foliot_held")))
        .params(subscription, after, parked, limit)
        .query((row, n) -> row(row).message())
        .list();
  }

  /**
   * Lets parked and waiting messages be tried at once. The try counts as one more attempt.
   *
   * @param condition selects messages of the subscription
   * @return the number of messages
   */
  int retry(String subscription, String condition, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of(subscription));
    all.addAll(List.of(arguments));
    // The due time is the time of the failure, which has passed by the clocks of all nodes.
    return jdbc.sql(
            """
            update %s set status = 'waiting', next_attempt_at = last_failed_at
            where subscription = ? and status <> 'going_on'%s"""
                .formatted(storage.table("foliot_held"), condition))
        .params(all)
        .update();
  }

  /** One held message. */
  Optional<HeldMessage> message(String subscription, UUID messageId) {
    return row(subscription, messageId).map(Row::message);
  }

  /** The details of one held message. */
  Optional<HeldMessageDetails> find(String subscription, UUID messageId) {
    return row(subscription, messageId).map(this::details);
  }

  private Optional<Row> row(String subscription, UUID messageId) {
    return jdbc.sql(
            """
            select * from %s
            where subscription = ? and message_id = ? and status <> 'going_on'"""
                .formatted(storage.table("foliot_held")))
        .params(subscription, messageId)
        .query((row, n) -> row(row))
        .optional();
  }

  private static Row row(ResultSet row) throws SQLException {
    OffsetDateTime next = row.getObject("next_attempt_at", OffsetDateTime.class);
    HeldMessage message =
        new HeldMessage(
            row.getString("subscription"),
            row.getObject("message_id", UUID.class),
            row.getString("held_key"),
            row.getLong("position"),
            row.getString("message_type"),
            row.getString("category"),
            row.getString("stream"),
            row.getString("status").equals("parked"),
            row.getInt("attempts"),
            next == null ? null : next.toInstant(),
            row.getObject("first_failed_at", OffsetDateTime.class).toInstant(),
            row.getObject("last_failed_at", OffsetDateTime.class).toInstant(),
            row.getString("error_class"),
            row.getString("error_text"));
    return new Row(message, row.getInt("segment"), row.getString("stack_trace"));
  }

  private HeldMessageDetails details(Row row) {
    HeldMessage held = row.message();
    RecordedMessage stored = storage.log().find(held.messageId()).orElse(null);
    Behind behind = known.find(held.subscription()).map(each -> behind(each, row)).orElse(null);
    Reading reading = stored == null ? Reading.GONE : Reading.of(stored);
    return new HeldMessageDetails(
        held,
        stored == null ? null : stored.metadata().occurredAt(),
        stored == null ? null : stored.metadata().correlationId(),
        stored == null ? null : stored.storedJson(),
        reading.parts(),
        reading.unreadable(),
        row.stackTrace(),
        behind == null ? null : behind.messages(),
        behind != null && behind.more());
  }

  /** The message in its current form, or the reason why it cannot be read. */
  private record Reading(List<HeldMessageDetails.Part> parts, @Nullable String unreadable) {
    static final Reading GONE = new Reading(List.of(), "It is not stored any more.");

    static Reading of(RecordedMessage stored) {
      try {
        List<RecordedMessage> today = stored.withoutPersonalData().parts();
        today.forEach(RecordedMessage::payload);
        return new Reading(today.stream().map(Reading::part).toList(), null);
      } catch (Throwable unreadable) {
        return new Reading(List.of(), String.valueOf(ErrorText.message(stored.redact(unreadable))));
      }
    }

    private static HeldMessageDetails.Part part(RecordedMessage part) {
      return new HeldMessageDetails.Part(
          part.metadata().type(), part.metadata().typeVersion(), part.json());
    }
  }

  /** Counts later messages of the key, up to the last position where they were skipped. */
  private Behind behind(Subscription subscription, Row row) {
    HeldMessage held = row.message();
    SubscriptionStore store = new SubscriptionStore(jdbc, storage.schema());
    long since = Objects.requireNonNull(store.findAll().get(held.subscription())).since();
    long upTo =
        new LayoutStore(jdbc, storage.schema())
            .layout(held.subscription())
            .furthest(held.key(), primaryPosition(held.subscription(), row.segment()));
    long position = held.position();
    long found = 0;
    for (int pages = 0; pages < MAX_PAGES; pages++) {
      List<RecordedMessage> page = read(subscription, held, position, upTo);
      for (RecordedMessage message : page) {
        position = message.position();
        if (subscription.wants(message, since)
            && subscription.reportedKeyOf(message).equals(held.key())) {
          found++;
        }
      }
      if (page.size() < PAGE) {
        return new Behind(found, false);
      }
    }
    return new Behind(found, true);
  }

  private List<RecordedMessage> read(
      Subscription subscription, HeldMessage held, long after, long upTo) {
    LogFilter later =
        LogFilter.between(after, upTo, PAGE)
            .kinds(subscription.kinds())
            .excludedTypes(subscription.unwantedTypes());
    boolean isStream = subscription.handler().sequencingKey() == SequencingKey.STREAM;
    return storage
        .log()
        .read(
            isStream
                ? later.streams(Set.of(new StreamName(held.category(), held.streamId())))
                : later);
  }

  private long primaryPosition(String subscription, int segment) {
    return jdbc.sql(
            """
            select max(position) from %s
            where subscription = ? and segment = ?"""
                .formatted(storage.table("foliot_checkpoint")))
        .params(subscription, segment)
        .query(Long.class)
        .single();
  }
}
