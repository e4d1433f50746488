package dev.foliot.autoconfigure.web;

import static java.util.Objects.requireNonNull;

import dev.foliot.failure.Causes;
import dev.foliot.failure.ErrorText;
import dev.foliot.live.Change;
import java.io.IOException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;

/**
 * Writes the changes that one client follows. While the client reads nothing, a write blocks.
 * Meanwhile newer states replace older ones in the subscription.
 */
final class EventStream<P> implements Flow.Subscriber<Change<P>> {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final long AFTER_FAILURE = 60_000;

  private final SseEmitter emitter;
  private final Function<? super P, ?> body;
  private final Consumer<EventStream<?>> ended;
  private final AtomicBoolean writing = new AtomicBoolean();
  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean closed;

  EventStream(SseEmitter emitter, Function<? super P, ?> body, Consumer<EventStream<?>> ended) {
    this.emitter = emitter;
    this.body = body;
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
      given.request(1);
    }
  }

  @Override
  public void onNext(Change<P> change) {
    try {
      Object row = change instanceof Change.Row<P> present ? body.apply(present.value()) : null;
      var data = new ServerSentEvents.Body(change.id(), row);
      if (write(SseEmitter.event().data(data, MediaType.APPLICATION_JSON))) {
        requireNonNull(subscription).request(1);
      }
    } catch (Throwable failure) {
      requireNonNull(subscription).cancel();
      onError(failure);
    }
  }

  @Override
  public void onError(Throwable failure) {
    LOG.warn(
        "Live changes of a client have failed; it connects again in {} ms: {}",
        AFTER_FAILURE,
        ErrorText.of(failure));
    write(SseEmitter.event().reconnectTime(AFTER_FAILURE).comment("failed"));
    onComplete();
  }

  @Override
  public void onComplete() {
    close();
    emitter.complete();
  }

  /** Finds out whether the client is still there; one that gets a change now is. */
  void beat() {
    if (!writing.get()) {
      write(SseEmitter.event().comment(""));
    }
  }

  /**
   * False if the client has gone.
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
        throw new IllegalArgumentException("A row cannot be written as JSON", noJson);
      }
      return gone(e);
    } catch (IOException e) {
      return gone(e);
    } finally {
      writing.set(false);
    }
  }

  /** JSON is written to the client as it arises, so a client that has gone looks like bad JSON. */
  private static boolean hidesThatItHasGone(Throwable failure) {
    return Causes.find(failure, IOException.class).isPresent();
  }

  private boolean gone(Exception gone) {
    LOG.debug("A client of live changes has gone: {}", ErrorText.of(gone));
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
