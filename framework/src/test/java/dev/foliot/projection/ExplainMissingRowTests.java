package dev.foliot.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerDeclaration;
import dev.foliot.handler.HandlerKind;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.handler.On;
import dev.foliot.handler.StartPosition;
import dev.foliot.handler.WiringProblems;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** R40: a missing row is explained by what the application has. */
class ExplainMissingRowTests {
  private final HandlerRegistry handlers = new HandlerRegistry();

  @Projection
  record Board(String id) {}

  private void fillWithProjector() {
    HandlerDeclaration declaration =
        new HandlerDeclaration(
            HandlerKind.PROJECTOR,
            "board-projector",
            On.class,
            0,
            "",
            StartPosition.BEGINNING,
            Board.class,
            null);
    handlers.fill(
        List.of(HandlerBean.of(declaration, Object.class, new Object(), Map.of())),
        new WiringProblems());
  }

  private String text(boolean synchronous) {
    return new ExplainMissingRow(handlers, synchronous).of(Board.class);
  }

  @Test
  void namesMissingProjector() {
    assertThat(text(true))
        .isEqualTo(
            "It has no projector. Annotate a bean with @Projector(Board.class), and its methods with @On.");
  }

  @Test
  void blamesTheEngineOnlyWhereItDelivers() {
    fillWithProjector();

    assertThat(text(false))
        .contains("the engine may not have delivered that event to board-projector yet");
    assertThat(text(true)).contains("board-projector has an @On method").doesNotContain("engine");
  }
}
