package dev.foliot.projection;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.springframework.orm.jpa.SharedEntityManagerCreator;

/**
 * Views of projections that are JPA entities.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class EntityViews implements Views {
  private final EntityManagerFactory factory;
  private final EntityManager entities;
  private final Supplier<ExplainMissingRow> missing;
  private final Supplier<Staleness> staleness;
  private final Map<Class<?>, View<?>> views = new ConcurrentHashMap<>();

  /** Reads the entities of this factory in the current transaction. */
  public EntityViews(
      EntityManagerFactory factory,
      Supplier<ExplainMissingRow> missing,
      Supplier<Staleness> staleness) {
    this.factory = factory;
    this.entities = SharedEntityManagerCreator.createSharedEntityManager(factory);
    this.missing = missing;
    this.staleness = staleness;
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
    if (!isEntity || !ProjectionDeclarations.isProjection(projection)) {
      throw Views.unknown(projection);
    }
    return new EntityView<>(factory, entities, projection, missing, staleness);
  }
}
