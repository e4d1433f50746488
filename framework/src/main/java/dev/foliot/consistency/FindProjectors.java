package dev.foliot.consistency;

import dev.foliot.engine.EngineParts;
import dev.foliot.engine.Subscription;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerKind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Finds the subscriptions that fill projections. */
final class FindProjectors {
  private final EngineParts parts;
  private final Map<HandlerBean, Subscription> subscriptions = new ConcurrentHashMap<>();

  FindProjectors(EngineParts parts) {
    this.parts = parts;
  }

  /**
   * The subscriptions of the projectors of these projections; of all projectors if none is given.
   * Projectors that run before the commit are left out: inline ones, and in synchronous mode all.
   *
   * @throws IllegalArgumentException if one of the classes has no projector
   */
  List<Subscription> of(Collection<Class<?>> projections) {
    projections.forEach(this::requireProjector);
    return parts.deliveries().synchronous()
        ? List.of()
        : projectors()
            .filter(bean -> !bean.isInline())
            .filter(bean -> projections.isEmpty() || fillsAny(bean, projections))
            .map(this::subscription)
            .toList();
  }

  private void requireProjector(Class<?> projection) {
    if (projectors().noneMatch(bean -> fillsAny(bean, List.of(projection)))) {
      throw new IllegalArgumentException(
          "A read of %s cannot wait for a token: no @Projector of this application fills it. Name the projections that it is read from: domain.await(token, timeout, …)."
              .formatted(projection.getName()));
    }
  }

  private Stream<HandlerBean> projectors() {
    return parts.deliveries().handlers().all().stream()
        .filter(bean -> bean.kind() == HandlerKind.PROJECTOR);
  }

  private static boolean fillsAny(HandlerBean bean, Collection<Class<?>> projections) {
    return bean.projection().filter(projections::contains).isPresent();
  }

  private Subscription subscription(HandlerBean bean) {
    return subscriptions.computeIfAbsent(
        bean,
        each ->
            new Subscription(
                each, parts.settings().of(each.name()), parts.deliveries().upcasters().get()));
  }
}
