package dev.foliot.autoconfigure.web;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.foliot.live.Change;
import dev.foliot.live.LiveThreads;
import dev.foliot.message.Given;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;

/**
 * Sends live changes and other streams to browsers as server-sent events. More items are requested
 * when the previous ones have been written. When the application stops, it ends all responses, so
 * that a graceful shutdown of the web server does not wait for them. A Spring bean, safe for use by
 * several threads.
 *
 * <p>Each event of live changes has the JSON {@code {"id": …, "row": …}}, where the row is null if
 * there is none. These events have no SSE id for {@code Last-Event-ID}. So a client that connects
 * again gets the present rows first.
 */
@RegisterReflectionForBinding({ServerSentEvents.Body.class, ServerSentEvents.Text.class})
public final class ServerSentEvents {
  private static final int BATCH = 32;
  private static final Duration NEVER = Duration.ZERO;
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final LiveThreads threads;
  private final Duration heartbeat;
  private final Set<EventStream<?>> streams = ConcurrentHashMap.newKeySet();
  private LiveThreads.@Nullable Timer beat;
  private boolean open = true;

  /**
   * The JSON of an event.
   *
   * @param id the id of the row
   * @param row the row; null if there is none
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public record Body(Object id, @Nullable Object row) {}

  /**
   * A text that is written as a JSON string. Spring MVC writes a plain {@code String} without
   * quotes.
   *
   * @param value the text
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public record Text(@JsonValue String value) {}

  /**
   * Made by the auto-configuration.
   *
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public ServerSentEvents(LiveThreads threads, Duration heartbeat) {
    this.threads = threads;
    this.heartbeat = heartbeat;
  }

  /**
   * As {@link #of(Flow.Publisher, Function, Duration)}, with the rows themselves, and without end.
   */
  public <P> SseEmitter of(Flow.Publisher<Change<P>> changes) {
    return of(changes, row -> row, NEVER);
  }

  /** As {@link #of(Flow.Publisher, Function, Duration)}, without end. */
  public <P> SseEmitter of(Flow.Publisher<Change<P>> changes, Function<? super P, ?> row) {
    return of(changes, row, NEVER);
  }

  /**
   * Subscribes, and returns the response of a controller method. The response ends when the client
   * goes, the time is over, or the application stops. If the changes fail, the failure is logged,
   * and the client connects again after one minute.
   *
   * @param row converts a row to the object that becomes JSON
   * @param timeout after which the response ends, so that the client connects again; 0 for never
   * @throws IllegalArgumentException if the timeout is negative
   */
  public <P> SseEmitter of(
      Flow.Publisher<Change<P>> changes, Function<? super P, ?> row, Duration timeout) {
    Given.value(changes, "ServerSentEvents.of", "a publisher, such as domain.changes(…)");
    Given.value(row, "ServerSentEvents.of", "a function that converts a row");
    SseEmitter emitter = new SseEmitter(millis("ServerSentEvents.of", timeout));
    return begin(
        emitter,
        changes,
        new EventStream<>(
            emitter, (Change<P> change) -> json(body(change, row)), 1, false, this::ended));
  }

  private static <P> Body body(Change<P> change, Function<? super P, ?> row) {
    return new Body(
        change.id(), change instanceof Change.Row<P> some ? row.apply(some.value()) : null);
  }

  static SseEventBuilder json(@Nullable Object data) {
    Object written = data instanceof String text ? new Text(text) : data;
    return SseEmitter.event().data(written == null ? "null" : written, MediaType.APPLICATION_JSON);
  }

  /**
   * Subscribes, and returns the response of a controller method. Each item is an event with an id.
   * A browser that connects again sends the last id in the header {@code Last-Event-ID}. After the
   * last item, the client gets an event of the type {@code end} without data, so that it can close
   * the connection. The response also ends, without this event, when the time is over or the
   * application stops. If the publisher fails, the failure is logged, and the client connects again
   * after one minute.
   *
   * @param id the id of the event of an item
   * @param data converts an item to the object that becomes JSON
   * @param timeout as for {@link #of(Flow.Publisher, Function, Duration)}
   * @throws IllegalArgumentException if the timeout is negative
   */
  public <E> SseEmitter stream(
      Flow.Publisher<E> events,
      Function<? super E, String> id,
      Function<? super E, ?> data,
      Duration timeout) {
    Given.value(events, "ServerSentEvents.stream", "a publisher");
    Given.value(id, "ServerSentEvents.stream", "a function that returns the id of an event");
    Given.value(data, "ServerSentEvents.stream", "a function that converts an event");
    SseEmitter emitter = new SseEmitter(millis("ServerSentEvents.stream", timeout));
    return begin(
        emitter,
        events,
        new EventStream<>(
            emitter,
            (E item) -> json(data.apply(item)).id(id.apply(item)),
            BATCH,
            true,
            this::ended));
  }

  private <E> SseEmitter begin(
      SseEmitter emitter, Flow.Publisher<E> publisher, EventStream<E> stream) {
    if (!begin(stream)) {
      emitter.complete();
      return emitter;
    }
    try {
      publisher.subscribe(stream);
    } catch (Throwable e) { // the emitter is never returned, so nothing else would end it
      stream.close();
      throw e;
    }
    return emitter;
  }

  /** Rounded up, because 0 means never. A hundred years mean never, too. */
  private static long millis(String call, Duration timeout) {
    Given.value(timeout, call, "a timeout");
    if (timeout.isNegative()) {
      throw new IllegalArgumentException(
          "The timeout of a response is zero or more; %s was given %s.".formatted(call, timeout));
    }
    return timeout.compareTo(LONGEST) > 0 ? 0 : timeout.plusNanos(999_999).toMillis();
  }

  /** False if the application stops. */
  private synchronized boolean begin(EventStream<?> stream) {
    if (open) {
      streams.add(stream);
      if (beat == null) {
        beat = threads.every(heartbeat, this::beat);
      }
    }
    return open;
  }

  synchronized void start() {
    open = true;
  }

  /** Ends all responses, and those of later requests at once. */
  void stop() {
    synchronized (this) {
      open = false;
    }
    streams.forEach(this::end);
  }

  /**
   * Ends the subscription at once. Another thread ends the response, because a client that reads
   * nothing blocks this call.
   */
  private void end(EventStream<?> stream) {
    stream.close();
    threads.signal(stream::end);
  }

  private synchronized void ended(EventStream<?> stream) {
    streams.remove(stream);
    if (streams.isEmpty() && beat != null) {
      beat.close();
      beat = null;
    }
  }

  private void beat() {
    streams.forEach(stream -> threads.signal(stream::beat));
  }

  /** The number of connected clients, as far as it is known. */
  public int connected() {
    return streams.size();
  }
}
