package dev.foliot.observation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.Around;
import dev.foliot.handler.DeliveryAttempt;
import dev.foliot.handler.HandlerKind;
import dev.foliot.message.Lane;
import dev.foliot.message.Message;
import dev.foliot.message.Metadata;
import dev.foliot.message.Priority;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogContextTests {
  private final DeliveryAttempt placed =
      new DeliveryAttempt(
          "stock",
          HandlerKind.EVENT,
          Lane.PRIMARY,
          "order",
          "o1",
          3,
          metadata("placed", 1),
          1,
          1,
          List.of(new UUID(0, 1)));
  private final Message reserve = new Message("payload", metadata("reserve", 2));

  @BeforeEach
  void begin() {
    MDC.clear();
    MDC.put("mine", "stays");
  }

  @AfterEach
  void end() {
    MDC.clear();
  }

  private static Metadata metadata(String type, int id) {
    return new Metadata(
        new UUID(0, id),
        "correlation-" + id,
        null,
        Priority.NORMAL,
        Instant.EPOCH,
        type,
        1,
        null,
        null,
        Map.of("header", "secret"));
  }

  private static Map<String, @Nullable String> mdc() {
    return new TreeMap<>(MDC.getCopyOfContextMap());
  }

  @Test
  void saysWhichMessageWhichHandler() {
    Around.Scope scope = LogContext.ofDeliveries().enter(placed);

    assertThat(mdc())
        .containsExactly(
            Map.entry("foliot.correlation-id", "correlation-1"),
            Map.entry("foliot.message-id", new UUID(0, 1).toString()),
            Map.entry("foliot.message-type", "placed"),
            Map.entry("foliot.stream", "order-o1"),
            Map.entry("foliot.subscription", "stock"),
            Map.entry("mine", "stays"));
    scope.exit();
    assertThat(mdc()).containsExactly(Map.entry("mine", "stays"));
  }

  // a command that a handler sends is still the work of its subscription, but has no stream
  @Test
  void nestedCommandGivesEverythingBack() {
    Around.Scope outer = LogContext.ofDeliveries().enter(placed);
    Map<String, @Nullable String> before = mdc();

    Around.Scope inner = LogContext.ofCommands().enter(reserve);

    assertThat(mdc())
        .containsEntry("foliot.message-type", "reserve")
        .containsEntry("foliot.correlation-id", "correlation-2")
        .containsEntry("foliot.subscription", "stock")
        .doesNotContainKey("foliot.stream");
    inner.exit();
    assertThat(mdc()).isEqualTo(before);
    outer.exit();
  }

  @Test
  void namesAllItsKeys() {
    Around.Scope scope = LogContext.ofDeliveries().enter(placed);

    assertThat(mdc().keySet())
        .filteredOn(key -> key.startsWith("foliot."))
        .containsExactlyInAnyOrderElementsOf(List.copyOf(LogContext.KEYS));
    scope.exit();
  }
}
