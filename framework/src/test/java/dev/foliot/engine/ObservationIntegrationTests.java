package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brave.Span;
import brave.handler.MutableSpan;
import dev.foliot.CommandOptions;
import dev.foliot.handler.Delivery;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.observation.LogContext;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What is seen of commands, deliveries and the relay, with the tracer of a real application. */
@Import(Traced.class)
@ExtendWith(OutputCaptureExtension.class)
class ObservationIntegrationTests extends ShopTest {
  private static final String RESERVE = "deliver placed to reservation";
  private static final String SHOW = "deliver placed to board-projector";

  @Autowired private Traced.Seen seen;
  @Autowired private ObservationRegistry observations;
  @Autowired private Tracer tracer;

  @BeforeEach
  void forget() {
    seen.reset();
  }

  // R7: the request's trace goes on in the handlers, wherever they run
  @Test
  void traceGoesOnInHandlersOfAnotherNode() throws Exception {
    LinkedBlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    LinkedBlockingQueue<String> inHandler = new LinkedBlockingQueue<>();
    faults.during("board", "o1", () -> inHandler.add(traceOf(tracer)));
    EngineNode other =
        EngineOf.copy(
            node,
            deliveries::add,
            settings -> EngineOf.with(settings, 500, 1, Duration.ofMillis(20)));
    other.start();
    try {
      inSpan("http post /orders", () -> domain.process(new Place("o1", "p1", 1)));

      assertThat(inHandler.poll(60, TimeUnit.SECONDS))
          .isEqualTo(seen.span("http post /orders").traceId());
      for (int delivered = 0; delivered < 2; delivered++) {
        assertThat(deliveries.poll(60, TimeUnit.SECONDS)).isNotNull();
      }
    } finally {
      other.stop();
    }
    assertThat(seen.span("process place")).satisfies(isChildOf("http post /orders"));
    assertThat(seen.span(SHOW))
        .satisfies(isChildOf("process place"))
        .returns(Span.Kind.CONSUMER, MutableSpan::kind);
    assertThat(seen.span(RESERVE)).satisfies(isChildOf("process place"));
  }

  private static String traceOf(Tracer tracer) {
    return Objects.requireNonNull(tracer.currentSpan()).context().traceId();
  }

  private void inSpan(String name, Runnable work) {
    Observation.createNotStarted(name, observations).observe(work);
  }

  private java.util.function.Consumer<MutableSpan> isChildOf(String parent) {
    return child -> {
      assertThat(child.traceId()).isEqualTo(seen.span(parent).traceId());
      assertThat(child.parentId()).isEqualTo(seen.span(parent).id());
    };
  }

  // R7: events are recorded at the commit, when the spans of a batch are over
  @Test
  void whatIsRaisedInABatchGoesOnFromItsDelivery() {
    domain.process(new Receive("p1", 10));
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Place("o2", "p1", 1));

    engine().runUntilIdle();

