package dev.foliot.projection;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.metamodel.EntityType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.hibernate.FlushMode;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.ComponentType;
import org.hibernate.type.Type;

/** The tables of an entity, and whether a row of it may load rows of other tables. */
final class EntityShape {
  private final EntityPersister persister;
  private final Set<String> tables = new HashSet<>();
  private final boolean isFlat;

  EntityShape(EntityManagerFactory factory, Class<?> type) {
    var metamodel = factory.unwrap(SessionFactoryImplementor.class).getMappingMetamodel();
    this.persister = metamodel.getEntityDescriptor(type);
    persister.visitQuerySpaces(tables::add);
    this.isFlat =
        factory.getMetamodel().getEntities().stream()
            .map(EntityType::getJavaType)
            .filter(type::isAssignableFrom)
            .allMatch(each -> isFlat(metamodel.getEntityDescriptor(each)));
  }

  private static boolean isFlat(EntityPersister persister) {
    return !persister.hasCollections()
        && !persister.hasLazyProperties()
        && Arrays.stream(persister.getPropertyTypes()).noneMatch(EntityShape::isAssociation);
  }

  private static boolean isAssociation(Type type) {
    return type.isAssociationType()
        || (type instanceof ComponentType component
            && Arrays.stream(component.getSubtypes()).anyMatch(EntityShape::isAssociation));
  }

  /** Whether a row may load something after it was read: associations, collections. */
  boolean loadsMore() {
    return !isFlat;
  }

  /** Flushes the changes of a session that a query for rows must see. */
  void flushForQuery(SessionImplementor session) {
    if (isFlat) {
      session.autoFlushIfRequired(tables);
    } else if (!session.getHibernateFlushMode().lessThan(FlushMode.AUTO)) {
      session.flush();
    }
  }

  /** Flushes the changes of a session that may concern the row with this id. */
  void flushForRow(SessionImplementor session, Object id) {
    if (!isFlat || holds(session, id)) {
      flushForQuery(session);
    }
  }

  private boolean holds(SessionImplementor session, Object id) {
    return persister.getIdentifierType().getReturnedClass().isInstance(id)
        && session
            .getPersistenceContextInternal()
            .containsEntity(session.generateEntityKey(id, persister));
  }
}
