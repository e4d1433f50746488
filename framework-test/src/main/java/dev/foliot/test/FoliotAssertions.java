package dev.foliot.test;

import dev.foliot.Domain;
import dev.foliot.EngineRun;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.aggregate.StateStoredAggregate;
import dev.foliot.rebuild.CompareOptions;
import dev.foliot.rebuild.RebuildComparison;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/**
 * The assertions of AssertJ and of Foliot, by one static import.
 *
 * <pre>{@code
 * import static dev.foliot.test.FoliotAssertions.*;
 * }</pre>
 */
public class FoliotAssertions extends Assertions {
  /** Only for subclasses that add an application's own assertions. */
  protected FoliotAssertions() {}

  /** Begins assertions about the events of a state-stored aggregate that are not stored yet. */
  public static <A extends StateStoredAggregate> AggregateAssert<A> assertThat(@Nullable A actual) {
    return new AggregateAssert<>(actual);
  }

  /** Begins assertions about the events of an event-sourced aggregate that are not stored yet. */
  public static <A extends EventSourcedAggregate> AggregateAssert<A> assertThat(
      @Nullable A actual) {
    return new AggregateAssert<>(actual);
  }

  /** Lets time pass as a step of a {@link ProcessScenario}, so that its timers fire. */
  public static TimePasses timePasses(Duration time) {
    return new TimePasses(time);
  }

  /** Begins assertions about the flow of this test. */
  public static FlowAssert assertThat(@Nullable Flow actual) {
    return new FlowAssert(actual);
  }

  /** Begins assertions about a run of the engine in test mode. */
  public static EngineRunAssert assertThat(@Nullable EngineRun actual) {
    return new EngineRunAssert(actual);
  }

  /**
   * An event of this class that meets requirements, for use in place of an event.
   *
   * <pre>{@code
   * .thenRaised(event(StockReserved.class, e -> assertThat(e.quantity()).isPositive()))
   * }</pre>
   */
  public static <E> ExpectedEvent event(Class<E> type, Consumer<? super E> requirements) {
    return ExpectedEvent.satisfying(type, requirements);
  }

  /**
   * An event that is the same as this one, but for some of its components.
   *
   * @param paths the components, such as {@code at}, or {@code lines.price} for the price of each
   *     line
   * @throws IllegalArgumentException if the event has no such component
   */
  public static ExpectedEvent eventIgnoring(Object event, String... paths) {
    return ExpectedEvent.ignoring(event, List.of(paths));
  }

  /** Begins assertions about a run of a {@link WorkflowTestRunner}. */
  public static <R extends @Nullable Object> WorkflowAssert<R> assertThat(
      @Nullable WorkflowResult<R> actual) {
    return new WorkflowAssert<>(actual);
  }

  /** As {@link ScriptedAttempt#returns}. */
  public static ScriptedAttempt returns(@Nullable Object value) {
    return ScriptedAttempt.returns(value);
  }

  /** As {@link ScriptedAttempt#failsWith}. */
  public static ScriptedAttempt failsWith(Throwable failure) {
    return ScriptedAttempt.failsWith(failure);
  }

  /** As {@link ScriptedAttempt#runsItself}. */
  public static ScriptedAttempt runsItself() {
    return ScriptedAttempt.runsItself();
  }

  /** Raises a domain event, at a time that {@link WorkflowTestRunner#at} gives. */
  public static WorkflowAction publish(Object event) {
    return WorkflowAction.publish(event);
  }

  /**
   * A callback that is answered at a time that {@link WorkflowTestRunner#at} gives.
   *
   * @param name its name or its id
   */
  public static WorkflowAction.OfCallback callback(String name) {
    return new WorkflowAction.OfCallback(name);
  }

  /** Cancels the run, at a time that {@link WorkflowTestRunner#at} gives. */
  public static WorkflowAction cancels() {
    return WorkflowAction.cancels();
  }

  /** As {@link Simulation#atEveryCommit()}. */
  public static Crashes atEveryCommit() {
    return Simulation.atEveryCommit();
  }

  /**
   * Rebuilds projections several times into tables of their own, with batches of 1, 2, 7 and 500
   * messages, with other splits of the keys, and at another time of the {@link TestClock}. Fails
   * with the first rows that differ from the live ones. It finds projectors that cannot be rebuilt:
   * they depend on time, on batches, on the order across keys, or on other state. The live rows and
   * the log stay as they are.
   *
   * @param projections if empty, all projections of the application that no inline projector fills;
   *     without such a projection the assertion fails
   * @throws dev.foliot.rebuild.ShadowTablesRefusedException if tables of a projection cannot be
   *     rebuilt beside the live ones
   * @throws dev.foliot.rebuild.RebuildRefusedException if a projection has held messages
   */
  public static void assertRebuildEqualsLive(Domain domain, Class<?>... projections) {
    assertRebuildEqualsLive(domain, CompareOptions.standard(), projections);
  }

  /**
   * Does the same as {@link #assertRebuildEqualsLive(Domain, Class...)}, with options, such as
   * columns to ignore.
   */
  public static void assertRebuildEqualsLive(
      Domain domain, CompareOptions options, Class<?>... projections) {
    for (Class<?> projection : ComparedProjections.of(domain, projections)) {
      RebuildComparison found = domain.rebuilds().compare(projection, options);
      if (!found.isEqual()) {
        throw new AssertionError(found.toString());
      }
    }
  }
}
