package dev.foliot.autoconfigure;

import dev.foliot.aggregate.AggregateRepositories;
import dev.foliot.aggregate.AggregateRepository;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The repository bean of one aggregate class.
 *
 * @param <R> the repository with its aggregate class, for injection by generic type
 */
final class AggregateRepositoryFactoryBean<R extends AggregateRepository<?>>
    implements FactoryBean<R> {
  private final Class<?> aggregate;
  private final ObjectProvider<AggregateRepositories> repositories;

  AggregateRepositoryFactoryBean(
      Class<?> aggregate, ObjectProvider<AggregateRepositories> repositories) {
    this.aggregate = aggregate;
    this.repositories = repositories;
  }

  @Override
  @SuppressWarnings("unchecked")
  public R getObject() {
    return (R) repositories.getObject().of(aggregate);
  }

  @Override
  public Class<?> getObjectType() {
    return AggregateRepository.class;
  }
}
