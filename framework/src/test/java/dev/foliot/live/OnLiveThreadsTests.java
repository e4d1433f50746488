package dev.foliot.live;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The end of the threads while they work. */
class OnLiveThreadsTests {
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(OnLiveThreads.class);

  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final List<Thread> started = new CopyOnWriteArrayList<>();
  private volatile int without = Integer.MAX_VALUE;
  private final LiveThreads threads =
      LiveChanges.onThreads(
          1,
          work -> {
            if (started.size() == without) {
              without = Integer.MAX_VALUE;
              throw new OutOfMemoryError("unable to create native thread");
            }
            Thread thread = new Thread(work);
            started.add(thread);
            return thread;
          });

  @BeforeEach
  void listen() {
    logged.start();
    LOGGER.addAppender(logged);
  }

  @AfterEach
  void end() {
    LOGGER.detachAppender(logged);
    threads.close();
  }

  private void join() throws InterruptedException {
    for (Thread each : started) {
      each.join();
    }
  }

  @Test
  void repeatedWorkThatIsInHandAtTheEndIsNoError() throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    LiveThreads.Timer unused =
        threads.every(
            Duration.ofMillis(1),
            () -> {
              threads.close();
              closed.countDown();
            });

    closed.await();
    join();

    assertThat(logged.list).noneMatch(each -> each.getLevel().isGreaterOrEqual(Level.WARN));
  }

  @Test
  void repeatedWorkGoesOnAfterThereWasNoThreadForIt() throws InterruptedException {
    CountDownLatch twice = new CountDownLatch(2);
    without = 1; // after that of the timer

    LiveThreads.Timer unused = threads.every(Duration.ofMillis(1), twice::countDown);

    assertThat(twice.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(logged.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "Live changes wait for a thread: java.lang.OutOfMemoryError: unable to create native thread");
  }

  @Test
  void readThatTheEndInterruptsIsNoError() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    threads.read(
        () -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
          }
        });
    begun.await();

    threads.close();
    join();

    assertThat(logged.list).noneMatch(each -> each.getLevel().isGreaterOrEqual(Level.WARN));
  }
}
