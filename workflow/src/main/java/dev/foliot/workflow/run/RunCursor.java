package dev.foliot.workflow.run;

import dev.foliot.failure.ReadableError;
import dev.foliot.live.LiveThreads;
import dev.foliot.live.SerialSubscription;
import dev.foliot.workflow.EmittedEvent;
import dev.foliot.workflow.run.ReadStream.Page;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * One subscriber of the stream of a run. It reads a page when all events of the previous page are
 * given, and when there may be more. So each event is given, and the memory is one page.
 */
final class RunCursor extends SerialSubscription<EmittedEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCursor.class);
  private static final int MAX_PAGE = 100;
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  /** Reads committed events. */
  @FunctionalInterface
  interface Pages {
    Page after(String run, long position, int limit);
  }

  private final String run;
  private final Pages pages;
  private final LiveThreads threads;
  private final Consumer<RunCursor> leave;

  // Guarded by this object.
  private final Deque<EmittedEvent> page = new ArrayDeque<>();
  private long position;
  private boolean due = true;
  private boolean isLastPage;

  /**
   * @param after the position of the last event that the subscriber has
   * @param leave called once, when the subscription ends
   */
  RunCursor(
      String run,
      long after,
      Flow.Subscriber<? super EmittedEvent> subscriber,
      Pages pages,
      LiveThreads threads,
      Consumer<RunCursor> leave) {
    super(subscriber, threads);
    this.run = run;
    this.position = after;
    this.pages = pages;
    this.threads = threads;
    this.leave = leave;
  }

  String run() {
    return run;
  }

  /** There may be new events, or the run may have ended. */
  void wake() {
    synchronized (this) {
      due = true;
    }
    goOn();
  }

  // ---- reading

  @Override
  protected boolean isReadDue() {
    return due && page.isEmpty() && !isLastPage;
  }

  @Override
  protected void read() {
    try {
      int limit = limit();
      keep(pages.after(run, position(), limit), limit);
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("run={} is read again in {}", run, AFTER_FAILURE, ReadableError.of(e));
      threads.later(AFTER_FAILURE, this::wake);
    } catch (Throwable e) {
      fail(e);
    }
  }

  /** Reads at least one event, to notice the end of the run without demand. */
  private synchronized int limit() {
    due = false;
    return (int) Math.max(1, Math.min(demand(), MAX_PAGE));
  }

  private synchronized long position() {
    return position;
  }

  private synchronized void keep(Page read, int limit) {
    isLastPage = read.isLast();
    if (!hasEnded() && !read.events().isEmpty()) {
      page.addAll(read.events());
      position = page.getLast().position();
    }
    due |= read.events().size() == limit; // there may be more
  }

  // ---- the events to give

  @Override
  protected boolean hasItem() {
    return !page.isEmpty();
  }

  @Override
  protected EmittedEvent take() {
    return page.remove();
  }

  @Override
  protected boolean isComplete() {
    return isLastPage && page.isEmpty();
  }

  @Override
  protected void clear() {
    page.clear();
  }

  @Override
  protected void left() {
    leave.accept(this);
  }

  @Override
  protected String name() {
    return "run=" + run;
  }
}
