package dev.foliot.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.Inspected.Ordered;
import dev.foliot.message.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryListenerTests {
  @Test
  void oneThatThrowsKeepsOthersFromNothing() {
    List<Delivery> heard = new ArrayList<>();
    DeliveryListener all =
        DeliveryListener.all(
            List.of(
                delivery -> {
                  throw new IllegalStateException("a listener's own bug");
                },
                heard::add));
    Delivery delivery =
        new Delivery(
            "s",
            HandlerKind.EVENT,
            Lane.PRIMARY,
            "order",
            "o1",
            1,
            Inspected.metadata(Ordered.class),
            new Ordered("o1"),
            1,
            Outcome.HANDLED,
            null,
            Duration.ZERO);

    all.delivered(delivery);

    assertThat(heard).containsExactly(delivery);
  }
}
