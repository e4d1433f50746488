package dev.foliot.engine;

import dev.foliot.engine.Leftover.What;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.handler.Cascade;
import dev.foliot.handler.Delivery;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.handler.EndlessCascadeException;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerKind;
import dev.foliot.message.MessageKind;
import dev.foliot.message.RawJson;
import dev.foliot.time.SteppableClock;
import dev.foliot.time.StorableInstant;
import dev.foliot.unitofwork.CommitListener;
import dev.foliot.work.DueLater;
import dev.foliot.work.WorkDone;
import dev.foliot.work.WorkListener;
import dev.foliot.work.WorkWaiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * Drives the engine in the caller's thread, in cycles on a clock that stands still meanwhile (R34):
 * a cycle works and delivers until nothing is deliverable at the current instant. The subscriptions
 * take turns, with one batch each. Then the clock moves by 100 ms. The code that reads and delivers
 * is the one that runs in production.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class TestCycles {
  /** The time by which the clock moves after each cycle. */
  public static final Duration STEP = Duration.ofMillis(100);

  /** The default maximum number of deliveries of a run (R36). */
  public static final int MAX_DELIVERIES = 10_000;

  private static final int MAX_DUE_LATER = 1_000;

  private final EngineNode node;
  private final int maxDeliveries;
  private final SteppableClock clock;
  private final List<Cycle> cycles = new ArrayList<>();
  private final List<CycleEntry> entries = new ArrayList<>();
  private final Map<UUID, List<String>> raised = new HashMap<>();
  private final Cascade cascade = new Cascade();
  private List<Leftover> leftovers = List.of();
  private List<DueLater> dueLater = List.of();
  private List<WorkWaiting> waiting = List.of();
  private List<String> owners = List.of();
  private List<String> paused = List.of();
  private int deliveries;

  /**
   * @throws IllegalStateException if the application's clock cannot be stepped, or the engine is
   *     running on threads
   */
  TestCycles(EngineNode node, int maxDeliveries) {
    this.node = node;
    this.maxDeliveries = maxDeliveries;
    if (!(node.parts().node().clock().source() instanceof SteppableClock steppable)) {
      throw new IllegalStateException(
          "The engine in test mode needs a clock that it can step, but the application's clock is %s. Make a SteppableClock (in tests: TestClock) the application's only Clock bean."
              .formatted(node.parts().node().clock().source()));
    }
    if (node.isRunning()) {
      throw new IllegalStateException(
          "The engine is running on its own threads, so a test cannot step it. Set foliot.engine.enabled=false, as @EngineTest does.");
    }
    this.clock = steppable;
  }

  /** Runs a number of cycles, then shuts down gracefully. */
  public TestCycles run(int count) {
    return inOpenEngine(
        open -> {
          for (int i = 0; i < count; i++) {
            cycle(open);
          }
        });
  }

  /** Runs cycles until nothing is due, now or later, and moves the clock to each due time. */
  public TestCycles runUntilIdle() {
    return inOpenEngine(
        open -> {
          boolean progress = cycle(open);
          Optional<Instant> due = open.nextDue();
          while (due.isPresent() && (progress || isNew(due.get()))) {
            moveTo(due.get());
            progress = cycle(open);
            due = open.nextDue();
          }
        });
  }

  /**
   * Runs cycles until nothing is due within a time, moves the clock to each due time in it, and
   * then to its end.
   */
  public TestCycles runFor(Duration time) {
    Instant end = StorableInstant.after(clock.instant(), time);
    return inOpenEngine(
        open -> {
          boolean progress = cycle(open);
          Optional<Instant> due = dueUntil(end, open);
          while (due.isPresent() && (progress || isNew(due.get()))) {
            moveTo(due.get());
            progress = cycle(open);
            due = dueUntil(end, open);
          }
          moveTo(end);
        });
  }

  /** Whether this time is after the last cycle. The clock has moved since then. */
  private boolean isNew(Instant due) {
    return due.isAfter(cycles.get(cycles.size() - 1).at());
  }

  private static Optional<Instant> dueUntil(Instant end, OpenSegments open) {
    return open.nextDueOrRecurring().filter(due -> !due.isAfter(end));
  }

  private void moveTo(Instant later) {
    if (later.isAfter(clock.instant())) {
      clock.set(later);
    }
  }

  private interface Run {
    void with(OpenSegments open);
  }

  private TestCycles inOpenEngine(Run run) {
    DeliveryListener application = node.parts().deliveries().listener();
    DeliveryListener recording =
        delivery -> {
          record(delivery);
          application.delivered(delivery);
        };
    CommitListener observing = this::observe;
    WorkListener works = this::record;
    OpenSegments open = node.open(recording, () -> 0.5);
    if (node.subscriptions().isEmpty() && open.works().stream().noneMatch(SteppedPart::isUsed)) {
      throw new IllegalStateException(
          "The engine ran, but nothing is subscribed: there is no @EventHandler, @Projector, @Subscriber or @Workflow bean. Check that their packages are scanned.");
    }
    paused = paused(open);
    node.onCommit(List.of(observing));
    node.onWork(List.of(works));
    try {
      run.with(open);
      leftovers = leftovers(open);
      dueLater = dueLater(open);
      waiting = waiting(open);
      owners = owners(open);
    } finally {
      node.onCommit(List.of());
      node.onWork(List.of());
      open.close();
    }
    return this;
  }

  private List<String> paused(OpenSegments open) {
    List<String> paused = new ArrayList<>(node.subscriptions());
    open.segments().forEach(segment -> paused.remove(segment.subscription().name()));
    return List.copyOf(paused);
  }

  /** Runs one cycle; true if it did anything. */
  private boolean cycle(OpenSegments open) {
    Instant at = clock.instant();
    entries.clear();
    boolean progress = true;
    boolean anything = false;
    while (progress) {
      progress = false;
      for (SteppedPart work : open.works()) {
        work.wakeUp();
        progress |= work.hasWork() && work.step();
        refuseEndless();
      }
      while (open.feed().step()) {
        progress = true;
      }
      for (Segment segment : open.segments()) {
        progress |= segment.step();
      }
      anything |= progress;
    }
    cycles.add(new Cycle(cycles.size() + 1, at, entries));
    clock.advance(STEP);
    return anything;
  }

  private void observe(List<NewMessage> messages) {
    for (NewMessage message : messages) {
      UUID cause = message.message().metadata().causationId();
      if (cause != null && isRaised(message)) {
        raised
            .computeIfAbsent(cause, each -> new ArrayList<>())
            .add(message.message().metadata().type());
      }
    }
  }

  /** A command that a timer moved into the log does not count: it was submitted earlier. */
  private static boolean isRaised(NewMessage message) {
    return message.kind() == MessageKind.EVENT
        || (message.kind() == MessageKind.COMMAND
            && !(message.message().payload() instanceof RawJson));
  }

  /** The events of a command are reported with the delivery that sent the command. */
  private void record(Delivery delivery) {
    List<String> caused = raised.remove(delivery.metadata().id());
    entries.add(Step.of(delivery, caused == null ? List.of() : caused));
    cascade.add(delivery.metadata().type() + " → " + delivery.subscription());
    deliveries++;
    refuseEndless();
  }

  private void record(Supplier<WorkDone> done) {
    WorkDone step = done.get();
    entries.add(new WorkStep(step));
    cascade.add(step.owner() + ": " + step.outcome());
    deliveries++;
  }

  private void refuseEndless() {
    if (deliveries > maxDeliveries) {
      throw new EndlessCascadeException("foliot.test.max-deliveries", maxDeliveries, cascade);
    }
  }

  private List<Leftover> leftovers(OpenSegments open) {
    List<Leftover> left = new ArrayList<>();
    for (Segment segment : open.segments()) {
      for (HeldKey held : segment.held().all()) {
        left.add(
            new Leftover(
                held.isParked() ? What.PARKED : What.WAITING,
                segment.subscription().name(),
                held.key(),
                held.messageType(),
                held.attempts(),
                held.nextAttemptAt(),
                held.errorClass() + ": " + held.errorText()));
      }
    }
    if (node.parts().relay().isUsed()) {
      left.addAll(OutboxLeftovers.of(node.parts().relay().outbox()));
    }
    return List.copyOf(left);
  }

  private static List<DueLater> dueLater(OpenSegments open) {
    return open.works().stream()
        .flatMap(work -> work.dueLater(MAX_DUE_LATER).stream())
        .sorted(Comparator.comparing(DueLater::dueAt))
        .toList();
  }

  private static List<WorkWaiting> waiting(OpenSegments open) {
    return open.works().stream().flatMap(work -> work.waiting(MAX_DUE_LATER).stream()).toList();
  }

  private static List<String> owners(OpenSegments open) {
    return open.works().stream().flatMap(work -> work.owners().stream()).toList();
  }

  /** The cycles that ran, in order. */
  public List<Cycle> cycles() {
    return List.copyOf(cycles);
  }

  /** The names of all subscriptions, in the order of their turns. */
  public List<String> subscriptions() {
    return node.subscriptions();
  }

  /** The paused subscriptions, to which nothing was delivered. */
  public List<String> paused() {
    return paused;
  }

  /** Returns the messages that wait for their time, in the order in which they are due. */
  public List<DueLater> dueLater() {
    return dueLater;
  }

  /** Returns the actions of works that have begun and are not done. */
  public List<WorkWaiting> waiting() {
    return waiting;
  }

  /** Returns the names of the parts of the application whose instances works run. */
  public List<String> owners() {
    return owners;
  }

  /** Returns the names of the process managers. */
  public List<String> processManagers() {
    return handlers()
        .filter(handler -> handler.kind() == HandlerKind.PROCESS)
        .map(HandlerBean::name)
        .toList();
  }

  /** Returns the classes of the messages that handlers take. */
  public List<Class<?>> messageClasses() {
    return handlers()
        .<Class<?>>flatMap(handler -> handler.messageClasses().stream())
        .distinct()
        .toList();
  }

  private Stream<HandlerBean> handlers() {
    return node.parts().deliveries().handlers().all().stream();
  }

  /** Returns the leftovers. */
  public List<Leftover> leftovers() {
    return leftovers;
  }
}
