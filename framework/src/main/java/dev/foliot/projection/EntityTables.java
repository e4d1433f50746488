package dev.foliot.projection;

import jakarta.persistence.EntityManagerFactory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.hibernate.engine.spi.CascadeStyle;
import org.hibernate.engine.spi.CascadingActions;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.MappingMetamodel;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.persister.entity.UnionSubclassEntityPersister;
import org.hibernate.type.CollectionType;
import org.hibernate.type.ComponentType;
import org.hibernate.type.EntityType;
import org.hibernate.type.Type;

/**
 * Finds the tables of a projection that is a JPA entity in Hibernate's mapping: its own table,
 * tables of subclasses, secondary tables, tables of collections, and tables of entities that are
 * persisted by cascade.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class EntityTables implements ProjectionTables {
  private final EntityManagerFactory entities;

  public EntityTables(EntityManagerFactory entities) {
    this.entities = entities;
  }

  @Override
  public TableNames of(Class<?> projection) {
    SessionFactoryImplementor hibernate = entities.unwrap(SessionFactoryImplementor.class);
    EntityPersister entity = hibernate.getMappingMetamodel().findEntityDescriptor(projection);
    if (entity == null) {
      return TableNames.NONE;
    }
    Search search = new Search(hibernate);
    search.visit(entity);
    return search.found();
  }

  /** One search through the mapping. */
  private static final class Search {
    private final SessionFactoryImplementor hibernate;
    private final MappingMetamodel mapping;
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> inSchema = new LinkedHashSet<>();
    private final Set<String> visited = new LinkedHashSet<>();
    private final Set<String> problems = new LinkedHashSet<>();

    Search(SessionFactoryImplementor hibernate) {
      this.hibernate = hibernate;
      this.mapping = hibernate.getMappingMetamodel();
      if (hibernate.getSessionFactoryOptions().isQueryCacheEnabled()) {
        problems.add(
            "Hibernate's query cache would still return the former rows. Set hibernate.cache.use_query_cache=false, or rebuild the projection in place.");
      }
    }

    TableNames found() {
      if (!inSchema.isEmpty()) {
        problems.add(
            "The mapping names the schema of %s, so shadow tables cannot be used in their place. Leave the schema out of the mapping, or rebuild the projection in place."
                .formatted(String.join(", ", inSchema)));
      }
      return new TableNames(List.copyOf(names), List.copyOf(problems));
    }

    void visit(EntityPersister entity) {
      if (!entity.getRootEntityName().equals(entity.getEntityName())) {
        problems.add(
            "Entity %s shares its tables with its superclass %s. Declare the superclass as the projection, or rebuild in place."
                .formatted(
                    entity.getJpaEntityName(),
                    mapping.getEntityDescriptor(entity.getRootEntityName()).getJpaEntityName()));
      }
      mapping.forEachEntityDescriptor(
          each -> {
            if (each.getRootEntityName().equals(entity.getRootEntityName())) {
              visitOne(each);
            }
          });
    }

    private void visitOne(EntityPersister entity) {
      if (!visited.add(entity.getEntityName())) {
        return;
      }
      if (entity.canReadFromCache() || entity.canWriteToCache() || entity.hasNaturalIdCache()) {
        problems.add(
            "Entity %s is in Hibernate's second-level cache, which would still return the former rows. Do not cache it, or rebuild the projection in place."
                .formatted(entity.getJpaEntityName()));
      }
      boolean hasTables = !(entity.isAbstract() && entity instanceof UnionSubclassEntityPersister);
      if (hasTables) {
        Stream.of(entity.getTableNames()).forEach(this::add);
      }
      visit(entity.getPropertyTypes(), entity.getPropertyCascadeStyles());
    }

    private void add(String table) {
      (table.replaceAll("\"[^\"]*\"", "").contains(".") ? inSchema : names).add(table);
    }

    private void visit(Type[] types, CascadeStyle[] cascades) {
      for (int i = 0; i < types.length; i++) {
        visit(types[i], cascades[i]);
      }
    }

    private void visit(Type type, CascadeStyle cascade) {
      if (type instanceof ComponentType component) {
        CascadeStyle[] cascades = new CascadeStyle[component.getSubtypes().length];
        for (int i = 0; i < cascades.length; i++) {
          cascades[i] = component.getCascadeStyle(i);
        }
        visit(component.getSubtypes(), cascades);
      } else if (type instanceof CollectionType collection) {
        visit(mapping.getCollectionDescriptor(collection.getRole()));
        visit(collection.getElementType(hibernate), cascade);
      } else if (type instanceof EntityType entity && isPersisted(cascade)) {
        visit(mapping.getEntityDescriptor(entity.getAssociatedEntityName()));
      }
    }

    private void visit(CollectionPersister collection) {
      if (collection.hasCache()) {
        problems.add(
            "Collection %s is in Hibernate's second-level cache, which would still return the former rows. Do not cache it, or rebuild the projection in place."
                .formatted(collection.getRole()));
      }
      if (!collection.isOneToMany()) {
        add(collection.getTableName());
      }
    }

    private static boolean isPersisted(CascadeStyle cascade) {
      return cascade.doCascade(CascadingActions.PERSIST);
    }
  }
}
