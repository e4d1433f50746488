package dev.foliot.projection;

import dev.foliot.handler.HandlerRegistry;
import java.util.List;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Knows the tables that projectors declare by {@code Projector(tables = …)}.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ProjectorTables implements ProjectionTables {
  private final HandlerRegistry handlers;

  public ProjectorTables(HandlerRegistry handlers) {
    this.handlers = handlers;
  }

  @Override
  public TableNames of(Class<?> projection) {
    List<String> declared =
        handlers.all().stream()
            .filter(bean -> bean.projection().filter(projection::equals).isPresent())
            .flatMap(bean -> tables(bean.type()))
            .distinct()
            .toList();
    return TableNames.of(declared);
  }

  private static Stream<String> tables(Class<?> type) {
    Projector projector = AnnotatedElementUtils.findMergedAnnotation(type, Projector.class);
    return projector == null ? Stream.empty() : Stream.of(projector.tables());
  }
}
