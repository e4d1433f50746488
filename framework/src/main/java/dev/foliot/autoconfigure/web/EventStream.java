package dev.foliot.autoconfigure.web;

import static java.util.Objects.requireNonNull;

import dev.foliot.failure.Causes;
import dev.foliot.failure.ErrorText;
import java.io.IOException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;

/**
 * Writes the items that one client follows. While the client reads nothing, a write blocks, and no
 * more items are requested.
 */
final class EventStream<E> implements Flow.Subscriber<E> {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final long AFTER_FAILURE = 60_000;

  private final SseEmitter emitter;
  private final Function<? super E, SseEventBuilder> event;
  private final int batch;
  private final boolean tellsEnd;
  private final Consumer<EventStream<?>> ended;
  private final AtomicBoolean writing = new AtomicBoolean();
  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean closed;
  private int left; // signals are serial

  /**
   * @param event makes the event of an item
   * @param batch how many items are requested at once, when all earlier ones have been written
   * @param tellsEnd whether the client gets an event when the items are complete
   * @param ended called once, when the stream ends
   */
  EventStream(
      SseEmitter emitter,
      Function<? super E, SseEventBuilder> event,
      int batch,
      boolean tellsEnd,
      Consumer<EventStream<?>> ended) {
    this.emitter = emitter;
    this.event = event;
    this.batch = batch;
    this.left = batch;
    this.tellsEnd = tellsEnd;
    this.ended = ended;
    emitter.onCompletion(this::close);
    emitter.onTimeout(emitter::complete);
    emitter.onError(gone -> close());
  }

  /** The comment lets the client know at once that it is connected. */
  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    write(SseEmitter.event().comment("connected"));
    if (closed) {
      given.cancel();
    } else {
      given.request(batch);
    }
  }

  @Override
  public void onNext(E item) {
    try {
      if (write(event.apply(item)) && --left == 0) {
        left = batch;
        requireNonNull(subscription).request(batch);
      }
    } catch (Throwable failure) {
      requireNonNull(subscription).cancel();
      onError(failure);
    }
  }

  @Override
  public void onError(Throwable failure) {
    LOG.warn(
        "The stream of a client has failed; it connects again in {} ms: {}",
        AFTER_FAILURE,
        ErrorText.of(failure));
    write(SseEmitter.event().reconnectTime(AFTER_FAILURE).comment("failed"));
    end();
  }

  @Override
  public void onComplete() {
    if (tellsEnd) {
      write(SseEmitter.event().name("end").data(""));
    }
    end();
  }

  /** Ends the response, so that the client connects again. */
  void end() {
    close();
    emitter.complete();
  }

  /** Checks that the client is still connected, unless it gets a change at this moment. */
  void beat() {
    if (!writing.get()) {
      write(SseEmitter.event().comment(""));
    }
  }

  /**
   * Returns false if the client has gone.
   *
   * @throws IllegalArgumentException if the event has no JSON
   */
  private boolean write(SseEventBuilder event) {
    writing.set(true);
    try {
      emitter.send(event);
      return true;
    } catch (IllegalStateException e) {
      Throwable noJson = Causes.direct(e);
      if (noJson != null && !hidesThatItHasGone(e)) {
        throw new IllegalArgumentException("An event cannot be written as JSON", noJson);
      }
      return gone(e);
    } catch (IOException e) {
      return gone(e);
    } finally {
      writing.set(false);
    }
  }

  /**
   * JSON is written to the client while it is made, so a client that has gone looks like bad JSON.
   */
  private static boolean hidesThatItHasGone(Throwable failure) {
    return Causes.find(failure, IOException.class).isPresent();
  }

  private boolean gone(Exception gone) {
    LOG.debug("A client of a stream has gone: {}", ErrorText.of(gone));
    close();
    return false;
  }

  void close() {
    if (!closed) {
      closed = true;
      Flow.Subscription current = subscription;
      if (current != null) {
        current.cancel();
      }
      ended.accept(this);
    }
  }
}
