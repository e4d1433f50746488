package dev.foliot.command;

import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.Delivery;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.handler.HandlerKind;
import dev.foliot.time.SteppableClock;
import dev.foliot.time.Wakeable;
import dev.foliot.unitofwork.Transactions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Lets callers wait for the end of commands. While this node delivers the command, the commit of
 * its delivery wakes the caller, and nothing is polled. Otherwise the caller reads the database,
 * with growing pauses. It also reads after this node has taken the segment of the command again,
 * because the command may have ended elsewhere meanwhile. While the command waits for its time,
 * another node may cancel it, so the caller reads, too.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class AwaitCommands implements DeliveryListener {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final Supplier<LocalDeliveries> deliveries;
  private final Transactions transactions;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final ConcurrentHashMap<UUID, Set<Wakeable>> waiting = new ConcurrentHashMap<>();

  /**
   * @param clock the clock of the application
   * @param nanoTime measures how long a caller has waited
   */
  public AwaitCommands(
      Supplier<LocalDeliveries> deliveries,
      Transactions transactions,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.deliveries = deliveries;
    this.transactions = transactions;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /**
   * A command whose end a caller awaits.
   *
   * @param id its id
   * @param subscription the name of its subscription
   * @param stream its stream
   */
  record Awaited(UUID id, String subscription, StreamName stream) {}

  /**
   * Waits until the command has ended, or the time is over, and returns the status.
   *
   * @param status reads the status
   */
  CommandStatus await(Awaited command, Duration most, Supplier<CommandStatus> status) {
    refuseInTransaction(command.id());
    Wakeable caller = new Wakeable();
    enter(command.id(), caller);
    try {
      return await(command, most, status, caller);
    } finally {
      leave(command.id(), caller);
    }
  }

  private CommandStatus await(
      Awaited command, Duration most, Supplier<CommandStatus> status, Wakeable caller) {
    long begin = nanoTime.getAsLong();
    Object owner = ownerOf(command);
    CommandStatus found = status.get();
    refuseIfNothingRuns(command.id(), found);
    Duration pause = FIRST_PAUSE;
    while (!found.isEnd()) {
      Duration left = most.minusNanos(nanoTime.getAsLong() - begin);
      if (left.isNegative() || left.isZero()) {
        return found;
      }
      boolean woken = await(command.id(), caller, left.compareTo(pause) < 0 ? left : pause);
      Object ownerNow = ownerOf(command);
      boolean hears = ownerNow != null && ownerNow == owner && found != CommandStatus.SCHEDULED;
      if (woken || !hears) {
        found = status.get();
      }
      owner = ownerNow;
      Duration longer = pause.multipliedBy(2);
      pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }
    return found;
  }

  private @Nullable Object ownerOf(Awaited command) {
    return deliveries.get().ownerOf(command.subscription(), command.stream());
  }

  private static boolean await(UUID command, Wakeable caller, Duration most) {
    try {
      return caller.await(most);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "The wait for the command %s was interrupted. The command itself continues; read its status later."
              .formatted(command),
          e);
    }
  }

  private void refuseInTransaction(UUID command) {
    if (transactions.current().isPresent()) {
      throw new IllegalStateException(
          "The command %s is awaited in a transaction, but it is delivered after the commit only. Await it after the commit."
              .formatted(command));
    }
  }

  private void refuseIfNothingRuns(UUID command, CommandStatus found) {
    if (!found.isEnd() && clock instanceof SteppableClock && !deliveries.get().areRunning()) {
      throw new IllegalStateException(
          "The command %s is awaited, but no engine runs on this steppable clock, so it would never end. Run the engine first: Engine.inTestMode(domain).runUntilIdle(), or that of @EngineTest."
              .formatted(command));
    }
  }

  // ---- the waiting callers

  private void enter(UUID command, Wakeable caller) {
    waiting.compute(
        command,
        (id, callers) -> {
          Set<Wakeable> all = callers == null ? ConcurrentHashMap.newKeySet() : callers;
          all.add(caller);
          return all;
        });
  }

  private void leave(UUID command, Wakeable caller) {
    waiting.computeIfPresent(
        command,
        (id, callers) -> {
          callers.remove(caller);
          return callers.isEmpty() ? null : callers;
        });
  }

  @Override
  public void delivered(Delivery delivery) {
    if (delivery.kind() == HandlerKind.SUBMITTED && delivery.outcome() != Delivery.Outcome.RETRY) {
      wake(delivery.metadata().id());
    }
  }

  /** Wakes the callers that wait for a command whose state has changed. */
  void wake(UUID command) {
    waiting.getOrDefault(command, Set.of()).forEach(Wakeable::wake);
  }
}
