package dev.foliot.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.Lane;
import dev.foliot.message.Message;
import dev.foliot.message.MessageKind;
import dev.foliot.message.Metadata;
import dev.foliot.message.Priority;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CausalOrderTests {
  private static final int LONG = 20_000;

  @Test
  void placesALongChainThatIsHeardOfBackwards() {
    List<FlowStep> recorded =
        IntStream.rangeClosed(1, LONG)
            .mapToObj(CausalOrderTests::event)
            .collect(Collectors.toList());
    List<FlowStep> inOrder = List.copyOf(recorded);
    Collections.reverse(recorded);

    List<CausalOrder.Placed> story = CausalOrder.of(recorded);

    assertThat(story).extracting(CausalOrder.Placed::step).isEqualTo(inOrder);
    assertThat(story.get(LONG - 1).depth()).isEqualTo(2 * (LONG - 1));
  }

  @Test
  void endsWhereMessagesCauseEachOther() {
    List<FlowStep> recorded = List.of(event(1, 2), event(2, 1));

    assertThat(CausalOrder.of(recorded)).hasSize(2);
  }

  private static FlowStep event(int number) {
    return event(number, number == 1 ? null : number - 1);
  }

  private static FlowStep event(int number, @Nullable Integer cause) {
    Metadata metadata =
        new Metadata(
            new UUID(0, number),
            "c",
            cause == null ? null : new UUID(0, cause),
            Priority.NORMAL,
            Instant.EPOCH,
            "paid",
            1,
            null,
            null,
            Map.of());
    Message message = new Message("Paid[]", metadata);
    StreamName stream = new StreamName("payment", "p");
    return new FlowStep.Published(
        new NewMessage(MessageKind.EVENT, stream, (long) number, message, Lane.PRIMARY, false));
  }
}
