package dev.foliot.operation;

import dev.foliot.engine.EngineParts;
import dev.foliot.engine.Subscription;
import dev.foliot.handler.HandlerBean;
import java.util.List;
import java.util.Optional;

/** The subscriptions that handlers of this application belong to, by name. */
final class KnownSubscriptions {
  private final EngineParts parts;

  KnownSubscriptions(EngineParts parts) {
    this.parts = parts;
  }

  /** The handlers and upcasters are asked each time: they are known when all beans exist. */
  Optional<Subscription> find(String name) {
    return parts.handlers().subscriptions().stream()
        .filter(handler -> handler.name().equals(name))
        .findFirst()
        .map(this::subscription);
  }

  /** Their names. */
  List<String> names() {
    return parts.handlers().subscriptions().stream().map(HandlerBean::name).sorted().toList();
  }

  private Subscription subscription(HandlerBean handler) {
    return new Subscription(handler, parts.settings().of(handler.name()), parts.upcasters().get());
  }
}
