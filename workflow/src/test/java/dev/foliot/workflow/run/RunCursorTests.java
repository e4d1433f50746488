package dev.foliot.workflow.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.live.LiveChanges;
import dev.foliot.live.LiveThreads;
import dev.foliot.workflow.EmittedEvent;
import dev.foliot.workflow.RunNotFoundException;
import dev.foliot.workflow.run.ReadStream.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;

/** A cursor gives each event, in order and on demand; the rules of Reactive Streams. */
class RunCursorTests {
  private final List<EmittedEvent> stream = new CopyOnWriteArrayList<>();
  private final List<Integer> limits = new ArrayList<>();
  private final List<RunCursor> left = new CopyOnWriteArrayList<>();
  private final ByHand threads = new ByHand();
  private final Recorder recorder = new Recorder();
  private volatile boolean ended;
  private RuntimeException failure;

  /** Work waits until the test runs it. */
  private static final class ByHand implements LiveThreads {
    private final Queue<Runnable> work = new ArrayDeque<>();
    private final Queue<Runnable> later = new ArrayDeque<>();

    @Override
    public void read(Runnable read) {
      work.add(read);
    }

    @Override
    public void signal(Runnable signal) {
      work.add(signal);
    }

    @Override
    public void later(Duration delay, Runnable action) {
      later.add(action);
    }

    @Override
    public Timer every(Duration pause, Runnable action) {
      return () -> {};
    }

    @Override
    public void close() {}

    void runAll() {
      for (Runnable next = work.poll(); next != null; next = work.poll()) {
        next.run();
      }
    }
  }

  private static final class Recorder implements Flow.Subscriber<EmittedEvent> {
    private final List<Object> signals = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private LongConsumer onNext = position -> {};
    private Flow.Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
    }

    @Override
    public void onNext(EmittedEvent event) {
      signals.add(event.position());
      onNext.accept(event.position());
    }

    @Override
    public void onError(Throwable error) {
      signals.add(error);
      over.countDown();
    }

