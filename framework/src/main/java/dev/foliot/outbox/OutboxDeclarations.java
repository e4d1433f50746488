package dev.foliot.outbox;

import dev.foliot.handler.Handle;
import dev.foliot.handler.HandlerDeclaration;
import dev.foliot.handler.HandlerKind;
import org.apiguardian.api.API;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.OrderUtils;

/**
 * Reads {@link Subscriber}.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class OutboxDeclarations {
  private OutboxDeclarations() {}

  /** Reads the annotation on the class. */
  public static HandlerDeclaration handler(Class<?> type) {
    Subscriber subscriber = AnnotatedElementUtils.findMergedAnnotation(type, Subscriber.class);
    if (subscriber == null) {
      throw new IllegalArgumentException(type.getName() + " is not a @Subscriber");
    }
    return new HandlerDeclaration(
        HandlerKind.SUBSCRIBER,
        HandlerDeclaration.nameOf(type, subscriber.name()),
        Handle.class,
        OrderUtils.getOrder(type, Ordered.LOWEST_PRECEDENCE),
        "",
        subscriber.start(),
        null,
        subscriber.destination());
  }
}
