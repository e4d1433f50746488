package dev.foliot.query;

import dev.foliot.handler.HandlerDeclaration;
import dev.foliot.handler.HandlerKind;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.OrderUtils;

/**
 * Reads the annotations on queries and their handlers.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class QueryDeclarations {
  private QueryDeclarations() {}

  /** The declared type of a class with {@link Query}. */
  public static MessageType messageType(Class<?> annotated) {
    Query query = AnnotatedElementUtils.findMergedAnnotation(annotated, Query.class);
    if (query == null) {
      throw new IllegalArgumentException(annotated.getName() + " is not annotated with @Query");
    }
    String name = query.name().isBlank() ? annotated.getSimpleName() : query.name();
    return new MessageType(MessageKind.QUERY, name, query.version(), annotated, null);
  }

  /** The projections that a class with {@link QueryHandler} reads; none if it declares none. */
  public static Set<Class<?>> projections(Class<?> annotated) {
    QueryHandler handler =
        AnnotatedElementUtils.findMergedAnnotation(annotated, QueryHandler.class);
    return handler == null ? Set.of() : Set.copyOf(List.of(handler.projections()));
  }

  /** The declaration of a class with {@link QueryHandler}. */
  public static HandlerDeclaration handler(Class<?> annotated) {
    return HandlerDeclaration.of(
        HandlerKind.QUERY,
        HandlerDeclaration.nameOf(annotated, ""),
        OrderUtils.getOrder(annotated, Ordered.LOWEST_PRECEDENCE));
  }
}
