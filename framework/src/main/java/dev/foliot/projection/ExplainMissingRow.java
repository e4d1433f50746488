package dev.foliot.projection;

import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerRegistry;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Explains why a projection may lack a row.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ExplainMissingRow {
  private final HandlerRegistry handlers;
  private final boolean synchronous;

  /**
   * @param synchronous whether projectors run in the transaction that raises the event
   */
  public ExplainMissingRow(HandlerRegistry handlers, boolean synchronous) {
    this.handlers = handlers;
    this.synchronous = synchronous;
  }

  String of(Class<?> projection) {
    List<String> projectors =
        handlers.all().stream()
            .filter(bean -> bean.projection().filter(projection::equals).isPresent())
            .map(HandlerBean::name)
            .toList();
    if (projectors.isEmpty()) {
      return "It has no projector. Annotate a bean with @Projector(%s.class), and its methods with @On."
          .formatted(projection.getSimpleName());
    }
    String names = String.join(", ", projectors);
    return synchronous
        ? "If an event should have created it, check that %s has an @On method for that event, and that the transaction that raised it has committed."
            .formatted(names)
        : "If an event should have created it, the engine may not have delivered that event to %s yet, or parked it."
            .formatted(names);
  }
}
