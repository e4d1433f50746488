package dev.foliot.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.foliot.time.SteppableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** R7: what a message has by itself, and what it inherits. */
@SuppressWarnings("try") // a scope is not named again
class MessageFactoryTests {
  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

  record Place(String order) {}

  record Placed(String order) {}

  private final SteppableClock clock = new SteppableClock(NOW);
  private @Nullable String trace;
  private @Nullable String user;
  private final MessageFactory factory =
      new MessageFactory(
          new MessageTypes(
              List.of(
                  new MessageType(MessageKind.COMMAND, "place", 1, Place.class, null),
                  new MessageType(MessageKind.EVENT, "placed", 3, Placed.class, null))),
          new TimeOrderedIds(clock, 42),
          clock,
          () -> trace,
          () -> user);

  private static MessageOptions priority(Priority priority) {
    return new MessageOptions(priority, null, null, Map.of());
  }

  private static MessageOptions timeout(Duration timeout) {
    return new MessageOptions(null, null, timeout, Map.of());
  }

  private static MessageOptions described(String correlationId, Map<String, String> headers) {
    return new MessageOptions(null, correlationId, null, headers);
  }

  private Metadata sent(MessageOptions options) {
    return factory.sent(new Place("1"), options).metadata();
  }

  private Metadata sentWhileHandling(Metadata cause, MessageOptions options) {
    try (var scope = CurrentMessage.handling(cause)) {
      return sent(options);
    }
  }

  @Test
  void aRootHasNoCauseAndCorrelatesWithItself() {
    Metadata root = sent(MessageOptions.NONE);

    assertThat(root.id().version()).isEqualTo(7);
    assertThat(root.correlationId()).isEqualTo(root.id().toString());
    assertThat(root.causationId()).isNull();
    assertThat(root.priority()).isEqualTo(Priority.NORMAL);
    assertThat(root.occurredAt()).isEqualTo(NOW);
    assertThat(root.type()).isEqualTo("place");
    assertThat(root.typeVersion()).isEqualTo(1);
    assertThat(root.deadline()).isNull();
    assertThat(root.headers()).isEmpty();
  }

  @Test
  void theFirstMessageHasTheCurrentUser() {
    user = "clara";
    Metadata root = sent(MessageOptions.NONE);
    user = "somebody else";
    Metadata caused = sentWhileHandling(root, MessageOptions.NONE);
    Metadata raised = factory.raised(new Placed("1"), root, null).metadata();
    Metadata withoutCause = factory.raised(new Placed("1"), null, null).metadata();

    assertThat(root.user()).isEqualTo("clara");
    assertThat(root.headers()).containsExactly(Map.entry("foliot-user", "clara"));
    assertThat(caused.user()).isEqualTo("clara");
    assertThat(raised.user()).isEqualTo("clara");
    assertThat(withoutCause.user()).isEqualTo("somebody else");
  }

  @Test
  void aCauseWithoutAUserLeavesItToTheThread() {
    Metadata root = sent(MessageOptions.NONE);
    user = "clara";

    assertThat(root.user()).isNull();
    assertThat(sentWhileHandling(root, MessageOptions.NONE).user()).isEqualTo("clara");
  }

  @Test
  void inheritsFromItsCause() {
    Metadata root =
        sent(
            new MessageOptions(
                Priority.BACKFILL, "import 7", Duration.ofMinutes(1), Map.of("tenant", "blue")));

    Metadata command = sentWhileHandling(root, MessageOptions.NONE);
    Metadata event = factory.raised(new Placed("1"), command, null).metadata();

    assertThat(command.correlationId()).isEqualTo("import 7");
    assertThat(command.causationId()).isEqualTo(root.id());
    assertThat(command.priority()).isEqualTo(Priority.BACKFILL);
    assertThat(command.deadline()).isEqualTo(root.deadline()).isEqualTo(NOW.plusSeconds(60));
    assertThat(command.headers()).isEqualTo(Map.of("tenant", "blue"));
    assertThat(event.correlationId()).isEqualTo("import 7");
    assertThat(event.causationId()).isEqualTo(command.id());
    assertThat(event.priority()).isEqualTo(Priority.BACKFILL);
    assertThat(event.deadline()).isNull();
    assertThat(event.typeVersion()).isEqualTo(3);
  }

  @Test
  void anOptionWinsOverWhatIsInherited() {
    Metadata root = sent(described("first", Map.of("a", "1", "b", "1")));

    Metadata command = sentWhileHandling(root, described("second", Map.of("b", "2")));

    assertThat(command.correlationId()).isEqualTo("second");
    assertThat(command.headers()).isEqualTo(Map.of("a", "1", "b", "2"));
    assertThat(sentWhileHandling(root, priority(Priority.CRITICAL)).priority())
        .isEqualTo(Priority.CRITICAL);
  }

  @Test
  void theEarlierDeadlineCounts() {
    Metadata root = sent(timeout(Duration.ofSeconds(30)));

    assertThat(sentWhileHandling(root, timeout(Duration.ofSeconds(10))).deadline())
        .isEqualTo(NOW.plusSeconds(10));
    assertThat(sentWhileHandling(root, timeout(Duration.ofSeconds(60))).deadline())
        .isEqualTo(NOW.plusSeconds(30));
  }

  @Test
  void aRequestedPriorityWinsOverTheCausesButNotOverAnOption() {
    Metadata root = sent(priority(Priority.LOW));
    try (var handling = CurrentMessage.handling(root);
        var requested = CurrentMessage.withPriority(Priority.HIGH)) {
      assertThat(sent(MessageOptions.NONE).priority()).isEqualTo(Priority.HIGH);
      assertThat(sent(priority(Priority.CRITICAL)).priority()).isEqualTo(Priority.CRITICAL);
    }

    assertThat(factory.raised(new Placed("1"), root, Priority.HIGH).metadata().priority())
        .isEqualTo(Priority.HIGH);
  }

  @Test
  void commandContinuesTheTraceOfTheThreadOrElseOfTheCause() {
    trace = "00-aaaa";
    Metadata root = sent(MessageOptions.NONE);
    trace = null;

    assertThat(sentWhileHandling(root, MessageOptions.NONE).traceParent()).isEqualTo("00-aaaa");
    trace = "00-bbbb";
    assertThat(sentWhileHandling(root, MessageOptions.NONE).traceParent()).isEqualTo("00-bbbb");
  }

  // it is made at the commit, where the thread may be in another span than when it was raised
  @Test
  void eventContinuesTheTraceOfItsCauseOrElseOfTheThread() {
    Metadata untraced = sent(MessageOptions.NONE);
    trace = "00-aaaa";
    Metadata root = sent(MessageOptions.NONE);
    trace = "00-bbbb";

    assertThat(factory.raised(new Placed("1"), root, null).metadata().traceParent())
        .isEqualTo("00-aaaa");
    assertThat(factory.raised(new Placed("1"), untraced, null).metadata().traceParent())
        .isEqualTo("00-bbbb");
    assertThat(factory.raised(new Placed("1"), null, null).metadata().traceParent())
        .isEqualTo("00-bbbb");
  }

  @Test
  void twoMessagesNeverShareAnId() {
    UUID first = sent(MessageOptions.NONE).id();

    assertThat(sent(MessageOptions.NONE).id()).isNotEqualTo(first);
  }

  @Test
  void refusesWhatIsNoMessage() {
    assertThatExceptionOfType(UnknownMessageTypeException.class)
        .isThrownBy(() -> factory.sent("text", MessageOptions.NONE));
  }
}
