package dev.foliot.autoconfigure.web;

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
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends live changes to browsers as server-sent events. Each event has the JSON {@code {"id": …,
 * "row": …}}, where the row is null if there is none. The events have no ids: a client that
 * connects again gets the present rows first. The next change is requested when the previous one
 * has been written. A Spring bean, safe for use by several threads.
 */
@RegisterReflectionForBinding(ServerSentEvents.Body.class)
public final class ServerSentEvents {
  private static final Duration NEVER = Duration.ZERO;
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final LiveThreads threads;
  private final Duration heartbeat;
  private final Set<EventStream<?>> streams = ConcurrentHashMap.newKeySet();
  private LiveThreads.@Nullable Timer beat;

  /**
   * The JSON of an event.
   *
   * @param id the id of the row
   * @param row the row; null if there is none
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public record Body(Object id, @Nullable Object row) {}

  /** Made by the auto-configuration. */
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
   * Subscribes, and returns the response of a controller method. It ends when the client goes, the
   * time is over, or the application stops. If the changes fail, the failure is logged, and the
   * client is told to connect again after a minute only.
   *
   * @param row converts a row to the object that becomes JSON
   * @param timeout after which the response ends, so that the client connects again; 0 for never
   * @throws IllegalArgumentException if the timeout is negative
   */
  public <P> SseEmitter of(
      Flow.Publisher<Change<P>> changes, Function<? super P, ?> row, Duration timeout) {
    Given.value(changes, "ServerSentEvents.of", "a publisher, such as domain.changes(…)");
    Given.value(row, "ServerSentEvents.of", "a function that converts a row");
    SseEmitter emitter = new SseEmitter(millis(timeout));
    EventStream<P> stream = new EventStream<>(emitter, row, this::ended);
    begin(stream);
    try {
      changes.subscribe(stream);
    } catch (Throwable e) { // the emitter is never returned, so nothing else would end it
      stream.close();
      throw e;
    }
    return emitter;
  }

  /** Rounded up, because 0 is never; a hundred years are never, too. */
  private static long millis(Duration timeout) {
    Given.value(timeout, "ServerSentEvents.of", "a timeout");
    if (timeout.isNegative()) {
      throw new IllegalArgumentException(
          "The timeout of a response is zero or more; ServerSentEvents.of was given %s."
              .formatted(timeout));
    }
    return timeout.compareTo(LONGEST) > 0 ? 0 : timeout.plusNanos(999_999).toMillis();
  }

  private synchronized void begin(EventStream<?> stream) {
    streams.add(stream);
    if (beat == null) {
      beat = threads.every(heartbeat, this::beat);
    }
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