    @Override
    public void onComplete() {
      signals.add("complete");
      over.countDown();
    }
  }

  private void emit(int events) {
    int first = stream.size() + 1;
    LongStream.range(first, first + events)
        .forEach(
            position -> stream.add(new EmittedEvent(position, "Type", null, "{}", Instant.EPOCH)));
  }

  private synchronized Page page(long position, int limit) {
    limits.add(limit);
    if (failure != null) {
      throw failure;
    }
    boolean isOver = ended;
    List<EmittedEvent> found =
        stream.stream().filter(event -> event.position() > position).limit(limit).toList();
    return new Page(found, isOver && found.size() < limit);
  }

  private RunCursor follow(long after, LiveThreads on) {
    RunCursor cursor =
        new RunCursor(
            "r-1", after, recorder, (run, position, limit) -> page(position, limit), on, left::add);
    cursor.begin();
    return cursor;
  }

  private RunCursor follow(long after) {
    RunCursor cursor = follow(after, threads);
    threads.runAll();
    return cursor;
  }

  private void request(long events) {
    recorder.subscription.request(events);
    threads.runAll();
  }

  private void wake(RunCursor cursor) {
    cursor.wake();
    threads.runAll();
  }

  private static List<Object> positions(long first, long last) {
    return LongStream.rangeClosed(first, last).<Object>mapToObj(Long::valueOf).toList();
  }

  // 1.1
  @Test
  void noMoreEventsThanRequested() {
    emit(10);
    follow(0);
    assertThat(recorder.signals).isEmpty();

    request(3);
    assertThat(recorder.signals).isEqualTo(positions(1, 3));
    request(2);

    assertThat(recorder.signals).isEqualTo(positions(1, 5));
  }

  @Test
  void slowSubscriberGetsEachEventAndTheEnd() {
    RunCursor cursor = follow(0);
    emit(5);
    wake(cursor);
    request(2);
    emit(4);
    ended = true;
    wake(cursor);

    request(6);
    assertThat(recorder.signals).isEqualTo(positions(1, 8));
    request(5);

    assertThat(recorder.signals).startsWith(positions(1, 9).toArray()).endsWith("complete");
    assertThat(left).containsExactly(cursor);
  }

  @Test
  void pageIsNeverLargerThanTheDemand() {
    emit(500);
    follow(400);
    request(7);
    request(Long.MAX_VALUE);

    assertThat(recorder.signals).isEqualTo(positions(401, 500));
    assertThat(limits).startsWith(1).contains(6, 100).allMatch(limit -> limit <= 100);
  }

  @Test
  void nothingIsReadWithoutAReason() {
    RunCursor cursor = follow(0);
    request(1);
    request(1);
    assertThat(limits).hasSize(1);

    wake(cursor);
    assertThat(limits).hasSize(2);
  }

  @Test
  void endNeedsNoDemand() {
    emit(1);
    RunCursor cursor = follow(0);
    request(1);
    ended = true;

    wake(cursor);

    assertThat(recorder.signals).containsExactly(1L, "complete");
  }

  @Test
  void emptyEndedRunCompletesAtOnce() {
    ended = true;

    follow(0);

    assertThat(recorder.signals).containsExactly("complete");
  }

  @Test
  void unknownRunIsAnError() {
    failure = new RunNotFoundException("r-1");

    RunCursor cursor = follow(0);

    assertThat(recorder.signals).containsExactly(failure);
    assertThat(left).containsExactly(cursor);
  }

  @Test
  void databaseThatIsAwayIsReadAgain() {
    emit(1);
    failure = new QueryTimeoutException("away");
    follow(0);
    request(1);
    assertThat(recorder.signals).isEmpty();
    failure = null;

    threads.later.remove().run();
    threads.runAll();

    assertThat(recorder.signals).containsExactly(1L);
    assertThat(threads.later).isEmpty();
  }

  // 1.3
  @Test
  void signalsAreSerialAndComplete() throws InterruptedException {
    try (LiveThreads real = LiveChanges.onThreads(4, Thread::new)) {
      recorder.onNext = position -> recorder.subscription.request(1);
      RunCursor cursor = follow(0, real);
      recorder.subscription.request(1);

      for (int i = 0; i < 2_000; i++) {
        emit(1);
        cursor.wake();
      }
      ended = true;
      cursor.wake();

      assertThat(recorder.over.await(120, TimeUnit.SECONDS)).isTrue();
      assertThat(recorder.signals.subList(0, 2_000)).isEqualTo(positions(1, 2_000));
      assertThat(recorder.signals).hasSize(2_001);
    }
  }

  // 3.3: each request leads to a read, in the thread of the caller
  @Test
  void requestWithinAnEventDoesNotRecurse() {
    emit(5_000);
    ended = true;
    recorder.onNext = position -> recorder.subscription.request(1);
    follow(0, LiveChanges.inCallersThread());

    recorder.subscription.request(1);

    assertThat(recorder.signals).hasSize(5_001);
  }

  // 2.13
  @Test
  void subscriberThatThrowsIsCancelled() {
    emit(2);
    recorder.onNext =
        position -> {
          throw new IllegalStateException("a bug of the subscriber");
        };
    RunCursor cursor = follow(0);

    request(2);

    assertThat(recorder.signals).containsExactly(1L);
    assertThat(left).containsExactly(cursor);
  }

  // 3.5, 3.7, 3.12
  @Test
  void noSignalAfterCancel() {
    emit(3);
    RunCursor cursor = follow(0);
    recorder.subscription.request(3);

    recorder.subscription.cancel();
    recorder.subscription.cancel();
    recorder.subscription.request(1);
    recorder.subscription.request(-1);
    wake(cursor);

    assertThat(recorder.signals).isEmpty();
    assertThat(left).containsExactly(cursor);
  }

  @Test
  void noSignalAfterCancelWithinAnEvent() {
    emit(3);
    ended = true;
    recorder.onNext = position -> recorder.subscription.cancel();
    follow(0);

    request(3);

    assertThat(recorder.signals).containsExactly(1L);
  }

  // 3.9
  @Test
  void requestOfNothingIsAnError() {
    follow(0);

    request(0);
    request(1);

    assertThat(recorder.signals)
        .singleElement()
        .isInstanceOfSatisfying(
            IllegalArgumentException.class,
            e ->
                assertThat(e)
                    .hasMessage(
                        "The subscriber requested 0 items. Request at least 1 (Reactive Streams,"
                            + " rule 3.9)."));
  }

  // 3.17
  @Test
  void demandMayPassTheHighestNumber() {
    RunCursor cursor = follow(0);
    request(Long.MAX_VALUE);
    request(Long.MAX_VALUE);
    emit(2);

    wake(cursor);

    assertThat(recorder.signals).containsExactly(1L, 2L);
  }
}