    List<MutableSpan> reserving = seen.spans(RESERVE);
    assertThat(reserving).extracting(MutableSpan::traceId).doesNotHaveDuplicates().hasSize(2);
    assertThat(seen.spans("deliver reserved to board-projector"))
        .extracting(MutableSpan::parentId)
        .containsExactlyElementsOf(reserving.stream().map(MutableSpan::id).toList());
  }

  @Test
  void spansOfHandlersAreChildren() {
    faults.during("board", "o1", () -> inSpan("select shelf", () -> {}));
    domain.process(new Place("o1", "p1", 1));

    engine().runUntilIdle();

    assertThat(seen.span("select shelf")).satisfies(isChildOf(SHOW));
  }

  @Test
  void eachAttemptIsAnErrorOfItsOwn() {
    faults.fail("reservation", "o1", 100);
    domain.process(new Place("o1", "p1", 1));

    engine().runUntilIdle();

    assertThat(seen.outcomes(RESERVE))
        .containsExactly("retry", "retry", "retry", "retry", "parked");
    assertThat(seen.spans(RESERVE))
        .allSatisfy(span -> assertThat(span.error()).hasMessage("reservation fails on o1"))
        .extracting(span -> span.tag("foliot.attempt"))
        .containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void skippedMessageSaysSo() {
    faults.decide(ErrorDecision.skip());
    faults.fail("reservation", "o1", 1);
    domain.process(new Place("o1", "p1", 1));

    engine().runUntilIdle();

    assertThat(seen.outcomes(RESERVE)).containsExactly("skipped");
  }

  @Test
  void commandWhoseHandlerIsNotCalledSaysSo() {
    domain.commands().cancel(domain.submit(new Receive("p1", 10)).id());
    domain.submit(new Cancel("o1"), CommandOptions.none().timeout(Duration.ofSeconds(1)));
    clock.advance(Duration.ofSeconds(2));

    engine().runUntilIdle();

    assertThat(seen.outcomes("deliver receive to commands")).containsExactly("ignored");
    assertThat(seen.outcomes("deliver cancel to commands")).containsExactly("expired");
  }

  // the calls before the failure are repeated, since they were rolled back with it
  @Test
  void onlyTheCulpritOfABatchIsAnError() {
    faults.fail("board", "o2", 1);
    for (String order : List.of("o1", "o2", "o3")) {
      domain.process(new Place(order, "p1", 1));
    }

    engine().runUntilIdle();

    assertThat(seen.outcomes(SHOW))
        .containsExactly("handled", "retry", "handled", "handled", "handled");
    assertThat(seen.spans(SHOW)).filteredOn(span -> span.error() != null).hasSize(1);
  }

  @Test
  void failureOfTheCommitIsAnErrorOfTheAttempt() {
    faults.during("board", "o1", ObservationIntegrationTests::failAtCommit);
    domain.process(new Place("o1", "p1", 1));

    engine().runUntilIdle();

    assertThat(seen.outcomes(SHOW)).hasSize(5).startsWith("retry").endsWith("parked");
    assertThat(seen.spans(SHOW))
        .allSatisfy(span -> assertThat(span.error()).hasMessage("no commit today"));
  }

  // nobody knows whose fault it is until they are tried one by one
  @Test
  void culpritOfABatchThatDoesNotCommitIsFoundAmongThem() {
    faults.during("board", "o1", ObservationIntegrationTests::failAtCommit);
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Place("o2", "p1", 1));

    engine().runUntilIdle();

    assertThat(seen.outcomes(SHOW))
        .startsWith("handled", "handled", "retry", "handled")
        .endsWith("parked");
  }

  private static void failAtCommit() {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void beforeCommit(boolean readOnly) {
            throw new IllegalStateException("no commit today");
          }
        });
  }

  @Test
  void lostRaceIsNoAttempt() {
    int[] races = {0};
    faults.during(
        "board",
        "o1",
        () -> {
          if (races[0]++ == 0) {
            throw new OptimisticLockingFailureException("another was faster");
          }
        });
    domain.process(new Place("o1", "p1", 1));

    engine().runUntilIdle();

    assertThat(seen.outcomes(SHOW)).containsExactly("repeated", "handled");
    assertThat(seen.spans(SHOW))
        .extracting(span -> span.tag("foliot.attempt"))
        .containsExactly("1", "1");
  }

  @Test
  void failedCommandIsAnError() {
    assertThatThrownBy(() -> domain.process(new Cancel("nobody")))
        .isInstanceOf(NullPointerException.class);

    assertThat(seen.outcomes("process cancel")).containsExactly("failure");
    assertThat(seen.span("process cancel").error()).isInstanceOf(NullPointerException.class);
  }

  @Test
  void publishedMessageGoesOnFromItsRelay() {
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Cancel("o1"));

    engine().runUntilIdle();

    String publish = "publish cancelled to cancellations";
    assertThat(seen.span(publish))
        .satisfies(isChildOf("process cancel"))
        .returns(Span.Kind.PRODUCER, MutableSpan::kind);
    assertThat(seen.outcomes(publish)).containsExactly("published");
    assertThat(seen.span("deliver cancelled to cancellation-mails")).satisfies(isChildOf(publish));
  }

  @Test
  void idleEngineIsNotObserved() {
    engine().runUntilIdle();
    seen.reset();

    engine().run();

    assertThat(seen.observations()).isEmpty();
  }

  @Test
  void parkedMessageIsLoggedWithTheWayToRetryIt(CapturedOutput output) {
    faults.fail("reservation", "o1", 100);
    domain.process(new Place("o1", "p1", 1));

    engine().runUntilIdle();

    String id = jdbc.queryForObject("select message_id from foliot_held", String.class);
    assertThat(output.getAll().lines().filter(line -> line.contains("is parked")))
        .singleElement()
        .asString()
        .contains(
            "ERROR",
            "subscription=reservation message=placed order-o1@1",
            "attempt=5 failed for good and is parked; later messages of key=order-o1 wait behind it.",
            "try it again by POST /actuator/foliot/reservation/parked/"
                + id
                + " or: java -jar application.jar foliot retry reservation "
                + id);
  }

  @Test
  void logKnowsWhatIsHandled() {
    Map<String, @Nullable String> inside = new LinkedHashMap<>();
    faults.during(
        "board", "o1", () -> LogContext.KEYS.forEach(key -> inside.put(key, MDC.get(key))));
    domain.process(new Place("o1", "p1", 1));
    Map<String, Object> event = jdbc.queryForMap("select id from foliot_message");

    engine().runUntilIdle();

    assertThat(inside)
        .containsEntry(LogContext.SUBSCRIPTION, "board-projector")
        .containsEntry(LogContext.MESSAGE_ID, event.get("id").toString())
        .containsEntry(LogContext.MESSAGE_TYPE, "placed")
        .containsEntry(LogContext.STREAM, "order-o1");
    assertThat(inside.get(LogContext.CORRELATION_ID)).isNotBlank();
    assertThat(LogContext.KEYS).allSatisfy(key -> assertThat(MDC.get(key)).isNull());
  }
}
