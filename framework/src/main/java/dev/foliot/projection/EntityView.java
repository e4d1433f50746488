package dev.foliot.projection;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads a projection that is a JPA entity. */
final class EntityView<P> implements View<P> {
  private final EntityManager entities;
  private final Class<P> type;
  private final Supplier<ExplainMissingRow> missing;
  private final Supplier<Staleness> staleness;

  /**
   * @param entities Spring's shared one, which joins the current transaction
   */
  EntityView(
      EntityManager entities,
      Class<P> type,
      Supplier<ExplainMissingRow> missing,
      Supplier<Staleness> staleness) {
    this.entities = entities;
    this.type = type;
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
    return Optional.ofNullable(entities.find(type, id));
  }

  @Override
  public List<P> findAll() {
    var query = entities.getCriteriaBuilder().createQuery(type);
    query.select(query.from(type));
    return entities.createQuery(query).getResultList();
  }

  @Override
  public long count() {
    var builder = entities.getCriteriaBuilder();
    var query = builder.createQuery(Long.class);
    query.select(builder.count(query.from(type)));
    return entities.createQuery(query).getSingleResult();
  }

  @Override
  public boolean exists(Object id) {
    return find(id).isPresent();
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

  private void requireGiven(@Nullable Object value, String needed) {
    if (value == null) {
      throw new IllegalArgumentException(
          "The view of %s was given null. Give it %s.".formatted(type.getSimpleName(), needed));
    }
  }
}
