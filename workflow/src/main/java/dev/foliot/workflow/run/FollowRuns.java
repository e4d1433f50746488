package dev.foliot.workflow.run;

import dev.foliot.failure.ErrorText;
import dev.foliot.live.LiveThreads;
import dev.foliot.message.StorableText;
import dev.foliot.work.Topics;
import dev.foliot.workflow.EmittedEvent;
import dev.foliot.workflow.RunNotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the events of runs while they are emitted, for all subscribers of this node. A commit
 * of events wakes the cursors of the run, on all nodes. In case a notification is lost, one
 * statement for all followed runs polls their progress. Without subscribers there is no thread and
 * no statement. Open {@link RunCursor} next.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class FollowRuns {
  private static final Logger LOG = LoggerFactory.getLogger(FollowRuns.class);

  private final RunStore store;
  private final RunSignals signals;
  private final ReadStream stream;
  private final LiveThreads threads;
  private final Duration pollInterval;

  // Guarded by this object.
  private final Map<RunCursor, Topics.Registration> cursors = new LinkedHashMap<>();
  private LiveThreads.@Nullable Timer poll;
  private boolean open = true;

  /**
   * @param pollInterval how often runs are polled
   */
  public FollowRuns(
      RunParts parts,
      RunStore store,
      RunSignals signals,
      LiveThreads threads,
      Duration pollInterval) {
    this.store = store;
    this.signals = signals;
    this.stream = new ReadStream(parts, store);
    this.threads = threads;
    this.pollInterval = pollInterval;
  }

  /** The events after a position. */
  Flow.Publisher<EmittedEvent> events(String run, long after) {
    return subscriber -> {
      if (subscriber == null) {
        throw new NullPointerException("A subscriber is needed (Reactive Streams, rule 1.9).");
      }
      RunCursor cursor =
          new RunCursor(run, after, subscriber, stream::committed, threads, this::leave);
      enter(cursor);
      cursor.begin();
    };
  }

  /** Registers the cursor before its first read, so that it misses no commit. */
  private synchronized void enter(RunCursor cursor) {
    if (!open) {
      cursor.fail(stops(cursor));
    } else if (cannotExist(cursor.run())) {
      cursor.fail(new RunNotFoundException(cursor.run()));
    } else {
      cursors.put(cursor, signals.onStreamed(cursor.run(), cursor::wake));
      if (poll == null) {
        poll = threads.every(pollInterval, new Poll());
      }
    }
  }

  /** The id may come from outside, and the notifications of nodes have a maximum length. */
  private static boolean cannotExist(String run) {
    return run.length() > RunIds.MAX || StorableText.problem(run).isPresent();
  }

  private synchronized void leave(RunCursor cursor) {
    Topics.Registration registration = cursors.remove(cursor);
    if (registration != null) {
      registration.close();
    }
    if (cursors.isEmpty() && poll != null) {
      poll.close();
      poll = null;
    }
  }

  /** Accepts subscribers again after {@link #end}. */
  public synchronized void begin() {
    open = true;
  }

  /** Gives all subscribers their last signal. A later subscriber gets it at once. */
  public void end() {
    List<RunCursor> all;
    synchronized (this) {
      open = false;
      all = new ArrayList<>(cursors.keySet());
    }
    all.forEach(cursor -> cursor.fail(stops(cursor)));
  }

  private static IllegalStateException stops(RunCursor cursor) {
    return new IllegalStateException(
        "This application stops, but run %s continues. Follow it again, after the last position."
            .formatted(cursor.run()));
  }

  private synchronized boolean isOpen() {
    return open;
  }

  private synchronized Set<String> followed() {
    return cursors.keySet().stream().map(RunCursor::run).collect(Collectors.toUnmodifiableSet());
  }

  private synchronized List<RunCursor> of(Set<String> runs) {
    return cursors.keySet().stream().filter(cursor -> runs.contains(cursor.run())).toList();
  }

  /** Wakes the cursors of the runs that have changed or were removed since the previous poll. */
  private final class Poll implements Runnable {
    private Map<String, JournalRows.Mark> known = Map.of();
    private boolean isUnreadable;

    @Override
    public void run() {
      Set<String> runs = followed();
      if (runs.isEmpty()) {
        return;
      }
      try {
        Map<String, JournalRows.Mark> marks = store.marks(runs);
        Map<String, JournalRows.Mark> before = known;
        known = marks;
        isUnreadable = false;
        of(changed(runs, before, marks)).forEach(RunCursor::wake);
      } catch (RuntimeException e) {
        unreadable(e);
      }
    }

    private static Set<String> changed(
        Set<String> runs,
        Map<String, JournalRows.Mark> before,
        Map<String, JournalRows.Mark> marks) {
      return runs.stream()
          .filter(run -> !marks.containsKey(run) || !marks.get(run).equals(before.get(run)))
          .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Usually the database is unavailable. The next poll finds the events that were emitted
     * meanwhile.
     */
    private void unreadable(RuntimeException e) {
      if (!isUnreadable && isOpen()) {
        LOG.warn(
            "Followed runs cannot be polled, and are polled again every {}: {}",
            pollInterval,
            ErrorText.firstLine(e));
      }
      isUnreadable = true;
    }
  }
}
