package dev.foliot.projection;

import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Views of projections that are JPA entities. */
public final class EntityViews implements Views {
  private final EntityManager entities;
  private final Map<Class<?>, View<?>> views = new ConcurrentHashMap<>();

  /**
   * @param entities Spring's shared one, which joins the current transaction
   */
  public EntityViews(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <P> View<P> of(Class<P> projection) {
    return (View<P>) views.computeIfAbsent(projection, this::create);
  }

  private View<?> create(Class<?> projection) {
    boolean isEntity =
        entities.getMetamodel().getEntities().stream()
            .anyMatch(entity -> entity.getJavaType() == projection);
    if (!isEntity) {
      throw Views.unknown(projection);
    }
    return new EntityView<>(entities, projection);
  }
}
