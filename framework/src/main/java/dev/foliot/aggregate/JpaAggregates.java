package dev.foliot.aggregate;

import dev.foliot.eventstore.StreamName;
import dev.foliot.unitofwork.PersistenceSession;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.util.Optional;
import org.apiguardian.api.API;
import org.hibernate.FlushMode;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.orm.jpa.EntityManagerProxy;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * State-stored aggregates in JPA with Hibernate: flushes them before the commit, finds and saves
 * them, and keeps the events of a detached aggregate when it is merged (R4).
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class JpaAggregates implements PersistenceSession, StateStore {
  private final EntityManagerFactory factory;
  private final EntityManager entities;
  private final BeforeMerge beforeMerge = new BeforeMerge();
  private final JpaConflicts conflicts = new JpaConflicts(beforeMerge);

  /** Begins to listen for merges and written rows of this factory. */
  public JpaAggregates(EntityManagerFactory factory) {
    this.factory = factory;
    this.entities = SharedEntityManagerCreator.createSharedEntityManager(factory);
    EventListenerRegistry listeners =
        factory.unwrap(SessionFactoryImplementor.class).getEventListenerRegistry();
    listeners.prependListeners(EventType.MERGE, beforeMerge);
    listeners.appendListeners(EventType.MERGE, new MovePendingEvents(beforeMerge));
    new WrittenRows(this, this::isInTransaction, beforeMerge).listenTo(listeners);
  }

  @Override
  public void flush() {
    Session session = session();
    if (session == null || session.getHibernateFlushMode() == FlushMode.MANUAL) {
      return;
    }
    try {
      session.flush();
    } catch (RuntimeException failure) {
      throw conflicts.translate(session, failure);
    }
  }

  @Override
  public Throwable explain(Throwable failure) {
    Session session = session();
    return session == null ? failure : conflicts.name(session, failure);
  }

  @Override
  public void rollBack() {
    Session session = session();
    if (session != null && session.getTransaction().isActive()) {
      session.getTransaction().rollback();
    }
  }

  /** The open session of the current transaction; null if there is none. */
  private @Nullable Session session() {
    Object holder = TransactionSynchronizationManager.getResource(factory);
    if (holder == null) {
      return null;
    }
    EntityManager manager = ((EntityManagerHolder) holder).getEntityManager();
    if (manager instanceof EntityManagerProxy proxy) {
      manager = proxy.getTargetEntityManager(); // an open view's proxy denies that it has joined
    }
    Session session = manager.unwrap(Session.class);
    return session.isJoinedToTransaction() ? session : null;
  }

  /** Whether the writer is the session of this transaction, or shares its connection. */
  private boolean isInTransaction(SharedSessionContractImplementor writer) {
    if (writer.getTransactionCoordinator().getTransactionCoordinatorBuilder().isJta()) {
      return true;
    }
    Session session = session();
    return session == writer
        || (session != null
            && connection(session.unwrap(SharedSessionContractImplementor.class))
                .equals(connection(writer)));
  }

  private static Connection connection(SharedSessionContractImplementor session) {
    return session.getJdbcCoordinator().getLogicalConnection().getPhysicalConnection();
  }

  @Override
  public <A> Optional<A> find(Class<A> type, String id) {
    Object identifier = identifier(type, id);
    Optional<A> found = Optional.ofNullable(entities.find(type, identifier));
    found.ifPresent(each -> refuseOtherId(type, each, id, identifier));
    return found;
  }

  /**
   * Refuses an aggregate with another id: two texts may stand for the same {@code @Id}, such as a
   * UUID in upper case.
   */
  private void refuseOtherId(Class<?> type, Object found, String id, Object identifier) {
    if (!isOf(found, id, identifier)) {
      throw new IllegalStateException(
          "The %s whose @Id is %s has another id(). A repository of Foliot finds rows by their @Id: let id() give the @Id as text, or use a Spring Data repository."
              .formatted(type.getName(), id));
    }
  }

  private static boolean isOf(Object found, String id, Object identifier) {
    String own = ((StateStoredAggregate) Hibernate.unproxy(found)).pending().idIfKnown();
    return id.equals(own)
        || (own != null && identifier.equals(convert(own, identifier.getClass())));
  }

  private static @Nullable Object convert(String id, Class<?> idType) {
    try {
      return DefaultConversionService.getSharedInstance().convert(id, idType);
    } catch (ConversionException none) {
      return null;
    }
  }

  private Object identifier(Class<?> type, String id) {
    Class<?> idType = idType(type);
    try {
      Object converted = DefaultConversionService.getSharedInstance().convert(id, idType);
      if (converted != null) {
        return converted;
      }
    } catch (ConversionException e) {
      throw noIdentifier(type, id, idType, e);
    }
    throw noIdentifier(type, id, idType, null);
  }

  private Class<?> idType(Class<?> type) {
    return factory.getMetamodel().entity(type).getIdType().getJavaType();
  }

  private static IllegalArgumentException noIdentifier(
      Class<?> type, String id, Class<?> idType, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "'%s' is not an id of %s, whose @Id is a %s. Pass what id() returns, or use a Spring Data repository for ids without a text form."
            .formatted(id, type.getName(), idType.getName()),
        cause);
  }

  @Override
  public boolean isText(Class<?> type, String id) {
    return convert(id, idType(type)) != null;
  }

  @Override
  public void save(Object aggregate) {
    boolean loaded = Hibernate.isInitialized(aggregate);
    if (loaded) {
      ((StateStoredAggregate) Hibernate.unproxy(aggregate)).pending().refuseIfReadOnly();
    }
    if (entities.contains(aggregate)) {
      return;
    }
    if (loaded && ((StateStoredAggregate) Hibernate.unproxy(aggregate)).isNew()) {
      entities.persist(aggregate);
    } else {
      entities.merge(aggregate);
    }
  }

  @Override
  public void create(Object aggregate) {
    var created = (StateStoredAggregate) Hibernate.unproxy(aggregate);
    if (!created.isNew() || entities.contains(aggregate) || hasRow(created)) {
      throw new AggregateExistsException(created.pending().stream());
    }
    entities.persist(created);
  }

  private boolean hasRow(StateStoredAggregate created) {
    Object id = factory.getPersistenceUnitUtil().getIdentifier(created);
    return id != null && entities.find(created.getClass(), id) != null;
  }

  @Override
  public long eventCount(Object aggregate) {
    return ((StateStoredAggregate) Hibernate.unproxy(aggregate)).storedEventCount();
  }

  @Override
  public StreamName stream(Object aggregate) {
    return ((StateStoredAggregate) Hibernate.unproxy(aggregate)).pending().stream();
  }

  @Override
  public Optional<StreamName> streamOfRow(Class<?> type, String id) {
    if (factory.getMetamodel().getEntities().stream().noneMatch(e -> e.getJavaType() == type)) {
      return Optional.empty(); // a superclass of entities has no rows of its own
    }
    Object identifier = convert(id, idType(type));
    if (identifier == null) {
      return Optional.empty();
    }
    return Optional.<Object>ofNullable(entities.find(type, identifier))
        .filter(row -> isOf(row, id, identifier))
        .map(this::stream);
  }
}
