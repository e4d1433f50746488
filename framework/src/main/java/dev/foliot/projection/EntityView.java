package dev.foliot.projection;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.engine.spi.SessionImplementor;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;

/**
 * Reads a projection that is a JPA entity. The rows that it returns are never written: see {@link
 * ReadOnlySessions}.
 */
final class EntityView<P> implements View<P> {
  private final EntityManager entities;
  private final ReadOnlySessions sessions;
  private final Class<P> type;
  private final EntityShape shape;
  private final Supplier<ExplainMissingRow> missing;
  private final Supplier<Staleness> staleness;

  /**
   * @param entities Spring's shared entity manager, which joins the current transaction
   */
  EntityView(
      EntityManagerFactory factory,
      EntityManager entities,
      Class<P> type,
      Supplier<ExplainMissingRow> missing,
      Supplier<Staleness> staleness) {
    this.entities = entities;
    this.sessions = new ReadOnlySessions(factory);
    this.type = type;
    this.shape = new EntityShape(factory, type);
    this.missing = missing;
    this.staleness = staleness;
  }

  @Override
  public P get(Object id) {
    return find(id)
        .orElseThrow(() -> new ProjectionNotFoundException(type, id, missing.get().of(type)));
  }

  @Override
  public Optional<P> find(Object id) {
    requireGiven(id, "the id of a row");
    SessionImplementor current = sessions.current();
    if (current != null) {
      shape.flushForRow(current, id);
    }
    return sessions.read(
        current, shape.loadsMore(), session -> Optional.ofNullable(session.find(type, id)));
  }

  @Override
  public boolean exists(Object id) {
    return find(id).isPresent();
  }

  @Override
  public List<P> findAll() {
    return findAll(Sort.unsorted());
  }

  @Override
  public List<P> findAll(Sort sort) {
    requireGiven(sort, "a sort");
    return list(EntityRows.all(type), sort);
  }

  @Override
  public Page<P> findAll(Pageable pageable) {
    requireGiven(pageable, "a pageable");
    return page(EntityRows.all(type), pageable);
  }

  @Override
  public long count() {
    return query(EntityRows.all(type)::count);
  }

  @Override
  public <S extends P> Optional<S> findOne(Example<S> example) {
    requireGiven(example, "an example");
    List<S> found =
        query(
            session ->
                EntityRows.like(example)
                    .sorted(session, Sort.unsorted())
                    .setMaxResults(2)
                    .getResultList());
    if (found.size() > 1) {
      throw new IncorrectResultSizeDataAccessException(
          "More than one row of %s matches the example. Make the example narrower, or use findAll."
              .formatted(type.getSimpleName()),
          1);
    }
    return found.stream().findFirst();
  }

  @Override
  public <S extends P> List<S> findAll(Example<S> example, Sort sort) {
    requireGiven(example, "an example");
    requireGiven(sort, "a sort");
    return list(EntityRows.like(example), sort);
  }

  @Override
  public <S extends P> Page<S> findAll(Example<S> example, Pageable pageable) {
    requireGiven(example, "an example");
    requireGiven(pageable, "a pageable");
    return page(EntityRows.like(example), pageable);
  }

  @Override
  public <S extends P> long count(Example<S> example) {
    requireGiven(example, "an example");
    return query(EntityRows.like(example)::count);
  }

  @Override
  public Stream<P> stream(Sort sort) {
    requireGiven(sort, "a sort");
    RowStream.requireTransaction(type);
    return query(session -> stream(session, sort), true);
  }

  private Stream<P> stream(Session session, Sort sort) {
    Stream<P> rows =
        EntityRows.all(type)
            .sorted(session, sort)
            .setFetchSize(RowStream.FETCH_SIZE)
            .getResultStream();
    return RowStream.of(type, rows, session::clear);
  }

  @Override
  public Duration staleness() {
    return staleness.get().of(type);
  }

  @Override
  public void insert(P row) {
    requireGiven(row, "a row");
    entities.persist(row);
  }

  private <S extends P> List<S> list(EntityRows<S> rows, Sort sort) {
    return query(session -> rows.sorted(session, sort).getResultList());
  }

  private <S extends P> Page<S> page(EntityRows<S> rows, Pageable pageable) {
    return pageable.isUnpaged()
        ? new PageImpl<>(list(rows, pageable.getSort()))
        : query(session -> rows.page(session, pageable));
  }

  private <T> T query(Function<Session, T> reading) {
    return query(reading, shape.loadsMore());
  }

  private <T> T query(Function<Session, T> reading, boolean staysOpen) {
    SessionImplementor current = sessions.current();
    if (current != null) {
      shape.flushForQuery(current);
    }
    return sessions.read(current, staysOpen, reading);
  }

  private void requireGiven(@Nullable Object value, String needed) {
    if (value == null) {
      throw new IllegalArgumentException(
          "The view of %s was given null. Give it %s.".formatted(type.getSimpleName(), needed));
    }
  }
}
