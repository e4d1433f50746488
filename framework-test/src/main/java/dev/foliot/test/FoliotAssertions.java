package dev.foliot.test;

import dev.foliot.EngineRun;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.aggregate.StateStoredAggregate;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/**
 * AssertJ's assertions, and those of Foliot: one static import gives both.
 *
 * <pre>{@code
 * import static dev.foliot.test.FoliotAssertions.*;
 * }</pre>
 */
public class FoliotAssertions extends Assertions {
  /** Only for subclasses that add an application's own assertions. */
  protected FoliotAssertions() {}

  /** What a state-stored aggregate raised and is not stored yet. */
  public static <A extends StateStoredAggregate> AggregateAssert<A> assertThat(@Nullable A actual) {
    return new AggregateAssert<>(actual);
  }

  /** What an event-sourced aggregate raised and is not stored yet. */
  public static <A extends EventSourcedAggregate> AggregateAssert<A> assertThat(
      @Nullable A actual) {
    return new AggregateAssert<>(actual);
  }

  /** What happened in this test. */
  public static FlowAssert assertThat(@Nullable Flow actual) {
    return new FlowAssert(actual);
  }

  /** What the engine did in test mode. */
  public static EngineRunAssert assertThat(@Nullable EngineRun actual) {
    return new EngineRunAssert(actual);
  }
}
