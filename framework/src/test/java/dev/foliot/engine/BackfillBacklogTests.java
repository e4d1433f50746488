package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.message.Lane;
import dev.foliot.message.MessageKind;
import dev.foliot.message.Metadata;
import dev.foliot.message.Priority;
import dev.foliot.message.RecordedMessage;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BackfillBacklogTests {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final BackfillBacklog backlog = new BackfillBacklog(0);

  @Test
  void isDrainedAtItsNewestHoweverFarItIsKnown() {
    backlog.add("a", message(5));
    backlog.knownThrough(100);

    backlog.handledThrough(4, NOON);
    assertThat(backlog.mayHold("a")).isTrue();
    backlog.handledThrough(5, NOON);

    assertThat(backlog.isDrained()).isTrue();
    assertThat(backlog.oldest()).isNull();
    assertThat(backlog.knownThrough()).isEqualTo(100);
  }

  @Test
  void forgetsNoKeyThatCameLater() {
    backlog.add("a", message(5));
    backlog.add("b", message(9));

    backlog.handledThrough(5, NOON);

    assertThat(backlog.mayHold("b")).isTrue();
    assertThat(backlog.oldest()).isEqualTo(NOON);
  }

  private static RecordedMessage message(long position) {
    Metadata metadata =
        new Metadata(
            new UUID(0, position),
            "c",
            null,
            Priority.BACKFILL,
            NOON,
            "placed",
            1,
            null,
            null,
            Map.of());
    return new RecordedMessage(
        position,
        MessageKind.EVENT,
        "order",
        "o1",
        1,
        Lane.BACKFILL,
        false,
        metadata,
        "{}",
        each -> each);
  }
}
