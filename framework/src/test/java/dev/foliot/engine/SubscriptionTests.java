package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SubscriptionTests {

  // R25: a key that no column takes would hold up its whole segment
  @Test
  void keysFitTheirColumn() {
    String longKey = "k".repeat(5_000);

    assertThat(Subscription.storable("order-42")).isEqualTo("order-42");
    assertThat(Subscription.storable(longKey)).hasSizeLessThanOrEqualTo(700).startsWith("kkk");
    assertThat(Subscription.storable(longKey + "a"))
        .isNotEqualTo(Subscription.storable(longKey + "b"));
    assertThat(Subscription.storable("a\0b")).doesNotContain("\0");
  }
}
