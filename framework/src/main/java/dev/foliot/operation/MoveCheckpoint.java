package dev.foliot.operation;

import dev.foliot.engine.Deliveries;
import dev.foliot.engine.LayoutStore;
import dev.foliot.engine.SegmentLayout;
import dev.foliot.engine.Storage;
import dev.foliot.engine.Subscription;
import dev.foliot.engine.SubscriptionStore;
import dev.foliot.engine.SubscriptionStore.Checkpoint;
import dev.foliot.engine.SubscriptionStore.Registration;
import dev.foliot.eventstore.LogFilter;
import dev.foliot.handler.HandlerKind;
import dev.foliot.message.RecordedMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.CRC32;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Moves the checkpoints of a subscription, in two steps. A plan lists the repeated and skipped
 * messages, and has a confirmation. The move needs the confirmation, and is refused if the
 * subscription has changed since the plan. All lanes of all segments come to one position. Only
 * positions that are settled are targets: a checkpoint must never pass a message that is still
 * being committed (R20).
 */
final class MoveCheckpoint {
  private static final int PAGE = 1_000;

  private final Storage storage;
  private final Deliveries deliveries;
  private final JdbcClient jdbc;
  private final SubscriptionStore store;
  private final CountMessages count;

  MoveCheckpoint(Storage storage, Deliveries deliveries, SubscriptionStore store) {
    this.storage = storage;
    this.deliveries = deliveries;
    this.jdbc = storage.jdbc();
    this.store = store;
    this.count = new CountMessages(storage);
  }

  private record Held(String key, long position, int attempts, String status) {}

  /** Everything that a move changes; its checksum is the confirmation. */
  private record Situation(
      Registration registration,
      SegmentLayout layout,
      List<Checkpoint> checkpoints,
      List<Held> held,
      List<Long> ahead) {

    long lowest() {
      return checkpoints.stream().mapToLong(Checkpoint::position).min().orElse(0);
    }

    long highest() {
      return checkpoints.stream()
          .mapToLong(Checkpoint::position)
          .reduce(layout.furthest(), Math::max);
    }

    int heldAfter(long position) {
      return (int) held.stream().filter(each -> each.position() > position).count();
    }
  }

  MovePlan plan(Subscription subscription, CheckpointTarget target) {
    refuseCommands(subscription);
    return plan(
        subscription, target.toString(), positionOf(target), situation(subscription.name()));
  }

  /**
   * Refuses a move for submitted commands. Each of them runs once (R14); a command without a record
   * of its end would be repeated.
   */
  private static void refuseCommands(Subscription subscription) {
    if (subscription.handler().kind() == HandlerKind.SUBMITTED) {
      throw new IllegalArgumentException(
          "Nothing was moved: the subscription %s delivers submitted commands, and each of them runs once. Submit a command again to repeat it; cancel or discard a command to skip it."
              .formatted(subscription.name()));
    }
  }

  private MovePlan plan(Subscription subscription, String target, long to, Situation now) {
    long head = storage.log().head();
    CountMessages.Counts counts =
        count.between(
            subscription, now.registration(), now.layout(), now.checkpoints(), now.ahead(), to);
    return new MovePlan(
        subscription.name(),
        target,
        to,
        now.lowest(),
        now.highest(),
        counts.repeats(),
        counts.skips(),
        counts.repeats() == 0 ? null : count.firstAfter(subscription, to),
        now.heldAfter(to),
        now.held().size() - now.heldAfter(to),
        warnings(subscription, counts, to, head),
        confirmation(subscription.name(), now, to));
  }

  private long positionOf(CheckpointTarget target) {
    long end = storage.log().settledHead();
    if (target.instant() != null) {
      return Math.min(end, count.lastBefore(target.instant(), end));
    }
    Long position = target.position();
    if (position == null) {
      return end;
    }
    if (position > end) {
      throw new IllegalArgumentException(
          "A checkpoint cannot be moved to position %s: the log ends at position %s. Give end, or a position up to there."
              .formatted(position, end));
    }
    return position;
  }

