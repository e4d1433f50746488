package dev.foliot.projection;

import jakarta.persistence.CacheRetrieveMode;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.hibernate.Session;

/**
 * Rows of projections that are JPA entities, by their ids. They come from the database, not from a
 * second-level cache that another node may have outdated.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class EntityRowsByIds implements RowsByIds {
  private final EntityManagerFactory factory;
  private final EntityManager entities;

  /**
   * @param entities Spring's shared one, which joins the current transaction
   */
  public EntityRowsByIds(EntityManagerFactory factory, EntityManager entities) {
    this.factory = factory;
    this.entities = entities;
  }

  @Override
  public <P> Optional<RowsById<P>> of(Class<P> projection, View<P> view) {
    return view instanceof EntityView ? Optional.of(new OfEntity<>(projection)) : Optional.empty();
  }

  private final class OfEntity<P> implements RowsById<P> {
    private final Class<P> type;

    OfEntity(Class<P> type) {
      this.type = type;
    }

    @Override
    public Map<Object, P> findAllById(Collection<?> ids) {
      List<?> wanted = List.copyOf(ids);
      List<P> found =
          entities.unwrap(Session.class).findMultiple(type, wanted, CacheRetrieveMode.BYPASS);
      Map<Object, P> rows = new HashMap<>();
      for (int i = 0; i < wanted.size(); i++) {
        if (found.get(i) != null) {
          rows.put(wanted.get(i), found.get(i));
        }
      }
      return rows;
    }

    @Override
    public Object idOf(P row) {
      return factory.getPersistenceUnitUtil().getIdentifier(row);
    }
  }
}
