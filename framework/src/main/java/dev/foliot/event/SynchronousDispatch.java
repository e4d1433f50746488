package dev.foliot.event;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.handler.Cascade;
import dev.foliot.handler.Delivery;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.handler.EndlessCascadeException;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerFailedException;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.message.CurrentMessage;
import dev.foliot.unitofwork.Dispatcher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs event handlers and projectors in the transaction that raised the event, before it commits
 * (R15): in their order for each event, generation by generation (R16).
 */
public final class SynchronousDispatch implements Dispatcher {
  private final HandlerRegistry handlers;
  private final DeliveryListener listener;
  private final InstantSource clock;
  private final int maxDepth;

  /**
   * @param maxDepth how many messages the handlers of one unit of work may raise together
   */
  public SynchronousDispatch(
      HandlerRegistry handlers, DeliveryListener listener, InstantSource clock, int maxDepth) {
    this.handlers = handlers;
    this.listener = listener;
    this.clock = clock;
    this.maxDepth = maxDepth;
  }

  @Override
  public boolean isSynchronous() {
    return true;
  }

  @Override
  public void dispatch(List<NewMessage> generation, List<List<NewMessage>> earlier) {
    refuseEndless(generation, earlier);
    for (NewMessage event : generation) {
      for (HandlerBean handler : handlers.reading(event.message().payload().getClass())) {
        deliver(handler, event);
      }
    }
  }

  private void deliver(HandlerBean handler, NewMessage event) {
    Instant start = clock.instant();
    CurrentMessage.Scope scope = CurrentMessage.handling(event.message().metadata());
    try {
      handler.handle(event.message());
    } catch (Throwable failure) {
      report(handler, event, Outcome.FAILED, failure, start);
      throw unchecked(handler, event, failure);
    } finally {
      scope.close();
    }
    report(handler, event, Outcome.HANDLED, null, start);
  }

  /** A checked exception would slip past Spring's rollback at the commit. */
  private static RuntimeException unchecked(
      HandlerBean handler, NewMessage event, Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new HandlerFailedException(handler, event.message().payload(), failure);
  }

  private void report(
      HandlerBean handler,
      NewMessage event,
      Outcome outcome,
      @Nullable Throwable failure,
      Instant start) {
    Long version = event.streamVersion();
    listener.delivered(
        new Delivery(
            handler.name(),
            handler.kind(),
            event.lane(),
            event.stream().category(),
            event.stream().id(),
            version == null ? 0 : version,
            event.message().metadata(),
            event.message().payload(),
            1,
            outcome,
            failure,
            Duration.between(start, clock.instant())));
  }

  /** However much is raised before any handler ran, that is no cascade. */
  private void refuseEndless(List<NewMessage> generation, List<List<NewMessage>> earlier) {
    int raisedByHandlers = generation.size() + earlier.stream().skip(1).mapToInt(List::size).sum();
    if (!earlier.isEmpty() && raisedByHandlers > maxDepth) {
      Cascade cascade = new Cascade();
      earlier.forEach(each -> cascade.add(step(each)));
      cascade.add(step(generation));
      throw new EndlessCascadeException("foliot.sync.max-depth", maxDepth, cascade);
    }
  }

  /** What one generation was and who handles it, such as {@code OrderPlaced → inventory}. */
  private String step(List<NewMessage> generation) {
    return generation.stream().map(this::step).distinct().collect(Collectors.joining(" and "));
  }

  private String step(NewMessage event) {
    String names =
        handlers.reading(event.message().payload().getClass()).stream()
            .map(HandlerBean::name)
            .collect(Collectors.joining(", "));
    return event.message().metadata().type() + " → " + names;
  }
}
