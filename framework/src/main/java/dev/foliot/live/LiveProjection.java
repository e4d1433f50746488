package dev.foliot.live;

import dev.foliot.failure.ErrorText;
import dev.foliot.failure.ReadableError;
import dev.foliot.handler.ProjectionProgress.Registration;
import dev.foliot.live.LiveThreads.Timer;
import dev.foliot.live.Watch.OfFilter;
import dev.foliot.live.Watch.OfId;
import dev.foliot.live.Watch.Reading;
import dev.foliot.live.Watch.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live reads of one projection. A delivery to one of its projectors makes all watches due; a
 * new subscriber makes its own watch due. One task at a time reads all watches that are due, in one
 * transaction, and compares the rows with those of the previous read. Reads never overlap, and each
 * read sees the state that is committed when it begins. So no subscriber gets a state that is older
 * than the previous one.
 *
 * <p>Between two reads that deliveries cause, a minimum time passes, so that a busy projector does
 * not cause one read for each of its batches.
 */
final class LiveProjection<P> {
  private static final Logger LOG = LoggerFactory.getLogger(LiveProjection.class);

  private final Class<P> projection;
  private final LiveParts parts;
  private final BooleanSupplier isOpen;
  private final ReadRows<P> rows;

  // Guarded by this object.
  private final Map<Rows<P>, Watch<P>> watches = new LinkedHashMap<>();
  private @Nullable Registration registration;
  private @Nullable Timer poll;
  private boolean reading;
  private boolean wakeComes;
  private long notBefore;
  private boolean failing;
  private boolean reported;

  /**
   * @param isOpen false once the application ends
   */
  LiveProjection(Class<P> projection, LiveParts parts, BooleanSupplier isOpen) {
    this.projection = projection;
    this.parts = parts;
    this.isOpen = isOpen;
    this.rows = new ReadRows<>(projection, parts.views(), parts.rows());
    this.notBefore = parts.nanoTime().getAsLong();
  }

  /** A subscriber gets the present rows, then each change. */
  void subscribe(Rows<P> of, Flow.Subscriber<? super Change<P>> subscriber) {
    LiveSubscription<P> subscription =
        new LiveSubscription<>(
            subscriber, of.tellsAbsence(), parts.threads(), leaving -> leave(of, leaving));
    synchronized (this) {
      if (isOpen.getAsBoolean()) {
        var unused = of.hashCode(); // that of an id may throw, and then nothing must listen
        listen();
        watches.computeIfAbsent(of, Watch::new).join(subscription);
      } else {
        subscription.complete();
      }
    }
    subscription.begin();
    read();
  }

  /** Begins to listen before the first read, so that no delivery is missed. */
  private void listen() {
    if (registration == null) {
      Set<String> projectors = parts.projectorsOf(projection);
      registration = parts.progress().onAdvance(projectors, this::wake);
      poll = parts.threads().every(parts.settings().pollInterval(), new Poll(projectors));
    }
  }

  private synchronized void leave(Rows<P> of, LiveSubscription<P> leaving) {
    Watch<P> watch = watches.get(of);
    if (watch != null && watch.leave(leaving)) {
      watches.remove(of);
    }
    if (watches.isEmpty()) {
      listenNoMore();
    }
  }

  private void listenNoMore() {
    if (registration != null) {
      registration.close();
      registration = null;
    }
    if (poll != null) {
      poll.close();
      poll = null;
    }
  }

  /**
   * Listens again when the projectors are known: a bean may have subscribed while the application
   * started.
   */
  void listenAgain() {
    synchronized (this) {
      if (registration == null) {
        return;
      }
      listenNoMore();
      listen();
    }
    wake();
  }

  /** Gives all subscribers their last signal. */
  void complete() {
    List<LiveSubscription<P>> all = new ArrayList<>();
    synchronized (this) {
      watches.values().forEach(watch -> all.addAll(watch.subscribers()));
    }
    all.forEach(LiveSubscription::complete);
  }

  // ---- when to read

  /** A delivery has been committed. */
  private void wake() {
    long delay;
    synchronized (this) {
      if (wakeComes || watches.isEmpty()) {
        return;
      }
      wakeComes = true;
      delay = notBefore - parts.nanoTime().getAsLong();
    }
    if (delay <= 0 || parts.settings().minInterval().isZero()) {
      readAll();
    } else {
      parts.threads().later(Duration.ofNanos(delay), this::readAll);
    }
  }

  private void readAll() {
    synchronized (this) {
      wakeComes = false;
      watches.values().forEach(Watch::makeDue);
    }
    read();
  }

  /**
   * Reads if there were deliveries since the previous poll, or after a failure, such as no memory
   * for a thread. The first poll always reads.
   */
  private final class Poll implements Runnable {
    private final Set<String> projectors;
    private @Nullable Object mark;
    private boolean isUnreadable;

    Poll(Set<String> projectors) {
      this.projectors = projectors;
    }

    @Override
    public void run() {
      Object now;
      try {
        now = parts.marks().of(projectors);
      } catch (RuntimeException e) {
        unreadable(e);
        return;
      }
      isUnreadable = false;
      if (!now.equals(mark)) {
        mark = now;
        wake();
      }
      read();
    }

