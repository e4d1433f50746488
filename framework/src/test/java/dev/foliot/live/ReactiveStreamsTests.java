package dev.foliot.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.live.Stocks.Stock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The rules of Reactive Streams, which hold for {@link Flow}. */
class ReactiveStreamsTests {
  private final Stocks stocks = new Stocks();

  // 1.1
  @Test
  void noMoreItemsThanRequested() {
    IntStream.range(0, 10).forEach(i -> stocks.committed.put("s" + i, i));
    Recorder<Stock> recorder = stocks.follow(Stocks.all(), Recorder.requesting(3));
    assertThat(recorder.rows()).hasSize(3);

    recorder.subscription.request(2);
    recorder.subscription.request(1);
    stocks.threads.runAll();

    assertThat(recorder.rows()).hasSize(6);
  }

  // 1.3
  @Test
  void signalsAreSerial() throws InterruptedException {
    try (LiveThreads real = LiveChanges.onThreads(4, Thread::new)) {
      Stocks threaded = new Stocks(Duration.ZERO, real);
      AtomicInteger inside = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      AtomicLong last = new AtomicLong(-1);
      AtomicInteger older = new AtomicInteger();
      CountDownLatch newest = new CountDownLatch(1);
      Recorder<Stock> recorder = Recorder.unlimited();
      recorder.onNext =
          change -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            change
                .row()
                .ifPresent(
                    row -> {
                      if (last.getAndSet(row.available()) > row.available()) {
                        older.incrementAndGet();
                      }
                      if (row.available() == 5_000) {
                        newest.countDown();
                      }
                    });
            inside.decrementAndGet();
          };
      threaded.live.of(Stock.class, "a").subscribe(recorder);

      IntStream.rangeClosed(1, 5_000).forEach(i -> threaded.deliver("a", i));

      assertThat(newest.await(120, TimeUnit.SECONDS)).isTrue();
      assertThat(most).hasValue(1);
      assertThat(older).as("states older than one before").hasValue(0);
    }
  }

  // 1.9
  @Test
  void subscriberIsNeeded() {
    assertThatThrownBy(() -> stocks.live.of(Stock.class, "a").subscribe(null))
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage("A subscriber is needed (Reactive Streams, rule 1.9).");
  }

  // 1.9, 1.3: with threads of the caller the read is over before subscribe returns
  @Test
  void onSubscribeHasReturnedBeforeTheFirstItem() {
    Stocks direct = new Stocks(Duration.ZERO, LiveChanges.inCallersThread());
    AtomicInteger during = new AtomicInteger();
    Recorder<Stock> recorder = Recorder.requesting(0);
    direct
        .live
        .of(Stock.class, "a")
        .subscribe(
            new Flow.Subscriber<Change<Stock>>() {
              @Override
              public void onSubscribe(Flow.Subscription subscription) {
                recorder.onSubscribe(subscription);
                subscription.request(1);
                direct.deliver("a", 1);
                during.set(recorder.rows().size());
              }

              @Override
              public void onNext(Change<Stock> change) {
                recorder.onNext(change);
              }

              @Override
              public void onError(Throwable failure) {
                recorder.onError(failure);
              }

              @Override
              public void onComplete() {
                recorder.onComplete();
              }
            });

    assertThat(during).hasValue(0);
    assertThat(recorder.rows()).containsExactly("a=1");
  }

  // 2.13
  @Test
  void subscriberThatThrowsHurtsNoOther() {
    Recorder<Stock> bad = Recorder.unlimited();
    bad.onNext =
        change -> {
          throw new IllegalStateException("a bug of the subscriber");
        };
    stocks.live.of(Stock.class, "a").subscribe(bad);
    Recorder<Stock> good = stocks.follow("a", Recorder.unlimited());

    stocks.change("a", 1);

    assertThat(bad.signals).as("taken to have cancelled").containsExactly("subscribed", "a=none");
    assertThat(good.rows()).containsExactly("a=none", "a=1");
    good.subscription.cancel();
    assertThat(stocks.wakes).as("the bad one is not remembered").isEmpty();
  }

  // 3.3
  @Test
  void requestWithinAnItemDoesNotRecurse() {
    IntStream.range(0, 9_000).forEach(i -> stocks.committed.put("s" + i, i));
    Stocks direct = new Stocks(Duration.ZERO, LiveChanges.inCallersThread());
    direct.committed.putAll(stocks.committed);
    Recorder<Stock> recorder = Recorder.requesting(1);
    AtomicInteger depth = new AtomicInteger();
    recorder.onNext =
        change -> {
          assertThat(depth.incrementAndGet()).isOne();
          recorder.subscription.request(1);
          depth.decrementAndGet();
        };

    direct.live.of(Stock.class, Stocks.all().atMost(10_000)).subscribe(recorder);

    assertThat(recorder.rows()).hasSize(9_000);
  }

  // 3.5, 3.7
  @Test
  void cancelMayBeRepeated() {
    Recorder<Stock> recorder = stocks.follow("a", Recorder.unlimited());

    recorder.subscription.cancel();
    recorder.subscription.cancel();
    recorder.subscription.request(1);
    recorder.subscription.request(-1);
    stocks.change("a", 1);

    assertThat(recorder.signals).containsExactly("subscribed", "a=none");
  }

  // 3.12: the signal waits for a thread while the subscriber cancels
  @Test
  void noSignalAfterCancel() {
    Recorder<Stock> recorder = stocks.follow("a", Recorder.unlimited());
    stocks.deliver("a", 1);
    stocks.threads.reads.remove().run();
    assertThat(stocks.threads.signals).hasSize(1);

    recorder.subscription.cancel();
    stocks.threads.runAll();

    assertThat(recorder.rows()).containsExactly("a=none");
  }

  @Test
  void noSignalAfterCancelWithinAnItem() {
    stocks.committed.put("a", 1);
    stocks.committed.put("b", 1);
    Recorder<Stock> recorder = Recorder.unlimited();
    recorder.onNext = change -> recorder.subscription.cancel();

    stocks.follow(Stocks.all(), recorder);
    stocks.live.complete();
    stocks.threads.runAll();

    assertThat(recorder.signals).containsExactly("subscribed", "a=1");
  }

  // 3.9
  @Test
  void requestOfNothingIsAnError() {
    for (long wrong : List.of(0L, -1L, Long.MIN_VALUE)) {
      Recorder<Stock> recorder = stocks.follow("a", Recorder.requesting(1));

      recorder.subscription.request(wrong);
      recorder.subscription.request(1);
      stocks.change("a", (int) (wrong % 7) + 50);

      assertThat(recorder.signals.get(recorder.signals.size() - 1)).isEqualTo("failed");
      assertThat(recorder.error)
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The subscriber requested %s items. Request at least 1 (Reactive Streams, rule 3.9).",
              wrong);
    }
    assertThat(stocks.wakes).isEmpty();
  }

  // 3.17
  @Test
  void demandMayPassTheHighestNumber() {
    Recorder<Stock> recorder = stocks.follow("a", Recorder.requesting(Long.MAX_VALUE));
    recorder.subscription.request(Long.MAX_VALUE);

    stocks.change("a", 1);
    stocks.change("a", 2);

    assertThat(recorder.rows()).containsExactly("a=none", "a=1", "a=2");
  }
}
