package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.Shop.Stock;
import dev.foliot.shop.ShopTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R21: an aggregate loads completely, however long its stream is. */
class LongStreamsIntegrationTests extends ShopTest {

  @ParameterizedTest
  @ValueSource(ints = {1_000, 1_005, 10_000, 100_000})
  void loadsToTheLastEvent(int events) {
    domain.process(new Receive("p1", 1));
    growTo(events);

    Stock stock = domain.repositoryFor(Stock.class).get("p1");

    assertThat(stock.version()).isEqualTo(events);
    assertThat(stock.available()).isEqualTo(events);
    domain.process(new Receive("p1", 1));
    assertThat(domain.repositoryFor(Stock.class).get("p1").version()).isEqualTo(events + 1L);
  }

  /** Copies the first event as often as it takes, within the database. */
  private void growTo(int events) {
    boolean h2 = !"postgres".equals(System.getProperty("foliot.test.database"));
    String numbers = h2 ? "system_range(2, %d) n(x)" : "generate_series(2, %d) n(x)";
    String position = h2 ? "position, " : "";
    String positionOf = h2 ? "m.position + n.x - 1, " : "";
    String id = h2 ? "random_uuid()" : "gen_random_uuid()";
    jdbc.execute(
        """
        insert into foliot_message (%skind, category, stream, stream_version, id, type, type_version,
          priority, lane, delivered_synchronously, payload, metadata, occurred_at,
          correlation_id)
        select %skind, category, stream, n.x, %s, type, type_version, priority, lane, false, payload,
          metadata, occurred_at, correlation_id
        from foliot_message m cross join"""
                .formatted(position, positionOf, id)
            + " "
            + numbers.formatted(events));
    if (h2) {
      jdbc.update(
          "update foliot_position set position = (select max(position) from foliot_message)");
    }
  }
}
