package dev.foliot.autoconfigure;

import dev.foliot.projection.DocumentProjection;
import dev.foliot.projection.Documents;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The bean of one document projection.
 *
 * @param <R> the projection with its record, for injection by generic type
 */
final class DocumentProjectionFactoryBean<R extends DocumentProjection<?>>
    implements FactoryBean<R> {
  private final Class<?> type;
  private final ObjectProvider<Documents> documents;

  DocumentProjectionFactoryBean(Class<?> type, ObjectProvider<Documents> documents) {
    this.type = type;
    this.documents = documents;
  }

  @Override
  @SuppressWarnings("unchecked")
  public R getObject() {
    return (R) documents.getObject().of(type);
  }

  @Override
  public Class<?> getObjectType() {
    return DocumentProjection.class;
  }
}
