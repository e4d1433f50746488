package dev.foliot.engine;

import dev.foliot.work.WorkLostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A node that takes a step only when a caller runs it, in the caller's thread. Each turn runs the
 * same code as a thread of a running engine between two waits. One thread at a time.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class SteppedNode {
  private final EngineNode node;
  private final Stepping stepping;
  private final Set<OwnedPart> lost = new LinkedHashSet<>();
  private @Nullable Membership member;

  SteppedNode(EngineParts application, Stepping stepping) {
    this.node = new EngineNode(stepping.of(application));
    this.stepping = stepping;
  }

  /**
   * A possible next step of the node.
   *
   * @param what a description
   * @param step takes the step; true if it had an effect, or there may be more to do
   */
  public record Turn(String what, BooleanSupplier step) {}

  /** The name of the node. */
  public String name() {
    return stepping.node();
  }

  /** Returns the possible steps, always in the same order. */
  public List<Turn> turns() {
    List<Turn> turns = new ArrayList<>(leaseTurns());
    turns.addAll(workTurns());
    return turns;
  }

  /** Returns the other steps. Steps of segments are included only while its lease lasts. */
  public List<Turn> workTurns() {
    Membership joined = member;
    if (joined == null) {
      return List.of(new Turn("joins", this::join));
    }
    List<Turn> turns = new ArrayList<>();
    OpenSegments open = joined.open();
    turns.add(new Turn("reads the log", open.feed()::step));
    open.works().forEach(SteppedPart::wakeUp);
    if (joined.heartbeat().holdsLease()) {
      open.all().stream()
          .filter(each -> !lost.contains(each) && each.hasWork())
          .map(each -> new Turn(each.description(), () -> step(each)))
          .forEach(turns::add);
    }
    return turns;
  }

  /** Returns the steps that renew its lease and take the segments of dead nodes. */
  public List<Turn> leaseTurns() {
    Membership joined = member;
    return joined == null
        ? List.of()
        : List.of(
            new Turn("heartbeat", () -> beat(joined)), new Turn("share", () -> share(joined)));
  }

  private boolean join() {
    node.register();
    member = node.join(stepping.delivered(), stepping.random());
    return true;
  }

  private static boolean beat(Membership joined) {
    joined.heartbeat().step();
    return false;
  }

  private boolean share(Membership joined) {
    List<OwnedPart> before = List.copyOf(joined.open().owned());
    lost.forEach(joined.share()::lost);
    joined.share().step(owned -> true);
    lost.retainAll(joined.open().owned());
    joined.circuits().step();
    return !before.equals(List.copyOf(joined.open().owned()));
  }

  private boolean step(SteppedPart stepped) {
    try {
      return stepped.step();
    } catch (WorkLostException gone) {
      if (stepped instanceof OwnedPart owned) {
        lost.add(owned);
      }
      throw gone;
    }
  }

  /** The next time when a message or work is due without a signal. */
  public Optional<Instant> nextDue() {
    Membership joined = member;
    if (joined == null) {
      return Optional.empty();
    }
    return joined.open().nextDue();
  }

  /** The next time when a failed message is tried again. */
  public Optional<Instant> nextRetry() {
    Membership joined = member;
    return joined == null ? Optional.empty() : joined.open().nextRetry();
  }

  /** Stops as a running engine does: saves its checkpoints, and gives everything back. */
  public void stop() {
    Membership joined = member;
    member = null;
    if (joined != null) {
      OpenSegments.quietly(joined.heartbeat()::handOver);
      joined.leave();
    }
  }

  /** Ends as if the process had died. */
  public void crash() {
    Membership joined = member;
    member = null;
    if (joined != null) {
      joined.crash();
    }
  }
}
