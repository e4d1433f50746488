package dev.foliot.engine;

import dev.foliot.engine.Ownership.Holding;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.work.EveryNodeWork;
import dev.foliot.work.Fence;
import dev.foliot.work.OwnedWork;
import dev.foliot.work.Work;
import dev.foliot.work.WorkingNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/** Takes works for this node, and begins them. */
final class ClaimWorks {
  private static final int MAX_NAME = 200;

  private final Map<String, OwnedWork> owned = new LinkedHashMap<>();
  private final List<EveryNodeWork> everyNode = new ArrayList<>();
  private final Transactions transactions;
  private final ClaimStore store;
  private final LocalNode node;
  private final Duration lease;
  private final WorkingNode working;

  /**
   * @param subscriptions the names that no work may have
   * @throws IllegalStateException if a name is not allowed, or is used twice
   */
  ClaimWorks(
      List<Work> works,
      Set<String> subscriptions,
      Transactions transactions,
      ClaimStore store,
      LocalNode node,
      Duration lease,
      DoubleSupplier random,
      Runnable nextDueChanged) {
    this.transactions = transactions;
    this.store = store;
    this.node = node;
    this.lease = lease;
    this.working = new WorkingNode(node.name(), random, nextDueChanged, node.leaseClock()::now);
    checkNames(works, subscriptions);
    for (Work work : works) {
      if (work instanceof OwnedWork one) {
        owned.put(one.name(), one);
      } else if (work instanceof EveryNodeWork every) {
        everyNode.add(every);
      }
    }
  }

  private static void checkNames(List<Work> works, Collection<String> subscriptions) {
    List<String> taken = new ArrayList<>(subscriptions);
    for (Work work : works) {
      String name = work.name();
      if (name.isBlank() || name.length() > MAX_NAME) {
        throw new IllegalStateException(
            "The work %s has the name \"%s\", which is blank or longer than %s characters. Name it after its module, such as billing:dunning."
                .formatted(work.getClass().getName(), name, MAX_NAME));
      }
      if (taken.contains(name)) {
        throw new IllegalStateException(
            "The work %s has the name \"%s\" of another work or of a subscription. Give it a name of its own, such as billing:dunning."
                .formatted(work.getClass().getName(), name));
      }
      taken.add(name);
    }
  }

  /** The names of the owned works. */
  Set<String> names() {
    return owned.keySet();
  }

  /** The names that the works declare. */
  List<String> declares() {
    return Stream.concat(owned.values().stream(), everyNode.stream())
        .flatMap(each -> each.declares().stream())
        .toList();
  }

  boolean has(SegmentId id) {
    return owned.containsKey(id.subscription());
  }

  /** Registers the owned works in the database. */
  void register() {
    names().forEach(name -> transactions.doInNew(() -> store.addWork(name)));
  }

  /** Takes a work that was free; empty if it is not free any more, or is still locked. */
  Optional<OwnedPart> claim(Holding seen) {
    boolean mine = transactions.inNew(() -> store.claimWork(seen.id(), seen.token(), node.name()));
    return mine
        ? Optional.of(begin(seen.id(), fence(seen.id(), seen.token() + 1)))
        : Optional.empty();
  }

  Fence fence(SegmentId id, long token) {
    return new LeaseFence(store, node, lease, id, token);
  }

  /** Begins the works that this node owns. */
  OwnedPart begin(SegmentId id, Fence fence) {
    OwnedWork work = Objects.requireNonNull(owned.get(id.subscription()));
    return new BegunWork.OfOwner(work, () -> work.begin(working, fence), id, fence.token());
  }

  /** Begins the works of every node. */
  List<SteppedPart> beginEverywhere() {
    return everyNode.stream()
        .<SteppedPart>map(work -> new BegunWork(work, () -> work.begin(working)))
        .toList();
  }
}
