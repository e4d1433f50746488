package dev.foliot.test;

import dev.foliot.engine.ExpectedDelivery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A table that notes each call of a handler in the transaction of its delivery, so that the
 * database shows which calls took effect, even if their node died.
 */
final class DeliveryLedger {
  /** In lower case. */
  static final String TABLE = "foliot_simulation";

  private final JdbcTemplate jdbc;
  private final Set<Handled> skipped = new HashSet<>();
  private long noted;

  DeliveryLedger(DataSource dataSource) {
    this.jdbc = new JdbcTemplate(dataSource);
  }

  /** One message for one subscription. */
  private record Handled(String subscription, UUID messageId) {}

  /** One sequencing key of one subscription. */
  record KeyOf(String subscription, String key) {}

  /** The last handled message of a key, as far as the log was read. */
  private record Last(String message, long ordinal) {}

  void create() {
    jdbc.execute(
        """
        create table if not exists %s (
          ordinal bigint not null, subscription varchar(200) not null, message_id uuid not null)"""
            .formatted(TABLE));
  }

  void drop() {
    jdbc.execute("drop table if exists " + TABLE);
  }

  void clear() {
    jdbc.update("delete from " + TABLE);
    skipped.clear();
    noted = 0;
  }

  /** Notes that a handler is called, in the transaction of the delivery. */
  void handling(String subscription, UUID messageId) {
    jdbc.update(
        "insert into %s (ordinal, subscription, message_id) values (?, ?, ?)".formatted(TABLE),
        ++noted,
        subscription,
        messageId);
  }

  /** Notes that a handler skips the message. */
  void skipping(String subscription, UUID messageId) {
    skipped.add(new Handled(subscription, messageId));
  }

  /**
   * Returns the problems of the deliveries that took effect: a message not exactly once, or a key
   * out of order.
   *
   * @param expected in log order
   * @param held keys that wait behind a message: their messages may be missing
   */
  List<String> problems(Collection<ExpectedDelivery> expected, Set<KeyOf> held) {
    Map<Handled, List<Long>> effects = effects();
    Map<KeyOf, Last> lastOfKey = new HashMap<>();
    List<String> problems = new ArrayList<>();
    for (ExpectedDelivery each : expected) {
      Handled handled = new Handled(each.subscription(), each.messageId());
      List<Long> ordinals = effects.getOrDefault(handled, List.of());
      KeyOf key = new KeyOf(each.subscription(), each.key());
      boolean mayMiss = skipped.contains(handled) || held.contains(key);
      if (ordinals.size() > 1 || (ordinals.isEmpty() && !mayMiss)) {
        problems.add(
            "%s handled %s %s times, expected once"
                .formatted(each.subscription(), each.message(), ordinals.size()));
      }
      for (long ordinal : ordinals) {
        Last last = lastOfKey.put(key, new Last(each.message(), ordinal));
        if (last != null && ordinal < last.ordinal()) {
          problems.add(
              "%s handled %s before %s, which comes earlier in the log and has the same key %s"
                  .formatted(each.subscription(), each.message(), last.message(), each.key()));
        }
      }
    }
    return problems;
  }

  private Map<Handled, List<Long>> effects() {
    Map<Handled, List<Long>> effects = new LinkedHashMap<>();
    jdbc.query(
        "select ordinal, subscription, message_id from %s order by ordinal".formatted(TABLE),
        row -> {
          effects
              .computeIfAbsent(
                  new Handled(row.getString(2), row.getObject(3, UUID.class)),
                  each -> new ArrayList<>())
              .add(row.getLong(1));
        });
    return effects;
  }
}
