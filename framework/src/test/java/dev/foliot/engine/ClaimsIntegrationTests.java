package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** R24 and R28: a delivery commits with its checkpoint or not at all, and only for the owner. */
class ClaimsIntegrationTests extends ShopTest {

  // R28: the owner loses its segment while the handler runs
  @Test
  void ownerThatLostItsSegmentCannotCommit() {
    domain.process(new Place("o1", "p1", 1));
    faults.during("board", "o1", this::takeSegmentsOver);

    assertThatThrownBy(() -> engine().run())
        .isInstanceOf(SegmentLostException.class)
        .hasMessageContaining("Segment 0 of subscription board-projector was taken over");

    assertThat(domain.viewFor(Board.class).count()).isZero();
    faults.reset();
    engine().run();
    assertThat(domain.viewFor(Board.class).count()).isEqualTo(1);
  }

  // R29: what was only passed over is saved at the end, so that a restart does not read it again
  @Test
  void savesWhatWasPassedOverAtTheEnd() {
    domain.process(new Receive("p1", 10));

    engine().run();

    assertThat(jdbc.queryForList("select distinct position from foliot_checkpoint", Long.class))
        .containsExactly(
            jdbc.queryForObject("select max(position) from foliot_message", Long.class));
    assertThat(jdbc.queryForList("select owner from foliot_segment", String.class))
        .containsOnlyNulls();
    assertThat(jdbc.queryForObject("select count(*) from foliot_node", Long.class)).isZero();
  }

  // R28: an operator's change takes the segments from whoever owns them
  @Test
  void ownerOfBeforeAChangeCannotCommit() {
    domain.process(new Place("o1", "p1", 1));
    faults.during("board", "o1", () -> take("board-projector"));

    assertThatThrownBy(() -> engine().run()).isInstanceOf(SegmentLostException.class);

    assertThat(domain.viewFor(Board.class).count()).isZero();
    assertThat(tokens("foliot_checkpoint")).containsOnly(tokens("foliot_segment").get(0));
    faults.reset();
    engine().run();
    assertThat(domain.viewFor(Board.class).count()).isEqualTo(1);
  }

  private void take(String subscription) {
    EngineParts parts = node.parts();
    SubscriptionStore store =
        new SubscriptionStore(parts.storage().jdbc(), parts.storage().schema());
    parts.storage().transactions().doInNew(() -> store.take(subscription));
  }

  private List<Long> tokens(String table) {
    return jdbc.queryForList(
        "select token from " + table + " where subscription = 'board-projector'", Long.class);
  }

  private void takeSegmentsOver() {
    EngineOf.copy(node, settings -> settings).open(delivery -> {}, () -> 0.5);
  }
}
