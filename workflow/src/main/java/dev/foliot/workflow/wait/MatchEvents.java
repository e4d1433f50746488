package dev.foliot.workflow.wait;

import dev.foliot.time.MicrosecondClock;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.work.Fence;
import dev.foliot.work.OwnedWork;
import dev.foliot.work.Steps;
import dev.foliot.work.WorkingNode;
import dev.foliot.workflow.wait.OpenWaits.Completed;
import dev.foliot.workflow.wait.OpenWaits.Look;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * Compares the events of the log with the waits for events: each wait is completed by its first
 * event in the order of the log. One node does this for all nodes. Open {@link Matching#match}
 * first.
 *
 * <p>The work follows the log up to a position that it stores. It reads only the types of open
 * waits, and only below the settled head, so that it passes no event whose transaction is still
 * open. New events find their waits by a key. A new wait may require events before this position.
 * They are read again for this wait. Then the wait is compared with new events like the others. The
 * position is stored with each change of a wait, so that a later owner compares no wait with an
 * event that came before it.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class MatchEvents implements OwnedWork {
  private static final int WAITS_AT_ONCE = 500;
  private static final int PAGES_AT_ONCE = 10;

  private final EventWaits opened;
  private final OpenWaits waits;
  private final ReadEvents log;
  private final Transactions transactions;
  private final MicrosecondClock clock;
  private final RunsWoken runs;

  /**
   * @param opened opens waits on this node
   * @param runs is called in each transaction that wakes runs
   */
  public MatchEvents(
      EventWaits opened,
      OpenWaits waits,
      ReadEvents log,
      Transactions transactions,
      MicrosecondClock clock,
      RunsWoken runs) {
    this.opened = opened;
    this.waits = waits;
    this.log = log;
    this.transactions = transactions;
    this.clock = clock;
    this.runs = runs;
  }

  @Override
  public String name() {
    return "foliot:workflow-events";
  }

  @Override
  public Steps begin(WorkingNode node, Fence fence) {
    Matching matching = new Matching(fence, node.wakeUp());
    opened.listen(matching.listener);
    return matching;
  }

  private final class Matching implements Steps {
    private final Fence fence;
    private final Runnable listener;
    private volatile boolean woken = true;
    private volatile boolean waiting;
    private final Map<String, Set<String>> fields = new HashMap<>();
    private boolean begun;
    private boolean changed;
    private long position;

    Matching(Fence fence, Runnable wakeUp) {
      this.fence = fence;
      this.listener =
          () -> {
            woken = true;
            wakeUp.run();
          };
    }

    @Override
    public boolean hasWork() {
      return woken;
    }

    /** Empty: nothing is due by time, because the time-outs of waits belong to their runs. */
    @Override
    public Optional<Instant> nextDue() {
      return Optional.empty();
    }

    @Override
    public void wakeUp() {
      woken = true;
    }

    /** Does nothing without open waits: {@link EventWaits} announces those of this node. */
    @Override
    public void committedHere() {
      if (waiting) {
        woken = true;
      }
    }

    @Override
    public boolean step() {
      woken = false;
      try {
        changed = false;
        boolean more = match();
        if (more) {
          woken = true;
        }
        return more || changed;
      } catch (Throwable e) {
        woken = true;
        throw e;
      }
    }

    private boolean match() {
      // 1. One statement shows whether there is anything to do.
      Look look = waits.look();
      waiting = look.hasAny();
      if (!waiting) {
        begun = false;
        return false;
      }
      // 2. Begin at the position of the last owner, or at the end if there were no waits.
      begin(look);
      // 3. Compare new waits with the events up to the current position.
      boolean moreNew = look.hasNew() && lookBack();
      // 4. Compare all waits with the events after it.
      boolean moreEvents = look.head() > position && follow();
      return moreNew || moreEvents;
    }

    private void begin(Look look) {
      if (!begun) {
        fields.clear();
        fields.putAll(waits.fields());
        position = waits.position().orElse(0L);
        begun = true;
      }
      if (!look.hasOther()) {
        position = Math.max(position, log.settledHead());
      }
    }

    // ---- new waits

    private boolean lookBack() {
      List<OpenWait> fresh = waits.fresh(WAITS_AT_ONCE);
      fresh.forEach(
          wait ->
              fields
                  .computeIfAbsent(wait.key().type(), type -> new HashSet<>())
                  .add(wait.key().field()));
      // A wait that begins beyond the position stays new until the position has reached its begin.
      List<OpenWait> reached = fresh.stream().filter(wait -> from(wait) <= position).toList();
      if (reached.isEmpty()) {
        return false;
      }
      Map<OpenWait, Completed> found = new LinkedHashMap<>();
      long through = compare(reached, found);
      List<OpenWait> left = reached.stream().filter(wait -> !found.containsKey(wait)).toList();
      store(
          found,
          () -> {
            if (through >= position) {
              waits.compared(left);
            } else {
              waits.comparedUpTo(through, left);
            }
          });
      return through < position || fresh.size() == WAITS_AT_ONCE;
    }

    private static long from(OpenWait wait) {
      return wait.from() == null ? Long.MAX_VALUE : wait.from();
    }

    /** Returns the position up to which the waits have been compared with the log. */
    private long compare(List<OpenWait> reached, Map<OpenWait, Completed> found) {
      Set<String> types = new HashSet<>();
      reached.forEach(wait -> types.add(wait.key().type()));
      long through = from(reached.get(0));
      for (int pages = 0; pages < PAGES_AT_ONCE && through < position; pages++) {
        ReadEvents.Page page = log.read(types, through, position);
        addFirst(reached, byKey(page.events()), found);
        through = page.through();
      }
      return through;
    }

    // ---- new events

    private boolean follow() {
      long settled = log.settledHead();
      if (settled <= position) {
        return false; // the next message belongs to an open transaction
      }
      ReadEvents.Page page = log.read(fields.keySet(), position, settled);
      Map<EventKey, List<FoundEvent>> events = byKey(page.events());
      String last = "";
      while (last != null && !events.isEmpty()) {
        List<OpenWait> asked = waits.withKeys(events.keySet(), last, WAITS_AT_ONCE);
        Map<OpenWait, Completed> found = new LinkedHashMap<>();
        addFirst(asked, events, found);
        if (!found.isEmpty()) {
          store(found, () -> {});
        }
        last = asked.size() < WAITS_AT_ONCE ? null : asked.get(asked.size() - 1).id();
      }
      position = page.through();
      return position < settled;
    }

    /** The events in their order, by each key that a wait for one of them may have. */
    private Map<EventKey, List<FoundEvent>> byKey(List<FoundEvent> events) {
      Map<EventKey, List<FoundEvent>> all = new HashMap<>();
      for (FoundEvent event : events) {
        for (String field : fields.getOrDefault(event.type(), Set.of())) {
          EventKey key = EventKey.of(event.type(), field, event.value(field));
          all.computeIfAbsent(key, each -> new ArrayList<>()).add(event);
        }
      }
      return all;
    }

    private void addFirst(
        List<OpenWait> asked,
        Map<EventKey, List<FoundEvent>> events,
        Map<OpenWait, Completed> found) {
      for (OpenWait wait : asked) {
        if (!found.containsKey(wait)) {
          log.first(events.getOrDefault(wait.key(), List.of()), wait)
              .ifPresent(completed -> found.put(wait, completed));
        }
      }
    }

    /**
     * Stores in one transaction, in which no other node owns the work: runs first, then their
     * waits.
     */
    private void store(Map<OpenWait, Completed> found, Runnable more) {
      transactions.doInNew(
          () -> {
            fence.check();
            if (!found.isEmpty()) {
              complete(List.copyOf(found.values()), clock.instant());
            }
            more.run();
            waits.storePosition(position);
          });
      changed = true;
    }

    private void complete(List<Completed> found, Instant now) {
      waits.wake(found.stream().map(each -> each.open().runId()).toList(), now);
      waits.complete(found, now);
      runs.dueAfterCommit(now);
    }

    @Override
    public void end() {
      abandon();
    }

    @Override
    public void abandon() {
      opened.forget(listener);
    }
  }
}
