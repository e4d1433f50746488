package dev.foliot.engine;

import dev.foliot.eventstore.EventStore;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.message.Upcasters;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Engines like that of the application, with other settings. */
final class EngineOf {
  private EngineOf() {}

  static EngineNode copy(EngineNode node, UnaryOperator<EngineSettings> change) {
    return copy(node, node.parts().listener(), change);
  }

  static EngineNode copy(
      EngineNode node, DeliveryListener listener, UnaryOperator<EngineSettings> change) {
    return copy(node, listener, change, node.parts().synchronous());
  }

  /** As if the application had been started with the other way of event processing. */
  static EngineNode synchronous(EngineNode node, boolean synchronous) {
    return copy(node, node.parts().listener(), settings -> settings, synchronous);
  }

  /** As if a new version of the application had been started, which reads messages its way. */
  static EngineNode deployed(EngineNode node, EventStore log, Upcasters upcasters) {
    return copy(
        node,
        node.parts().listener(),
        settings -> settings,
        node.parts().synchronous(),
        log,
        () -> upcasters);
  }

  private static EngineNode copy(
      EngineNode node,
      DeliveryListener listener,
      UnaryOperator<EngineSettings> change,
      boolean synchronous) {
    EngineParts parts = node.parts();
    return copy(node, listener, change, synchronous, parts.log(), parts.upcasters());
  }

  private static EngineNode copy(
      EngineNode node,
      DeliveryListener listener,
      UnaryOperator<EngineSettings> change,
      boolean synchronous,
      EventStore log,
      Supplier<Upcasters> upcasters) {
    EngineParts parts = node.parts();
    return new EngineNode(
        new EngineParts(
            log,
            parts.schema(),
            parts.jdbc(),
            parts.transactions(),
            parts.handlers(),
            parts.types(),
            upcasters,
            parts.outbox(),
            parts.inbox(),
            parts.broker(),
            parts.outboxSettings(),
            change.apply(parts.settings()),
            synchronous,
            parts.clock(),
            listener,
            parts.aroundDeliveries(),
            parts.aroundRelays(),
            parts.threads(),
            "another-" + parts.node()));
  }

  static EngineSettings withBatchSize(EngineSettings settings, int size) {
    return with(settings, size, settings.standard().segments(), settings.pollInterval());
  }

  static EngineSettings with(
      EngineSettings settings, int batchSize, int segments, Duration pollInterval) {
    return new EngineSettings(
        new SubscriptionSettings(batchSize, segments, null, settings.standard().retry()),
        Map.of(),
        pollInterval,
        settings.maxConcurrency(),
        settings.laneMaxWait(),
        settings.shutdownTimeout(),
        settings.testMaxDeliveries());
  }
}
