package dev.foliot.operation;

import dev.foliot.engine.Deliveries;
import dev.foliot.engine.EngineSettings;
import dev.foliot.engine.Subscription;
import dev.foliot.handler.HandlerBean;
import java.util.List;
import java.util.Optional;

/** The subscriptions that handlers of this application belong to, by name. */
final class KnownSubscriptions {
  private final Deliveries deliveries;
  private final EngineSettings settings;

  KnownSubscriptions(Deliveries deliveries, EngineSettings settings) {
    this.deliveries = deliveries;
    this.settings = settings;
  }

  /**
   * Finds a subscription. The handlers and upcasters are read each time, because they are known
   * only when all beans exist.
   */
  Optional<Subscription> find(String name) {
    return deliveries.handlers().subscriptions().stream()
        .filter(handler -> handler.name().equals(name))
        .findFirst()
        .map(this::subscription);
  }

  /** Whether an inline projector has this name. It has no subscription. */
  boolean isInline(String name) {
    return deliveries.handlers().inline().stream().anyMatch(each -> each.name().equals(name));
  }

  /** All of them. */
  List<Subscription> all() {
    return deliveries.handlers().subscriptions().stream().map(this::subscription).toList();
  }

  /** Their names. */
  List<String> names() {
    return deliveries.handlers().subscriptions().stream().map(HandlerBean::name).sorted().toList();
  }

  private Subscription subscription(HandlerBean handler) {
    return new Subscription(handler, settings.of(handler.name()), deliveries.upcasters().get());
  }
}
