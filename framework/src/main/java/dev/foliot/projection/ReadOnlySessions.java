package dev.foliot.projection;

import dev.foliot.failure.Causes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.Collection;
import java.util.function.Function;
import org.hibernate.Filter;
import org.hibernate.FlushMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SessionImplementor;
import org.jspecify.annotations.Nullable;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;
import org.springframework.orm.jpa.EntityManagerProxy;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Sessions whose entities are never written. Each session shares the connection of the current
 * transaction, but has its own objects. So a view and a repository of the same transaction never
 * return the same object.
 *
 * <p>Each read has a new session, since an older one would return its own objects instead of newly
 * written rows. A session stays open until the end of the transaction if its entities may load
 * more.
 */
final class ReadOnlySessions {
  private final EntityManagerFactory factory;

  ReadOnlySessions(EntityManagerFactory factory) {
    this.factory = factory;
  }

  /** The session of the current transaction or of an open view; null if there is none. */
  @Nullable SessionImplementor current() {
    EntityManager manager = EntityManagerFactoryUtils.getTransactionalEntityManager(factory);
    if (manager instanceof EntityManagerProxy proxy) {
      manager = proxy.getTargetEntityManager();
    }
    return manager == null ? null : manager.unwrap(SessionImplementor.class);
  }

  /**
   * Reads in a session beside the current one, if there is one.
   *
   * @param staysOpen whether the entities may load more until the transaction ends
   */
  <T> T read(
      @Nullable SessionImplementor current, boolean staysOpen, Function<Session, T> reading) {
    Session session = current == null ? alone() : beside(current);
    boolean closes = current == null || !staysOpen;
    if (!closes) {
      closeAtTheEnd(session);
      return reading.apply(session);
    }
    T read;
    try {
      read = reading.apply(session);
    } catch (Throwable failure) {
      Causes.cleanUp(failure, session::close);
      throw failure;
    }
    session.close();
    return read;
  }

  private Session alone() {
    Session session = factory.unwrap(SessionFactory.class).openSession();
    session.setDefaultReadOnly(true);
    session.setHibernateFlushMode(FlushMode.MANUAL);
    return session;
  }

  private static Session beside(SessionImplementor current) {
    Session session =
        current
            .sessionWithOptions()
            .connection()
            .readOnly(true)
            .flushMode(FlushMode.MANUAL)
            .openSession();
    current
        .getLoadQueryInfluencers()
        .getEnabledFilters()
        .values()
        .forEach(each -> enable(each, session));
    return session;
  }

  private static void enable(Filter filter, Session session) {
    Filter same = session.enableFilter(filter.getName());
    var factory = session.unwrap(SessionImplementor.class).getFactory();
    var definition = factory.getFilterDefinition(filter.getName());
    for (String name : definition.getParameterNames()) {
      Object value = filter.getParameterValue(name);
      if (value instanceof Collection<?> values) {
        same.setParameterList(name, values);
      } else if (value != null) {
        same.setParameter(name, value);
      }
    }
  }

  /** Without a transaction, the session closes together with the current one. */
  private static void closeAtTheEnd(Session session) {
    if (TransactionSynchronizationManager.isSynchronizationActive()) {
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
              session.close();
            }
          });
    }
  }
}
