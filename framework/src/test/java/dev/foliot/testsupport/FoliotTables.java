package dev.foliot.testsupport;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/** Empties Foliot's tables between the tests that share a database. */
public final class FoliotTables {
  private static final List<String> OF_SUBSCRIPTIONS =
      List.of("foliot_subscription", "foliot_segment", "foliot_checkpoint");

  private static final List<String> OTHERS =
      List.of(
          "foliot_message",
          "foliot_message_archive",
          "foliot_snapshot",
          "foliot_inline",
          "foliot_node",
          "foliot_node_subscription",
          "foliot_ahead",
          "foliot_former_segment",
          "foliot_held",
          "foliot_discarded",
          "foliot_outbox",
          "foliot_inbox",
          "foliot_data_key",
          "foliot_timer",
          "foliot_schedule",
          "foliot_command",
          "foliot_process",
          "foliot_process_transition",
          "foliot_process_early",
          "foliot_rebuild",
          "foliot_rebuild_segment");

  private FoliotTables() {}

  /** All that a test writes; the table's own row of the position counter stays. */
  public static void empty(JdbcTemplate jdbc) {
    Stream.of(OF_SUBSCRIPTIONS, OTHERS)
        .flatMap(List::stream)
        .forEach(table -> jdbc.execute("delete from " + table));
  }

  /** No subscription is known any more, so that one registers anew, with other segments. */
  public static void forgetSubscriptions(JdbcTemplate jdbc) {
    OF_SUBSCRIPTIONS.forEach(table -> jdbc.execute("delete from " + table));
  }
}