  private List<String> warnings(
      Subscription subscription, CountMessages.Counts counts, long to, long head) {
    List<String> warnings = new ArrayList<>();
    if (counts.repeats() > 0) {
      warnings.add(
          "effects of the handler outside of this database happen again: mails, calls of other systems");
      if (subscription.handler().kind() == HandlerKind.PROJECTOR) {
        warnings.add(
            "rows of the projection stay: empty it first, while the subscription is paused, unless the projector can take each message twice");
      }
    }
    long archived = count.archivedAfter(subscription, to);
    if (to < head && archived > 0) {
      warnings.add(
          "%s archived message(s) of closed aggregates are not handled again".formatted(archived));
    }
    if (counts.repeats() > 0 && deliveries.synchronous()) {
      warnings.add(
          "this application delivers synchronously: let it take no commands until the subscription has caught up, or new messages overtake the repeated ones");
    }
    return warnings;
  }

  /** The move, in the transaction that has taken the segments. */
  MovePlan move(Subscription subscription, String confirmation) {
    String name = subscription.name();
    // 1. Check that nothing has changed since the plan.
    Situation now = situation(name);
    long to = positionIn(confirmation);
    if (to < 0 || !confirmation.equals(confirmation(name, now, to))) {
      throw new StaleMovePlanException(name, confirmation);
    }
    MovePlan plan = plan(subscription, "position " + to, to, now);
    // 2. Messages that were delivered synchronously are delivered again.
    if (to < now.highest()) {
      forgetSynchronous(subscription, to);
      forgetReceived(subscription, to, now.highest());
    }
    // 3. Forget the held keys and the messages done ahead, if they are read again.
    delete("foliot_held", name, " and position > " + to);
    delete("foliot_ahead", name, "");
    delete("foliot_former_segment", name, "");
    // 4. The checkpoints.
    jdbc.sql(
            "update %s set position = ? where subscription = ?"
                .formatted(storage.table("foliot_checkpoint")))
        .params(to, name)
        .update();
    return plan;
  }

  private void delete(String table, String subscription, String condition) {
    jdbc.sql("delete from %s where subscription = ?%s".formatted(storage.table(table), condition))
        .param(subscription)
        .update();
  }

  /** Forgets synchronous deliveries, because the subscription skips such messages (R18). */
  private void forgetSynchronous(Subscription subscription, long to) {
    long head = storage.log().head();
    if (count.synchronousBetween(subscription, to, head) > 0) {
      jdbc.sql(
              "update %s set since = ? where name = ? and since < ?"
                  .formatted(storage.table("foliot_subscription")))
          .params(head, subscription.name(), head)
          .update();
    }
  }

  /** Forgets messages in the inbox, because a subscriber skips the messages that its inbox has. */
  private void forgetReceived(Subscription subscription, long to, long upTo) {
    if (subscription.handler().kind() != HandlerKind.SUBSCRIBER) {
      return;
    }
    long position = to;
    List<RecordedMessage> page;
    do {
      page =
          storage.log().read(LogFilter.between(position, upTo, PAGE).kinds(subscription.kinds()));
      List<UUID> received = deliveries.inbox().idsOf(page);
      if (!received.isEmpty()) {
        position = page.get(page.size() - 1).position();
        jdbc.sql(
                "delete from %s where subscriber = :subscriber and message_id in (:ids)"
                    .formatted(storage.table("foliot_inbox")))
            .param("subscriber", subscription.name())
            .param("ids", received)
            .update();
      }
    } while (page.size() == PAGE);
  }

  private Situation situation(String subscription) {
    return new Situation(
        Objects.requireNonNull(store.findAll().get(subscription)),
        new LayoutStore(jdbc, storage.schema()).layout(subscription),
        store.checkpoints(subscription),
        held(subscription),
        jdbc.sql(
                """
                select distinct position from %s
                where subscription = ? order by position"""
                    .formatted(storage.table("foliot_ahead")))
            .param(subscription)
            .query(Long.class)
            .list());
  }

  private List<Held> held(String subscription) {
    return jdbc.sql(
            """
            select held_key, position, attempts, status from %s
            where subscription = ? order by position, held_key"""
                .formatted(storage.table("foliot_held")))
        .param(subscription)
        .query(
            (row, n) -> new Held(row.getString(1), row.getLong(2), row.getInt(3), row.getString(4)))
        .list();
  }

  private static String confirmation(String subscription, Situation now, long to) {
    var checksum = new CRC32();
    checksum.update((subscription + " " + now + " " + to).getBytes(StandardCharsets.UTF_8));
    return "%s-%08x".formatted(to, checksum.getValue());
  }

  private static long positionIn(String confirmation) {
    return confirmation.matches("\\d{1,18}-[0-9a-f]{8}")
        ? Long.parseLong(confirmation.substring(0, confirmation.indexOf('-')))
        : -1;
  }
}
