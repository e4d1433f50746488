package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.CommandOptions;
import dev.foliot.handler.Delivery;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.message.Priority;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a random run of the shop's engine has handled, held against what is in the log. */
final class HandledMessages implements DeliveryListener {
  private final List<Delivery> deliveries = new ArrayList<>();

  @Override
  public void delivered(Delivery delivery) {
    deliveries.add(delivery);
  }

  static CommandOptions anyLane(Random random) {
    return random.nextBoolean()
        ? CommandOptions.priority(Priority.BACKFILL)
        : CommandOptions.none();
  }

  /** Each subscription has had each of its messages once, and those of an order in order. */
  void assertOnceAndInOrder(JdbcTemplate jdbc, int orders, long seed) {
    assertThat(handled(jdbc, "reservation"))
        .as("seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(logged(jdbc, "'placed', 'cancelled'"));
    assertThat(handled(jdbc, "board-projector"))
        .as("seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(logged(jdbc, "'placed', 'cancelled', 'reserved'"));
    for (int i = 0; i < orders; i++) {
      List<Long> ofOrder =
          jdbc.queryForList(
              "select position from foliot_message where kind = 1 and payload like ?",
              Long.class,
              "%\"o" + i + "\"%");
      for (String subscription : List.of("reservation", "board-projector")) {
        assertThat(handled(jdbc, subscription).stream().filter(ofOrder::contains).toList())
            .as("seed %d: %s of o%d", seed, subscription, i)
            .isSorted();
      }
    }
  }

  /** The positions of what was handled, in the order in which it was committed. */
  private List<Long> handled(JdbcTemplate jdbc, String subscription) {
    Map<UUID, Long> positions = new HashMap<>();
    jdbc.query(
        "select id, position from foliot_message where kind = 1",
        row -> {
          positions.put(row.getObject(1, UUID.class), row.getLong(2));
        });
    return deliveries.stream()
        .filter(each -> each.outcome() == Outcome.HANDLED)
        .filter(each -> each.subscription().equals(subscription))
        .map(each -> positions.get(each.metadata().id()))
        .toList();
  }

  private static List<Long> logged(JdbcTemplate jdbc, String types) {
    return jdbc.queryForList(
        "select position from foliot_message where kind = 1 and type in (" + types + ")",
        Long.class);
  }
}
