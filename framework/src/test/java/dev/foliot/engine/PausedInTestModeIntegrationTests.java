package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.EngineRun;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import org.junit.jupiter.api.Test;

/** The engine in test mode delivers nothing to a subscription that is paused, and says so. */
class PausedInTestModeIntegrationTests extends ShopTest {
  @Test
  void pausedSubscriptionGetsNothing() {
    domain.subscriptions().pause("reservation", "stock is counted");
    domain.process(new Place("o1", "p1", 1));

    EngineRun run = engine().run();

    assertThat(run.steps()).extracting(Step::subscription).contains("board-projector");
    assertThat(run.steps()).extracting(Step::subscription).doesNotContain("reservation");
    assertThat(run.paused()).containsExactly("reservation");
    assertThat(run.isQuiescent()).isFalse();
    assertThat(run).asString().endsWith("left:\n  paused: reservation, so it got nothing\n");
  }

  @Test
  void resumedSubscriptionGetsWhatCameMeanwhile() {
    domain.subscriptions().pause("reservation", "stock is counted");
    domain.process(new Place("o1", "p1", 1));
    engine().runUntilIdle();
    domain.subscriptions().resume("reservation");

    EngineRun run = engine().run();

    assertThat(run.steps()).extracting(Step::subscription).containsExactly("reservation");
    assertThat(run.paused()).isEmpty();
    assertThat(run.isQuiescent()).isTrue();
  }

  @Test
  void everySubscriptionMayBePaused() {
    EngineRun before = engine().run();
    before.subscriptions().forEach(each -> domain.subscriptions().pause(each, "a test"));
    domain.process(new Place("o1", "p1", 1));

    EngineRun run = engine().run();

    assertThat(run.steps()).isEmpty();
    assertThat(run.paused()).isEqualTo(run.subscriptions()).contains("board-projector", "hopper");
  }
}
