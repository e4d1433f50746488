package dev.foliot.event;

import dev.foliot.handler.Handle;
import dev.foliot.handler.HandlerDeclaration;
import dev.foliot.handler.HandlerKind;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import java.lang.annotation.Annotation;
import java.util.List;
import org.apiguardian.api.API;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.OrderUtils;

/**
 * Reads the annotations on events and their handlers.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class EventDeclarations {
  private EventDeclarations() {}

  /** The declared type of a class with {@link DomainEvent}. */
  public static MessageType messageType(Class<?> annotated) {
    DomainEvent event = annotation(annotated, DomainEvent.class);
    String name = event.name().isBlank() ? annotated.getSimpleName() : event.name();
    String publishTo = event.publish().isBlank() ? null : event.publish();
    return new MessageType(
        MessageKind.EVENT, name, event.version(), annotated, publishTo, List.of(event.aliases()));
  }

  /** The declaration of a class with {@link EventHandler}. */
  public static HandlerDeclaration handler(Class<?> annotated) {
    EventHandler handler = annotation(annotated, EventHandler.class);
    return new HandlerDeclaration(
        HandlerKind.EVENT,
        HandlerDeclaration.nameOf(annotated, handler.name()),
        Handle.class,
        OrderUtils.getOrder(annotated, Ordered.LOWEST_PRECEDENCE),
        handler.sequencedBy(),
        handler.start(),
        null,
        null);
  }

  private static <T extends Annotation> T annotation(Class<?> annotated, Class<T> type) {
    T found = AnnotatedElementUtils.findMergedAnnotation(annotated, type);
    if (found == null) {
      throw new IllegalArgumentException(
          "%s is not annotated with @%s".formatted(annotated.getName(), type.getSimpleName()));
    }
    return found;
  }
}
