package dev.foliot.rebuild;

import dev.foliot.engine.EngineParts;
import dev.foliot.engine.Subscription;
import dev.foliot.handler.HandlerBean;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The projections of this application, with the subscriptions that fill them. */
final class RebuiltProjections {
  private final EngineParts parts;
  private final Function<Class<?>, List<String>> tables;

  /**
   * @param tables finds the tables of a projection
   */
  RebuiltProjections(EngineParts parts, Function<Class<?>, List<String>> tables) {
    this.parts = parts;
    this.tables = tables;
  }

  /**
   * A projection.
   *
   * @param subscriptions by name, in the order of the names
   */
  record RebuiltProjection(Class<?> type, Map<String, Subscription> subscriptions) {
    String name() {
      return type.getName();
    }
  }

  /** All projections, in the order of their names. */
  List<RebuiltProjection> all() {
    Map<String, RebuiltProjection> found = new TreeMap<>();
    for (HandlerBean handler : parts.deliveries().handlers().subscriptions()) {
      handler
          .projection()
          .ifPresent(
              type ->
                  found
                      .computeIfAbsent(
                          type.getName(), name -> new RebuiltProjection(type, new TreeMap<>()))
                      .subscriptions()
                      .put(handler.name(), subscription(handler)));
    }
    return List.copyOf(found.values());
  }

  private Subscription subscription(HandlerBean handler) {
    return new Subscription(
        handler, parts.settings().of(handler.name()), parts.deliveries().upcasters().get());
  }

  Optional<RebuiltProjection> find(String projection) {
    return all().stream().filter(each -> each.name().equals(projection)).findFirst();
  }

  /**
   * The projection of a class.
   *
   * @throws IllegalArgumentException if no projector fills it
   * @throws RebuildRefusedException if an inline projector fills it
   */
  RebuiltProjection require(Class<?> projection) {
    refuseInline(projection);
    return find(projection.getName())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No @Projector of this application fills %s. Give the class that a @Projector names."
                        .formatted(projection.getName())));
  }

  /**
   * The projection that a projector fills.
   *
   * @param name the name of its subscription
   * @throws IllegalArgumentException if there is no such projector
   * @throws RebuildRefusedException if this projector, or another one of the projection, is inline
   */
  RebuiltProjection require(String name) {
    inline().filter(each -> each.name().equals(name)).forEach(RebuiltProjections::refuse);
    RebuiltProjection found = filledBy(name);
    refuseInline(found.type());
    return found;
  }

  /**
   * Refuses a projection with an inline projector: no subscription could fill its rows again, so a
   * switch would lose them.
   */
  void refuseInline(Class<?> projection) {
    inlineOf(projection).forEach(RebuiltProjections::refuse);
  }

  /** Whether an inline projector fills the projection, alone or beside others. */
  boolean isInline(Class<?> projection) {
    return inlineOf(projection).findAny().isPresent();
  }

  private Stream<HandlerBean> inlineOf(Class<?> projection) {
    return inline().filter(each -> each.projection().filter(projection::equals).isPresent());
  }

  private Stream<HandlerBean> inline() {
    return parts.deliveries().handlers().inline().stream();
  }

  private static void refuse(HandlerBean inline) {
    throw RebuildRefusedException.inline(
        inline.projection().orElseThrow().getName(), inline.name());
  }

  private RebuiltProjection filledBy(String name) {
    return all().stream()
        .filter(each -> each.subscriptions().containsKey(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No @Projector of this application has the name %s; known are %s."
                        .formatted(
                            name,
                            all().stream()
                                .flatMap(each -> each.subscriptions().keySet().stream())
                                .toList())));
  }

  /** The subscription of a projector of this application. */
  Optional<Subscription> subscription(String name) {
    return all().stream()
        .flatMap(each -> each.subscriptions().values().stream())
        .filter(each -> each.name().equals(name))
        .findFirst();
  }

  /** The tables of a projection, as the database stores their names. */
  List<String> tablesOf(RebuiltProjection projection) {
    return tables.apply(projection.type());
  }
}
