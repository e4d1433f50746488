package dev.foliot.observation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.Around;
import dev.foliot.handler.DeliveryAttempt;
import dev.foliot.handler.HandlerKind;
import dev.foliot.message.Lane;
import dev.foliot.message.Message;
import dev.foliot.message.Metadata;
import dev.foliot.message.Priority;
import dev.foliot.message.TraceContext;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObserveTests {
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final TestObservationRegistry registry = TestObservationRegistry.create();
  private final Message place = new Message("payload", metadata(null));

  static Metadata metadata(@Nullable String traceParent) {
    return new Metadata(
        new UUID(0, 1),
        "c1",
        null,
        Priority.NORMAL,
        Instant.EPOCH,
        "place",
        1,
        null,
        traceParent,
        Map.of());
  }

  @Test
  void isAroundTheWork() {
    Around.Scope scope = Observe.commands(registry, TraceContext.NONE).enter(place);

    assertThat(registry.getCurrentObservation()).isNotNull();
    scope.exit();
    assertThat(registry.getCurrentObservation()).isNull();
    TestObservationRegistryAssert.assertThat(registry).hasSingleObservationThat().isNotStopped();
    scope.end("conflict", new IllegalStateException("too slow"));
    TestObservationRegistryAssert.assertThat(registry)
        .hasSingleObservationThat()
        .hasNameEqualTo("foliot.command")
        .hasContextualNameEqualTo("process place")
        .hasLowCardinalityKeyValue("command", "place")
        .hasLowCardinalityKeyValue("outcome", "conflict")
        .hasHighCardinalityKeyValue("foliot.message.id", new UUID(0, 1).toString())
        .hasHighCardinalityKeyValue("foliot.correlation.id", "c1")
        .thenError()
        .hasMessage("too slow");
    TestObservationRegistryAssert.assertThat(registry).hasSingleObservationThat().hasBeenStopped();
  }

  @Test
  void nothingIsAroundIfNobodyObserves() {
    Around<Message> around = Observe.commands(ObservationRegistry.NOOP, TraceContext.NONE);

    assertThat(around.enter(place)).isSameAs(Around.Scope.NONE);
    assertThat(Observe.commands(ObservationRegistry.create(), TraceContext.NONE).enter(place))
        .as("nobody listens to the registry")
        .isSameAs(Around.Scope.NONE);
  }

  @Test
  void applicationsNameItTheirWay() {
    registry
        .observationConfig()
        .observationConvention(
            new CommandConvention() {
              @Override
              public String getName() {
                return "orders.command";
              }

              @Override
              public KeyValues getLowCardinalityKeyValues(CommandContext context) {
                return super.getLowCardinalityKeyValues(context).and("team", "shop");
              }
            });

    Around.Scope scope = Observe.commands(registry, TraceContext.NONE).enter(place);
    scope.exit();
    scope.end("success", null);

    TestObservationRegistryAssert.assertThat(registry)
        .hasSingleObservationThat()
        .hasNameEqualTo("orders.command")
        .hasLowCardinalityKeyValue("outcome", "success")
        .hasLowCardinalityKeyValue("team", "shop");
  }

  @Test
  void storedTraceIsReadByEachPropagator() {
    DeliveryContext context = new DeliveryContext(attempt(TRACE));

    assertThat(context.getGetter().get(metadata(TRACE), "traceparent")).isEqualTo(TRACE);
    assertThat(context.getGetter().get(metadata(TRACE), "b3"))
        .isEqualTo("0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1");
    assertThat(context.getGetter().get(metadata("of my own"), "b3")).isNull();
    assertThat(context.getGetter().get(metadata(TRACE), "tracestate")).isNull();
    assertThat(context.getGetter().get(metadata(null), "traceparent")).isNull();
  }

  private static DeliveryAttempt attempt(@Nullable String traceParent) {
    return new DeliveryAttempt(
        "stock",
        HandlerKind.EVENT,
        Lane.PRIMARY,
        "order",
        "o1",
        3,
        metadata(traceParent),
        2,
        1,
        List.of(metadata(traceParent).id()));
  }

  @Test
  void whatIsRaisedKnowsTheSpan() {
    Around.Scope scope = Observe.deliveries(registry, () -> TRACE).enter(attempt(null));

    assertThat(scope.traceParent()).isEqualTo(TRACE);
    scope.exit();
  }
}
