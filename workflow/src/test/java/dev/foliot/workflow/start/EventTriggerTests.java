package dev.foliot.workflow.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.workflow.expression.Expression;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.ResolvableType;

class EventTriggerTests {
  record Counted(@Nullable Integer number) {}

  record OfInt(int number) {}

  record OfInteger(@Nullable Integer number) {}

  private static EventTrigger wrapping(Class<?> input) {
    Expression number =
        Expression.value("event.number", Map.of("event", ResolvableType.forClass(Counted.class)));
    return new EventTrigger("count", null, number, input.getDeclaredConstructors()[0]);
  }

  @Test
  void nullIsNotZero() {
    UUID id = new UUID(0, 1);

    assertThat(wrapping(OfInt.class).inputFrom(new Counted(3), id))
        .contains(new EventTrigger.Input(new OfInt(3)));
    assertThat(wrapping(OfInteger.class).inputFrom(new Counted(null), id))
        .contains(new EventTrigger.Input(new OfInteger(null)));
    assertThat(wrapping(OfInt.class).inputFrom(new Counted(null), id)).isEmpty();
  }
}
