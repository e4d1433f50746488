package dev.foliot;

import dev.foliot.engine.EngineNode;
import dev.foliot.engine.EngineStatus;
import dev.foliot.engine.TestCycles;
import dev.foliot.message.Given;
import dev.foliot.process.ProcessFilter;
import java.time.Duration;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Delivers stored messages to event handlers, projectors and subscribers. The application's engine
 * starts and stops with the application. {@link #inTestMode(Domain)} makes an engine that works
 * only while a test calls it.
 */
public final class Engine {
  private static final int CYCLES = 3;
  private static final int MAX_PROCESSES = 1_000;

  private final EngineNode node;
  private final @Nullable Domain tested;
  private final int maxDeliveries;

  private Engine(EngineNode node, @Nullable Domain tested, int maxDeliveries) {
    this.node = node;
    this.tested = tested;
    this.maxDeliveries = maxDeliveries;
  }

  /** The engine of this node, on threads of its own once it is started. */
  @API(status = API.Status.INTERNAL)
  public static Engine onThreads(EngineNode node) {
    return new Engine(node, null, TestCycles.MAX_DELIVERIES);
  }

  /**
   * An engine for tests. It works in the caller's thread, in counted cycles, while the clock stands
   * still. The application's clock must be a {@link dev.foliot.time.SteppableClock}, and the
   * application's own engine must not run; otherwise {@link #run()} throws.
   */
  public static Engine inTestMode(Domain domain) {
    return inTestMode(domain, TestCycles.MAX_DELIVERIES);
  }

  /**
   * As {@link #inTestMode(Domain)}.
   *
   * @param maxDeliveries the maximum number of deliveries in one run; a run with more fails as an
   *     endless cascade. 10,000 by default
   */
  public static Engine inTestMode(Domain domain, int maxDeliveries) {
    return new Engine(domain.engineNode(), domain, maxDeliveries);
  }

  /** Starts to deliver; does nothing if it has been started. */
  public void start() {
    if (tested != null) {
      throw new IllegalStateException(
          "This engine is in test mode: call run() or runUntilIdle() instead of start().");
    }
    node.start();
  }

  /** Finishes the running batches and stops; does nothing if it is not running. */
  public void stop() {
    node.stop();
  }

  /** Returns the current state of the engine. */
  public EngineStatus status() {
    return node.status();
  }

  /**
   * Runs three cycles and shuts down gracefully (R34). A subscription that is paused gets nothing,
   * as in production, and the report names it. The method may be called again in the same test.
   *
   * @throws IllegalStateException if the engine is not in test mode, the clock is not a {@code
   *     SteppableClock}, or the application has no subscription
   * @throws dev.foliot.handler.EndlessCascadeException if there are more deliveries than {@code
   *     foliot.test.max-deliveries}
   */
  public EngineRun run() {
    return report(() -> cycles().run(CYCLES));
  }

  /**
   * Runs cycles until nothing is due, now or later, and moves the clock to each due time on the
   * way. In all other respects, the method works as {@link #run()}. All timers fire, except the
   * timers of schedules. If a timer sets itself again and again, use {@link #runFor}.
   */
  public EngineRun runUntilIdle() {
    return report(() -> cycles().runUntilIdle());
  }

  /**
   * Lets time pass: runs cycles until nothing is due within this time. The clock moves to each due
   * time on the way, and finally to the end of this time. In all other respects, the method works
   * as {@link #run()}. Retries, scheduled commands, timers and schedules that are due within the
   * time happen at their own time and in order.
   */
  public EngineRun runFor(Duration time) {
    Given.value(time, "engine.runFor", "how much time passes");
    if (time.isNegative()) {
      throw new IllegalArgumentException(
          "engine.runFor was given %s, but time passes forwards. Give it zero or more."
              .formatted(time));
    }
    return report(() -> cycles().runFor(time));
  }

  private TestCycles cycles() {
    return node.testCycles(maxDeliveries);
  }

  private EngineRun report(Supplier<TestCycles> run) {
    Domain domain = tested;
    if (domain == null) {
      throw new IllegalStateException(
          "This engine runs on its own threads and cannot be stepped. Use Engine.inTestMode(domain), or @EngineTest.");
    }
    TestCycles ran = run.get();
    return new EngineRun(
        ran.cycles(),
        ran.leftovers(),
        ran.dueLater(),
        ran.waiting(),
        domain.processes().list(ProcessFilter.all().limit(MAX_PROCESSES)),
        ran.subscriptions(),
        ran.paused(),
        ran.owners(),
        ran.processManagers(),
        ran.messageClasses());
  }
}
