package dev.foliot.autoconfigure;

import dev.foliot.aggregate.Aggregate;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.filter.AbstractTypeHierarchyTraversingFilter;

/**
 * Classes with {@link Aggregate}, and the aggregate classes that inherit it from a class or an
 * interface above them.
 */
final class AggregateClasses extends AbstractTypeHierarchyTraversingFilter {
  AggregateClasses() {
    super(true, true);
  }

  @Override
  public boolean match(MetadataReader type, MetadataReaderFactory others) throws IOException {
    return matchSelf(type)
        || (ForgottenAnnotations.extendsAggregate(type, others) && super.match(type, others));
  }

  @Override
  protected boolean matchSelf(MetadataReader type) {
    return type.getAnnotationMetadata().isAnnotated(Aggregate.class.getName());
  }

  @Override
  protected @Nullable Boolean matchSuperClass(String name) {
    return name.startsWith("java.") ? Boolean.FALSE : null;
  }

  @Override
  protected @Nullable Boolean matchInterface(String name) {
    return name.startsWith("java.") ? Boolean.FALSE : null;
  }
}
