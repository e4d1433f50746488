package dev.foliot.workflow.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.WorkflowContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The events that a workflow waits for are those of its calls of {@code EventWait.of}. */
class ReadAwaitedEventsTests {
  record Waited(String order) {}

  record Chosen(String order) {}

  record Constructed(String order) {}

  record Inherited(String order) {}

  record Nested(String order) {}

  record Shared(String order) {}

  record Named(String order) {}

  record Returned(String order) {}

  interface Sharing {
    default EventWait<Shared> shared() {
      return EventWait.of(Shared.class);
    }
  }

  static class Base {
    EventWait<Inherited> inherited() {
      return EventWait.of(Inherited.class);
    }
  }

  static class Waits extends Base implements DurableFunction<String, String>, Sharing {
    @Override
    public String run(WorkflowContext ctx, String input) {
      Returned step = ctx.step("s", Returned.class, each -> new Returned(input));
      String text = Named.class + input;
      ctx.waitForEvent("w", EventWait.of(Waited.class).where("order", input + step));
      Class<?> choice = text.isEmpty() ? Waited.class : Chosen.class;
      ctx.waitForEvent("c", EventWait.of(choice));
      ctx.waitForEvent("n", new EventWait<>(Constructed.class, Map.of(), null, null));
      return text;
    }

    static class Part {
      EventWait<Nested> nested() {
        return EventWait.of(Nested.class);
      }
    }
  }

  @Test
  void readsTheCallsOfEventWait() {
    List<Class<?>> all =
        Stream.<Class<?>>of(
                Waited.class,
                Chosen.class,
                Constructed.class,
                Inherited.class,
                Nested.class,
                Shared.class,
                Named.class,
                Returned.class)
            .toList();

    assertThat(ReadAwaitedEvents.of(Waits.class, all))
        .containsExactly(
            Waited.class,
            Chosen.class,
            Constructed.class,
            Inherited.class,
            Nested.class,
            Shared.class);
  }
}
