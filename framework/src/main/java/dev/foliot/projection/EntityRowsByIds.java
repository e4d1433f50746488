package dev.foliot.projection;

import jakarta.persistence.CacheRetrieveMode;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.hibernate.ReadOnlyMode;
import org.hibernate.Session;
import org.springframework.dao.DataAccessException;
import org.springframework.orm.jpa.hibernate.HibernateExceptionTranslator;

/**
 * Rows of projections that are JPA entities, by their ids. They come from the database, not from a
 * second-level cache, which may be outdated. A changed row is never written.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class EntityRowsByIds implements RowsByIds {
  private static final HibernateExceptionTranslator EXCEPTIONS = new HibernateExceptionTranslator();

  private final EntityManagerFactory factory;
  private final EntityManager entities;

  /**
   * @param entities Spring's shared entity manager, which joins the current transaction
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
      List<P> found = find(wanted);
      Map<Object, P> rows = new HashMap<>();
      for (int i = 0; i < wanted.size(); i++) {
        if (found.get(i) != null) {
          rows.put(wanted.get(i), found.get(i));
        }
      }
      return rows;
    }

    /** Reads the rows. An id that the database refuses is distinguished from an outage. */
    private List<P> find(List<?> wanted) {
      try {
        return entities
            .unwrap(Session.class)
            .findMultiple(type, wanted, CacheRetrieveMode.BYPASS, ReadOnlyMode.READ_ONLY);
      } catch (PersistenceException e) {
        DataAccessException translated = EXCEPTIONS.translateExceptionIfPossible(e);
        throw translated == null ? e : translated;
      }
    }

    @Override
    public Object idOf(P row) {
      return factory.getPersistenceUnitUtil().getIdentifier(row);
    }
  }
}
