package dev.foliot.aggregate;

import dev.foliot.eventstore.StreamName;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The store of the rows of state-stored aggregates.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface StateStore {
  /** For applications without JPA. */
  StateStore NONE =
      new StateStore() {
        @Override
        public <A> Optional<A> find(Class<A> type, String id) {
          throw missing(type);
        }

        @Override
        public boolean isText(Class<?> type, String id) {
          throw missing(type);
        }

        @Override
        public void save(Object aggregate) {
          throw missing(aggregate.getClass());
        }

        @Override
        public void create(Object aggregate) {
          throw missing(aggregate.getClass());
        }

        @Override
        public long eventCount(Object aggregate) {
          throw missing(aggregate.getClass());
        }

        @Override
        public StreamName stream(Object aggregate) {
          throw missing(aggregate.getClass());
        }

        @Override
        public Optional<StreamName> streamOfRow(Class<?> type, String id) {
          return Optional.empty();
        }

        private IllegalStateException missing(Class<?> type) {
          return new IllegalStateException(
              "%s is stored by JPA, but the application has no JPA on Foliot's data source. Add spring-boot-starter-data-jpa, or extend EventSourcedAggregate."
                  .formatted(type.getName()));
        }
      };

  /** The aggregate in the current transaction, if there is one, or detached. */
  <A> Optional<A> find(Class<A> type, String id);

  /** Whether the text stands for a value of the class's {@code @Id}, so that a row may be found. */
  boolean isText(Class<?> type, String id);

  /** Saves a new aggregate, or merges a detached one; in the current transaction. */
  void save(Object aggregate);

  /**
   * Saves an aggregate that must be new; in the current transaction.
   *
   * @throws AggregateExistsException if it has a row
   */
  void create(Object aggregate);

  /** The version of the aggregate's stream, without pending events. */
  long eventCount(Object aggregate);

  /**
   * The aggregate's stream, named by its {@code id()}: other texts may stand for the same
   * {@code @Id}.
   */
  StreamName stream(Object aggregate);

  /** The stream of the row that {@link #find} would find; empty if it would not. */
  Optional<StreamName> streamOfRow(Class<?> type, String id);
}
