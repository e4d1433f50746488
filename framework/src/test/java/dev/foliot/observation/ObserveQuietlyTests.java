package dev.foliot.observation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.Around;
import dev.foliot.handler.Delivery;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.handler.HandlerKind;
import dev.foliot.message.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObserveQuietlyTests {
  private final List<String> seen = new ArrayList<>();

  private Around<String> noting(String name, @Nullable String traceParent) {
    return work -> {
      seen.add(name + " enters " + work);
      return new Around.Scope() {
        @Override
        public @Nullable String traceParent() {
          return traceParent;
        }

        @Override
        public void exit() {
          seen.add(name + " exits");
        }

        @Override
        public void end(String outcome, @Nullable Throwable error) {
          seen.add(name + " ends " + outcome);
        }
      };
    };
  }

  @Test
  void firstIsOutermost() {
    Around.Scope scope =
        ObserveQuietly.arounds(List.of(noting("log", null), noting("span", "trace"))).enter("work");

    assertThat(scope.traceParent()).isEqualTo("trace");
    scope.exit();
    scope.end("done", null);
    assertThat(seen)
        .containsExactly(
            "log enters work",
            "span enters work",
            "span exits",
            "log exits",
            "span ends done",
            "log ends done");
  }

  @Test
  void oneThatThrowsKeepsOthersFromNothing() {
    Around<String> doesNotEnter =
        work -> {
          throw new IllegalStateException("a bug of its own");
        };
    Around<String> doesNotExit =
        work ->
            () -> {
              throw new IllegalStateException("another one");
            };

    Around.Scope scope =
        ObserveQuietly.arounds(List.of(doesNotEnter, noting("log", null), doesNotExit))
            .enter("work");
    scope.exit();
    scope.end("done", null);

    assertThat(seen).containsExactly("log enters work", "log exits", "log ends done");
  }

  @Test
  void nothingIsAroundNothing() {
    Around<String> none = work -> Around.Scope.NONE;

    assertThat(ObserveQuietly.<String>arounds(List.of()).enter("work")).isSameAs(Around.Scope.NONE);
    assertThat(ObserveQuietly.arounds(List.of(none)).enter("work")).isSameAs(Around.Scope.NONE);
  }

  @Test
  void listenerThatThrowsKeepsOthersFromNothing() {
    List<Delivery> heard = new ArrayList<>();
    DeliveryListener all =
        ObserveQuietly.listeners(
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
            ObserveTests.metadata(null),
            "payload",
            1,
            Outcome.HANDLED,
            null,
            Duration.ZERO);

    all.delivered(delivery);

    assertThat(heard).containsExactly(delivery);
  }
}
