package dev.foliot.test;

import static dev.foliot.test.FoliotAssertions.assertThat;

import dev.foliot.Wiring;
import dev.foliot.Wiring.HandlerEntry;
import dev.foliot.handler.HandlerKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A comparison with nothing to compare is no success. */
class ComparedProjectionsTests {
  @Test
  void namesInlineProjectors() {
    List<HandlerEntry> handlers =
        List.of(
            new HandlerEntry(HandlerKind.EVENT, "mail", Object.class, null, List.of()),
            new HandlerEntry(
                HandlerKind.PROJECTOR, "stock-projector", Object.class, null, List.of()));

    AssertionError error =
        ComparedProjections.nothing(new Wiring(List.of(), handlers, List.of(), List.of()));

    assertThat(error)
        .hasMessageContaining("inline projectors fill all of them")
        .hasMessageContaining("The projectors are: [stock-projector].");
  }
}