    /** Usually the database is unavailable. The next poll finds what was delivered meanwhile. */
    private void unreadable(RuntimeException e) {
      if (!isUnreadable && isOpen.getAsBoolean()) {
        LOG.warn(
            "Deliveries to projection={} cannot be polled, and are polled again every {}: {}",
            projection.getSimpleName(),
            parts.settings().pollInterval(),
            ErrorText.firstLine(e));
      }
      isUnreadable = true;
    }
  }

  private void read() {
    synchronized (this) {
      if (reading || watches.values().stream().noneMatch(Watch::isDue)) {
        return;
      }
      reading = true;
    }
    try {
      parts.threads().read(this::readUntilNothingIsDue);
    } catch (Throwable e) { // such as no memory for a thread: the next poll tries again
      synchronized (this) {
        reading = false;
      }
      throw e;
    }
  }

  // ---- reading

  private void readUntilNothingIsDue() {
    for (List<Reading<P>> due = begin(); !due.isEmpty(); due = begin()) {
      try {
        read(due, false);
        recovered();
      } catch (Throwable e) {
        failed(due, e);
      }
    }
  }

  /** Begins the due watches; if there are none, the task ends. */
  private synchronized List<Reading<P>> begin() {
    List<Reading<P>> due = failing ? List.of() : beginDue();
    reading = !due.isEmpty();
    failing = false;
    if (reading) {
      notBefore = parts.nanoTime().getAsLong() + parts.settings().minInterval().toNanos();
    }
    return due;
  }

  private List<Reading<P>> beginDue() {
    return watches.values().stream().filter(Watch::isDue).map(Watch::begin).toList();
  }

  /** The rows of a watch, or the reason why they cannot be used. */
  private record Found<P>(
      Reading<P> reading, Map<Object, RowState<P>> rows, @Nullable Throwable failure) {
    /** Comparing rows and ids calls their {@code equals}, which may throw anything. */
    void publish() {
      if (failure != null) {
        reading.fail(failure);
        return;
      }
      try {
        reading.publish(rows);
      } catch (Throwable incomparable) {
        reading.fail(incomparable);
      }
    }
  }

  /**
   * Reads the rows of all watches in one transaction, and gives each subscriber the differences. A
   * row that cannot be read, or an id that cannot be an id of the projection, must not fail the
   * other watches. So after a failure, each watch is read once more, alone.
   */
  private void read(List<Reading<P>> due, boolean again) {
    List<Found<P>> found;
    try {
      found = parts.transactions().inNew(() -> find(due));
    } catch (Throwable e) { // the code of a row may throw anything
      if (!isOpen.getAsBoolean()
          || ReadRows.isOutage(e)
          || rows.areUnavailable(parts.transactions())) {
        throw e;
      }
      if (!again) {
        due.forEach(each -> read(List.of(each), true));
        return;
      }
      found = List.of(new Found<>(due.get(0), Map.of(), e));
    }
    found.forEach(Found::publish);
  }

  private List<Found<P>> find(List<Reading<P>> due) {
    Set<Object> ids = new LinkedHashSet<>();
    due.forEach(
        reading -> {
          if (reading.watch().rows() instanceof OfId<P> one) {
            ids.add(one.id());
          }
        });
    Map<Object, P> byId = ids.isEmpty() ? Map.of() : rows.find(ids);
    return due.stream().map(reading -> find(reading, byId)).toList();
  }

  private Found<P> find(Reading<P> reading, Map<Object, P> byId) {
    try {
      return new Found<>(reading, states(reading.watch().rows(), byId), null);
    } catch (UnusableRowsException e) {
      return new Found<>(reading, Map.of(), e.failure());
    }
  }

  private Map<Object, RowState<P>> states(Rows<P> of, Map<Object, P> byId) {
    if (of instanceof OfId<P> one) {
      return Map.of(one.id(), rows.state(one.id(), byId.get(one.id())));
    }
    return rows.matching(((OfFilter<P>) of).filter());
  }

  /**
   * Usually the database is unavailable: subscribers keep their states, and the next poll reads the
   * rows. If the end of the application interrupts a read, it is not repeated.
   */
  private void failed(List<Reading<P>> due, Throwable e) {
    if (!isOpen.getAsBoolean()) {
      LOG.debug("The application ends while rows are read", ReadableError.of(e));
      return;
    }
    boolean first;
    synchronized (this) {
      failing = true;
      first = !reported;
      reported = true;
      due.forEach(reading -> reading.watch().beginAgain(reading));
    }
    if (first) {
      LOG.warn(
          "The rows of projection={} could not be read for live subscribers, and are read again every {} until it succeeds: {}",
          projection.getSimpleName(),
          parts.settings().pollInterval(),
          ErrorText.firstLine(e));
    }
    LOG.debug("The rows of {} could not be read", projection.getSimpleName(), ReadableError.of(e));
  }

  private synchronized void recovered() {
    if (reported) {
      LOG.info("The rows of projection={} are read again", projection.getSimpleName());
      reported = false;
    }
  }
}
