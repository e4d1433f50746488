package dev.foliot.consistency;

import dev.foliot.engine.EngineNode;
import dev.foliot.engine.ReadProgress;
import dev.foliot.engine.Subscription;
import dev.foliot.handler.ProjectionProgress;
import dev.foliot.message.Given;
import dev.foliot.time.SteppableClock;
import dev.foliot.time.Wakeable;
import dev.foliot.unitofwork.Transactions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Lets reads wait until projections have handled the events of a token. The commit of a delivery
 * wakes the read. Open {@link WaitForEvents} for the queries in between. Safe for use by several
 * threads.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class AwaitProjections {
  private final EngineNode engine;
  private final FindProjectors projectors;
  private final ReadProgress progress;
  private final ReadEvents events;
  private final Transactions transactions;
  private final InstantSource clock;
  private final Duration standardTimeout;

  /**
   * @param clock the clock of the application
   * @param standardTimeout the time-out of reads that do not set one
   */
  public AwaitProjections(
      EngineNode engine, Transactions transactions, InstantSource clock, Duration standardTimeout) {
    this.engine = engine;
    this.projectors = new FindProjectors(engine.parts());
    this.progress = new ReadProgress(engine.parts().storage());
    this.events = new ReadEvents(engine.parts().storage().log());
    this.transactions = transactions;
    this.clock = clock;
    this.standardTimeout = standardTimeout;
  }

  /**
   * Waits until the projections have handled the events of the token that concern them.
   *
   * @param projections the projections; if none is given, all projections of the application
   * @throws ConsistencyTimeoutException if the time is up first
   * @throws ProjectionStoppedException at once, if a person must act first
   * @throws InvalidConsistencyTokenException if the token comes from another log
   * @throws IllegalArgumentException if one of the classes has no projector, or the time-out is
   *     negative
   * @throws IllegalStateException in a transaction; if the clock stands still and no engine runs;
   *     or if the thread is interrupted, whose interrupt flag stays set
   */
  public void await(ConsistencyToken token, Duration timeout, Collection<Class<?>> projections) {
    Given.value(token, "A read after a token", "a token");
    Given.duration(timeout, "A read after a token", "a time-out");
    // 1. Find the subscriptions that fill the projections.
    List<Subscription> filling = projectors.of(projections);
    if (token.isEmpty() || filling.isEmpty()) {
      return;
    }
    // 2. Refuse a wait in a transaction, which would hold a connection and perhaps locks that a
    // projector needs.
    refuseInTransaction();
    // 3. Read the progress, and wait for the next commits of the subscriptions that are behind.
    WaitForEvents wait =
        new WaitForEvents(token, awaited(token, filling), progress, events, engine);
    if (!wait.areDone()) {
      refuseIfNothingRuns(wait);
      await(wait, timeout);
    }
  }

  /** The longest wait of a read that sets no time-out. */
  public Duration standardTimeout() {
    return standardTimeout;
  }

  private List<AwaitedEvents> awaited(ConsistencyToken token, List<Subscription> filling) {
    return filling.stream()
        .map(subscription -> new AwaitedEvents(subscription, token, events, progress))
        .toList();
  }

  private void await(WaitForEvents wait, Duration timeout) {
    Wakeable caller = new Wakeable();
    ProjectionProgress.Registration notices =
        engine.progress().onAdvance(wait.subscriptions(), caller::wake);
    try {
      wait.until(timeout, caller);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "The wait for the projections %s was interrupted. They continue; read them later."
              .formatted(wait.subscriptions()),
          e);
    } finally {
      notices.close();
    }
  }

  private void refuseInTransaction() {
    if (transactions.current().isPresent()) {
      throw new IllegalStateException(
          "A read waits for a consistency token in a transaction, which would keep its connection and its locks meanwhile. Wait before the transaction begins.");
    }
  }

  private void refuseIfNothingRuns(WaitForEvents wait) {
    if (clock instanceof SteppableClock && !engine.isRunning()) {
      throw new IllegalStateException(
          "A read waits for the projections %s, but no engine runs on this steppable clock, so it would never end. Run the engine first: Engine.inTestMode(domain).runUntilIdle(), or that of @EngineTest."
              .formatted(wait.subscriptions()));
    }
  }
}
