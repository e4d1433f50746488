package dev.foliot.test;

import dev.foliot.CommandOptions;
import dev.foliot.Domain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The application as a scenario of a {@link Simulation} uses it. Each call is done at once, in the
 * scenario's thread and without faults; before it returns, the nodes of the engine take a random
 * number of steps, so that many seeds try many orders of the steps. Not safe for use by several
 * threads.
 */
public final class SimulatedApplication {
  private final SimulateSeed run;

  SimulatedApplication(SimulateSeed run) {
    this.run = run;
  }

  /** Returns the {@code Domain} of the application; nodes take no steps after direct calls. */
  public Domain domain() {
    return run.domain();
  }

  /** As {@link Domain#process(Object)}. */
  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals",
    "NullAway"
  }) // as the handler declares
  public <R extends @Nullable Object> R process(Object command) {
    return (R) run.act(command.toString(), () -> domain().process(command));
  }

  /** As {@link Domain#process(Object, CommandOptions)}. */
  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals",
    "NullAway"
  }) // as the handler declares
  public <R extends @Nullable Object> R process(Object command, CommandOptions options) {
    return (R) run.act(command.toString(), () -> domain().process(command, options));
  }

  /** As {@link Domain#submit(Object)}. */
  public void submit(Object command) {
    run.act("submits " + command, () -> domain().submit(command));
  }

  /** As {@link Domain#submit(Object, CommandOptions)}. */
  public void submit(Object command, CommandOptions options) {
    run.act("submits " + command, () -> domain().submit(command, options));
  }

  /** Runs another action of the scenario, such as a call of a service. */
  public void run(Runnable action) {
    run.act(
        "scenario",
        () -> {
          action.run();
          return null;
        });
  }

  /**
   * Runs these actions, each as a whole, in an order that depends on the seed, as several users
   * would at about the same time.
   */
  public void inAnyOrder(Runnable... actions) {
    List<Runnable> open = new ArrayList<>(List.of(actions));
    while (!open.isEmpty()) {
      open.remove(run.anyOf(open.size())).run();
    }
  }

  /** Lets time pass for everybody. */
  public void advance(Duration time) {
    run.advance(time);
  }
}
