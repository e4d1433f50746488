package dev.foliot.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.WiringProblems;
import org.junit.jupiter.api.Test;

class DocumentColumnTests {
  record IntCard(@DocumentId int number) {}

  record ShortCard(@DocumentId Short number) {}

  record LongCard(@DocumentId long number) {}

  private static <T> DocumentLayout<T> layout(Class<T> type) {
    return DocumentLayout.of(type, new WiringProblems()).orElseThrow();
  }

  @Test
  void idOfAnotherNumberTypeIsThatOfTheDocument() {
    assertThat(layout(IntCard.class).id().compared(5L))
        .isEqualTo(layout(IntCard.class).idOf(new IntCard(5)));
    assertThat(layout(ShortCard.class).id().compared(5))
        .isEqualTo(layout(ShortCard.class).idOf(new ShortCard((short) 5)));
    assertThat(layout(LongCard.class).id().compared((byte) 5))
        .isEqualTo(layout(LongCard.class).idOf(new LongCard(5)));
  }

  @Test
  void numberThatDoesNotFitStaysAsItIs() {
    assertThat(layout(IntCard.class).id().compared(5_000_000_000L)).isEqualTo(5_000_000_000L);
    assertThat(layout(IntCard.class).id().compared(1.5)).isEqualTo(1.5);
  }
}
