package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.foliot.event.EventDeclarations;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerInspection;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.handler.WiringProblems;
import dev.foliot.message.Lane;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.UnknownMessageTypeException;
import dev.foliot.message.Upcasters;
import dev.foliot.testsupport.TestMetadata;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SubscriptionTests {
  record Joined(String group) {}

  @EventHandler(name = "members", sequencedBy = "group")
  static class Members {
    @Handle
    void on(Joined event) {}
  }

  private static final MessageTypes TYPES =
      new MessageTypes(
          List.of(new MessageType(MessageKind.EVENT, "joined", 1, Joined.class, null)));

  private final Subscription members = subscription();

  /** A payload as it was stored, and what reading it gives. */
  private record Stored(boolean sealed, Object content) implements RecordedMessage.PayloadReader {
    @Override
    public Object read(RecordedMessage message) {
      if (content instanceof RuntimeException failure) {
        throw failure;
      }
      return content;
    }

    @Override
    public boolean mayKeep(RecordedMessage message) {
      return !sealed;
    }
  }

  // ---- the key of a message (R23)

  @Test
  void keyIsTheDeclaredComponent() {
    assertThat(members.keyOf(message(new Stored(true, new Joined("g"))))).isEqualTo("g");
  }

  @Test
  void givesNoOtherKeyWhileTheVaultIsAway() {
    RecordedMessage message =
        message(new Stored(true, new IllegalStateException("the vault does not answer")));

    assertThatThrownBy(() -> members.keyOf(message))
        .hasMessage(
            "Subscription members cannot compute the sequencing key of joined group-1@1 (position 7, id 00000000-0000-0000-0000-000000000007), because the message cannot be read now: java.lang.IllegalStateException: the vault does not answer");
  }

  @Test
  void reportsAKeyWhileTheVaultIsAway() {
    RecordedMessage message =
        message(new Stored(true, new IllegalStateException("the vault does not answer")));

    assertThat(members.reportedKeyOf(message)).endsWith("@7");
  }

  @Test
  void messageThatStaysUnreadableHasAKeyOfItsOwn() { // R27
    RuntimeException unknown =
        catchThrowableOfType(
            UnknownMessageTypeException.class, () -> TYPES.named(MessageKind.EVENT, "left"));

    assertThat(members.keyOf(message(new Stored(true, unknown)))).endsWith("@7");
    assertThat(members.keyOf(message(new Stored(false, new IllegalStateException("no")))))
        .endsWith("@7");
  }

  @Test
  void eventWithoutTheComponentHasAKeyOfItsOwn() {
    assertThat(members.keyOf(message(new Stored(true, "something else")))).endsWith("@7");
  }

  private static RecordedMessage message(Stored stored) {
    Metadata metadata = TestMetadata.of(new UUID(0, 7), "joined");
    return new RecordedMessage(
        7, MessageKind.EVENT, "group", "1", 1, Lane.PRIMARY, false, metadata, "{}", stored);
  }

  private static Subscription subscription() {
    WiringProblems problems = new WiringProblems();
    HandlerBean handler =
        HandlerInspection.inspect(
            EventDeclarations.handler(Members.class),
            Members.class,
            "members",
            new Members(),
            TYPES,
            problems);
    problems.throwIfAny();
    RetryPolicy retry = new RetryPolicy(1, Duration.ofSeconds(1), 1, Duration.ofSeconds(1), 0);
    return new Subscription(
        handler, new SubscriptionSettings(100, 1, null, retry), new Upcasters(TYPES, List.of()));
  }
}
