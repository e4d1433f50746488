package dev.foliot.workflow.step;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.journal.JsonPayloads;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

/** An outage is no problem of the state. */
class StepMemoryTests {
  private final Codec codec = new Codec();
  private final StepMemory memory = new StepMemory(StepGraph.of(Counting.class), codec);

  record Begin() implements StartEvent {}

  record Count(int number) {
    Count() {
      this(0);
    }
  }

  static class Counting {
    @Step
    Stop<String> count(Begin begin, StepContext<Count> ctx) {
      return new Stop<>("counted");
    }
  }

  /** In an outage it writes nothing. */
  private static final class Codec implements PayloadCodec {
    private final PayloadCodec json =
        new JsonPayloads(new MessageJson(new MessageTypes(List.of())));
    private boolean isAway;

    @Override
    public String write(@Nullable Object value) {
      if (isAway) {
        throw new DataAccessResourceFailureException("away");
      }
      return json.write(value);
    }

    @Override
    public @Nullable Object read(String payload, Type type) {
      return json.read(payload, type);
    }
  }

  @Test
  void editThrowsTheOutage() {
    codec.isAway = true;

    assertThatThrownBy(() -> memory.edit(state -> new Count(1)))
        .isInstanceOf(DataAccessResourceFailureException.class);
  }

  @Test
  void setThrowsTheOutage() {
    codec.isAway = true;

    assertThatThrownBy(() -> memory.set("number", 1))
        .isInstanceOf(DataAccessResourceFailureException.class);
  }
}
