package dev.foliot.autoconfigure.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.live.Change;
import dev.foliot.live.LiveChanges;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter.DataWithMediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

/** The ends of a stream that a real client does not meet reliably. */
class ServerSentEventsTests {
  private static final Change<String> CHANGE = new Change.Row<>("a", "a row");

  /** A response whose second event fails. */
  private static final class Failing extends SseEmitter {
    private final Throwable failure;
    private int events;

    Failing(Throwable failure) {
      this.failure = failure;
    }

    @Override
    public void send(SseEventBuilder event) {
      events++;
      if (events == 2) {
        throw new IllegalStateException("Failed to send", failure);
      }
    }
  }

  private static final class Given implements Flow.Subscription {
    private boolean cancelled;

    @Override
    public void request(long n) {}

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  private static int eventsWhen(Throwable failure) {
    Failing emitter = new Failing(failure);
    List<EventStream<?>> ended = new ArrayList<>();
    EventStream<Change<String>> stream =
        new EventStream<>(emitter, change -> SseEmitter.event().data(change), 1, false, ended::add);
    Given subscription = new Given();
    stream.onSubscribe(subscription);

    stream.onNext(CHANGE);

    assertThat(subscription.cancelled).isTrue();
    assertThat(ended).containsExactly(stream);
    return emitter.events;
  }

  @Test
  void clientThatGoesWhileARowIsWrittenIsNoFailure() {
    assertThat(eventsWhen(new IllegalArgumentException(new IOException("Broken pipe"))))
        .isEqualTo(2);
  }

  @Test
  void rowWithoutJsonIsAFailure() {
    assertThat(eventsWhen(new IllegalArgumentException("no JSON")))
        .as("it ends with the time after which the client connects again")
        .isEqualTo(3);
  }

  @Test
  void streamThatCannotSubscribeIsForgotten() {
    var events = new ServerSentEvents(LiveChanges.inCallersThread(), Duration.ofSeconds(15));
    Given subscription = new Given();

    assertThatThrownBy(
            () ->
                events.<String>of(
                    subscriber -> {
                      subscriber.onSubscribe(subscription);
                      throw new IllegalStateException("no more threads");
                    }))
        .hasMessage("no more threads");

    assertThat(events.connected()).isZero();
    assertThat(subscription.cancelled).isTrue();
  }

  @Test
  void anyTimeoutIsATimeout() {
    var events = new ServerSentEvents(LiveChanges.inCallersThread(), Duration.ofSeconds(15));
    Flow.Publisher<Change<String>> none = subscriber -> {};

    assertThat(events.of(none, row -> row, Duration.ZERO).getTimeout()).isZero();
    assertThat(events.of(none, row -> row, Duration.ofNanos(1)).getTimeout()).isOne();
    assertThat(events.of(none, row -> row, Duration.ofMillis(7)).getTimeout()).isEqualTo(7);
    assertThat(events.of(none, row -> row, Duration.ofSeconds(Long.MAX_VALUE)).getTimeout())
        .isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> events.of(none, row -> row, Duration.ofMillis(-1)))
        .withMessageContaining("The timeout of a response is zero or more");
    assertThat(events.connected()).isEqualTo(4);
  }

  /** A response that keeps what is sent. */
  private static final class Sent extends SseEmitter {
    private final StringBuilder text = new StringBuilder();
    private boolean complete;

    @Override
    public void send(SseEventBuilder event) {
      event.build().forEach(part -> text.append(part.getData()));
    }

    @Override
    public void complete() {
      complete = true;
    }
  }

  private static EventStream<String> stream(Sent response, int batch) {
    return new EventStream<>(
        response, item -> SseEmitter.event().id(item).data(item), batch, true, ended -> {});
  }

  @Test
  void endIsAnEventOfItsOwn() {
    Sent response = new Sent();
    EventStream<String> stream = stream(response, 1);
    stream.onSubscribe(new Given());
    stream.onNext("a");

    stream.onComplete();

    assertThat(response.text).hasToString(":connected\n\nid:a\ndata:a\n\nevent:end\ndata:\n\n");
    assertThat(response.complete).isTrue();
  }

  @Test
  void moreIsRequestedWhenAllIsWritten() {
    List<Long> requests = new ArrayList<>();
    EventStream<String> stream = stream(new Sent(), 3);
    stream.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long n) {
            requests.add(n);
          }

          @Override
          public void cancel() {}
        });

    List.of("a", "b").forEach(stream::onNext);
    assertThat(requests).containsExactly(3L);
    stream.onNext("c");

    assertThat(requests).containsExactly(3L, 3L);
  }

  @Test
  void textIsWrittenAsJson() {
    assertThat(ServerSentEvents.json("a \"b\"").build())
        .extracting(DataWithMediaType::getData)
        .filteredOn(each -> !(each instanceof String)) // Spring MVC writes these as they are
        .extracting(JsonMapper.shared()::writeValueAsString)
        .containsExactly("\"a \\\"b\\\"\"");
  }

  @Test
  void stopEndsAllStreamsAndLaterOnes() {
    var events = new ServerSentEvents(LiveChanges.inCallersThread(), Duration.ofSeconds(15));
    Given subscription = new Given();
    Flow.Publisher<String> publisher = subscriber -> subscriber.onSubscribe(subscription);
    events.stream(publisher, item -> item, item -> item, Duration.ZERO);

    events.stop();

    assertThat(subscription.cancelled).isTrue();
    assertThat(events.connected()).isZero();
    Given late = new Given();
    events.stream(
        subscriber -> subscriber.onSubscribe(late), item -> "", item -> item, Duration.ZERO);
    assertThat(events.connected()).isZero();
    events.start();
    events.stream(publisher, item -> item, item -> item, Duration.ZERO);
    assertThat(events.connected()).isOne();
  }
}
