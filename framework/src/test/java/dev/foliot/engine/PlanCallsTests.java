package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.engine.PlanCalls.Call;
import dev.foliot.engine.PlanCalls.Planned;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerDeclaration;
import dev.foliot.handler.HandlerInspection;
import dev.foliot.handler.HandlerKind;
import dev.foliot.handler.On;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.handler.StartPosition;
import dev.foliot.handler.WiringProblems;
import dev.foliot.message.Lane;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.Upcasters;
import dev.foliot.testsupport.TestMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** R23 for handlers some of whose methods take lists. */
class PlanCallsTests {
  record Opened(long position) {}

  record Changed(long position) {}

  record Closed(long position) {}

  static class Handler {
    @On
    void opened(List<Opened> events) {}

    @On
    void changed(List<Changed> events) {}

    @On
    void closed(Closed event) {}
  }

  private static final MessageTypes TYPES =
      new MessageTypes(
          Stream.of(Opened.class, Changed.class, Closed.class)
              .map(each -> new MessageType(MessageKind.EVENT, each.getName(), 1, each, null))
              .toList());

  private final PlanCalls plan = new PlanCalls(subscription());
  private int places;

  @Test
  void eventsOfOneMethodAreOneCall() {
    add("a", new Opened(1));
    add("b", new Opened(2));
    add("a", new Changed(3));
    add("c", new Opened(4));
    add("c", new Changed(5));

    assertThat(positions()).containsExactly(List.of(1L, 2L, 4L), List.of(3L, 5L));
  }

  @Test
  void laterEventOfKeyDoesNotOvertake() {
    add("a", new Changed(1));
    add("a", new Opened(2));
    add("a", new Changed(3));
    add("b", new Changed(4));

    assertThat(positions()).containsExactly(List.of(1L, 4L), List.of(2L), List.of(3L));
  }

  @Test
  void methodOfOneEventIsCalledForEach() {
    add("a", new Closed(1));
    add("b", new Closed(2));

    assertThat(positions()).containsExactly(List.of(1L), List.of(2L));
  }

  @RepeatedTest(200)
  void orderOfEachKeyIsThatOfTheLog(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Map<String, List<Long>> log = new HashMap<>();
    int size = 1 + random.nextInt(60);
    for (long position = 1; position <= size; position++) {
      String key = "key" + random.nextInt(6);
      log.computeIfAbsent(key, each -> new ArrayList<>()).add(position);
      Object[] one = {new Opened(position), new Changed(position), new Closed(position)};
      add(key, one[random.nextInt(3)]);
    }

    Map<String, List<Long>> handled = new HashMap<>();
    for (Call call : plan.calls()) {
      for (Planned each : call.messages()) {
        handled
            .computeIfAbsent(each.recorded().streamId(), key -> new ArrayList<>())
            .add(each.recorded().position());
        assertThat(each.part().payload().getClass())
            .isSameAs(call.messages().get(0).part().payload().getClass());
      }
    }

    assertThat(handled).isEqualTo(log);
    assertThat(positions()).allSatisfy(call -> assertThat(call).isSorted());
    assertThat(positions().stream().flatMap(List::stream).sorted())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, size).boxed().toList());
  }

  private void add(String key, Object payload) {
    long position = places + 1;
    Metadata metadata = TestMetadata.of(new UUID(0, position), payload.getClass().getName());
    plan.add(
        places++,
        new RecordedMessage(
            position,
            MessageKind.EVENT,
            "account",
            key,
            1,
            Lane.PRIMARY,
            false,
            metadata,
            "{}",
            message -> payload),
        true);
  }

  private List<List<Long>> positions() {
    return plan.calls().stream()
        .map(call -> call.messages().stream().map(each -> each.recorded().position()).toList())
        .toList();
  }

  private static Subscription subscription() {
    WiringProblems problems = new WiringProblems();
    HandlerBean handler =
        HandlerInspection.inspect(
            new HandlerDeclaration(
                HandlerKind.PROJECTOR,
                "p",
                On.class,
                0,
                "",
                StartPosition.BEGINNING,
                Object.class,
                null),
            Handler.class,
            "handler",
            new Handler(),
            TYPES,
            problems);
    problems.throwIfAny();
    RetryPolicy retry = new RetryPolicy(1, Duration.ofSeconds(1), 1, Duration.ofSeconds(1), 0);
    return new Subscription(
        handler, new SubscriptionSettings(100, 1, null, retry), new Upcasters(TYPES, List.of()));
  }
}
