package dev.foliot.event;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.failure.ReadableError;
import dev.foliot.handler.Around;
import dev.foliot.handler.Cascade;
import dev.foliot.handler.Delivery;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.DeliveryAttempt;
import dev.foliot.handler.DeliveryInterceptors;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.handler.EndlessCascadeException;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerFailedException;
import dev.foliot.handler.HandlerMethod;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.message.CurrentMessage;
import dev.foliot.message.Message;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.RecordedMessage;
import dev.foliot.personaldata.RedactedText;
import dev.foliot.unitofwork.Dispatcher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Runs event handlers and projectors in the transaction that raised the event, before its commit
 * (R15), and also the handlers of commands that were submitted in it. They run in their order for
 * each message, generation by generation: messages that handlers raise are the next generation
 * (R16). If events are delivered by the engine, only inline projectors run here.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class SynchronousDispatch implements Dispatcher {
  private final HandlerRegistry handlers;
  private final DeliveryListener listener;
  private final Around<DeliveryAttempt> around;
  private final DeliveryInterceptors interceptors;
  private final MessageJson json;
  private final InstantSource clock;
  private final int maxDepth;
  private final boolean synchronous;

  /**
   * @param synchronous whether all handlers run here; otherwise only inline projectors do
   * @param maxDepth how many messages the handlers of one unit of work may raise together
   */
  public SynchronousDispatch(
      HandlerRegistry handlers,
      DeliveryListener listener,
      Around<DeliveryAttempt> around,
      DeliveryInterceptors interceptors,
      MessageJson json,
      InstantSource clock,
      boolean synchronous,
      int maxDepth) {
    this.handlers = handlers;
    this.listener = listener;
    this.around = around;
    this.interceptors = interceptors;
    this.json = json;
    this.clock = clock;
    this.maxDepth = maxDepth;
    this.synchronous = synchronous;
  }

  @Override
  public boolean isSynchronous() {
    return synchronous;
  }

  @Override
  public boolean handlesAtCommit() {
    return synchronous || handlers.mayHaveInline();
  }

  @Override
  public void dispatch(List<NewMessage> generation, List<List<NewMessage>> earlier) {
    if (!handlesAtCommit()) {
      return;
    }
    refuseEndless(generation, earlier);
    for (NewMessage message : generation) {
      readers(message).forEach(handler -> deliver(handler, message));
    }
  }

  /** A message of any other kind, or one that comes as JSON, is left to the engine. */
  private List<HandlerBean> readers(NewMessage message) {
    Class<?> type = message.message().payload().getClass();
    if (message.kind() == MessageKind.EVENT) {
      return synchronous ? handlers.reading(type) : handlers.readingInline(type);
    }
    return synchronous && message.kind() == MessageKind.COMMAND
        ? handlers.submitted(type).stream().toList()
        : List.of();
  }

  private void deliver(HandlerBean handler, NewMessage event) {
    Instant start = clock.instant();
    Call call = handle(handler, event);
    report(handler, event, call.outcome(), call.failure(), start);
    if (call.failure() != null) {
      throw unchecked(handler, event, call.failure());
    }
  }

  /** A call that has ended. */
  private record Call(Outcome outcome, @Nullable Throwable failure) {}

  /** Calls the handler with its surrounding code. */
  private Call handle(HandlerBean handler, NewMessage event) {
    DeliveryAttempt attempt = attempt(handler, event);
    Around.Scope scope = around.enter(attempt);
    CurrentMessage.Scope handling =
        CurrentMessage.handling(event.message().metadata(), scope.traceParent());
    Call called;
    try {
      called = new Call(call(handler, event, attempt), null);
    } catch (Throwable thrown) {
      called = new Call(Outcome.FAILED, thrown);
    } finally {
      handling.close();
      scope.exit();
    }
    if (scope != Around.Scope.NONE) {
      scope.end(called.outcome().name().toLowerCase(Locale.ROOT), shown(called, event));
    }
    return called;
  }

  /** The failure without personal data of the event, because spans are stored in other systems. */
  private static @Nullable Throwable shown(Call called, NewMessage event) {
    return called.failure() == null
        ? null
        : ReadableError.of(called.failure(), RedactedText.hiding(event.message().payload()));
  }

  private Outcome call(HandlerBean handler, NewMessage event, DeliveryAttempt attempt)
      throws Throwable {
    if (interceptors.isEmpty()) {
      return call(handler, event);
    }
    Outcome outcome =
        interceptors.deliver(attempt, List.of(event.message()), () -> call(handler, event));
    if (outcome == Outcome.IGNORED) {
      handler
          .inDelivery()
          .ifPresent(
              own -> own.passedOver(notYetRecorded(event), DeliveryInterceptors.PASSED_OVER));
    }
    return outcome;
  }

  private Outcome call(HandlerBean handler, NewMessage event) throws Throwable {
    HandlerMethod method = handler.methodFor(event.message().payload().getClass());
    if (method.takesRecorded()) {
      return handler.handle(event.message(), notYetRecorded(event));
    }
    return handler.deliver(event.message());
  }

  /** The message, which has no position before the commit. */
  private RecordedMessage notYetRecorded(NewMessage event) {
    Message message = event.message();
    return new RecordedMessage(
        0,
        event.kind(),
        event.stream().category(),
        event.stream().id(),
        version(event),
        event.lane(),
        event.deliveredSynchronously(),
        message.metadata(),
        json.writePayloads(List.of(message.payload())).get(0),
        json);
  }

  private static DeliveryAttempt attempt(HandlerBean handler, NewMessage event) {
    return new DeliveryAttempt(
        handler.name(),
        handler.kind(),
        event.lane(),
        event.stream().category(),
        event.stream().id(),
        version(event),
        event.message().metadata(),
        1,
        1,
        List.of(event.message().metadata().id()));
  }

  private static long version(NewMessage event) {
    Long version = event.streamVersion();
    return version == null ? 0 : version;
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
    listener.delivered(
        new Delivery(
            handler.name(),
            handler.kind(),
            event.lane(),
            event.stream().category(),
            event.stream().id(),
            version(event),
            event.message().metadata(),
            event.message().payload(),
            1,
            outcome,
            failure,
            Duration.between(start, clock.instant())));
  }

  /** Messages that were raised before the first handler ran do not count as a cascade. */
  private void refuseEndless(List<NewMessage> generation, List<List<NewMessage>> earlier) {
    int raisedByHandlers = generation.size() + earlier.stream().skip(1).mapToInt(List::size).sum();
    if (!earlier.isEmpty() && raisedByHandlers > maxDepth) {
      Cascade cascade = new Cascade();
      earlier.forEach(each -> cascade.add(step(each)));
      cascade.add(step(generation));
      throw new EndlessCascadeException("foliot.sync.max-depth", maxDepth, cascade);
    }
  }

  /** The events of one generation and their handlers, such as {@code OrderPlaced → inventory}. */
  private String step(List<NewMessage> generation) {
    return generation.stream().map(this::step).distinct().collect(Collectors.joining(" and "));
  }

  private String step(NewMessage event) {
    String names = readers(event).stream().map(HandlerBean::name).collect(Collectors.joining(", "));
    return event.message().metadata().type() + " → " + names;
  }
}
