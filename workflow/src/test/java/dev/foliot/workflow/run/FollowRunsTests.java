package dev.foliot.workflow.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.live.LiveThreads;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.work.Topics;
import dev.foliot.workflow.EmittedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;

/** Polls of followed runs that the database does not answer. */
@ExtendWith(OutputCaptureExtension.class)
class FollowRunsTests {
  private static final String UNREADABLE = "Followed runs cannot be polled";

  private final Polls polls = new Polls();
  private Runnable beforeAFailure = () -> {};

  /** Only polls run, when the test runs them. */
  private static final class Polls implements LiveThreads {
    private final List<Runnable> all = new ArrayList<>();

    @Override
    public void read(Runnable work) {}

    @Override
    public void signal(Runnable work) {}

    @Override
    public void later(Duration delay, Runnable work) {}

    @Override
    public Timer every(Duration pause, Runnable work) {
      all.add(work);
      return () -> {};
    }

    @Override
    public void close() {}

    void run() {
      all.forEach(Runnable::run);
    }
  }

  private final class Unavailable implements PlatformTransactionManager {
    @Override
    public TransactionStatus getTransaction(TransactionDefinition definition) {
      beforeAFailure.run();
      throw new CannotCreateTransactionException("no connection");
    }

    @Override
    public void commit(TransactionStatus status) {}

    @Override
    public void rollback(TransactionStatus status) {}
  }

  private static final class NoTopics implements Topics {
    @Override
    public Registration onCommit(String topic, Runnable wake) {
      return () -> {};
    }

    @Override
    public void committed(String topic) {}
  }

  private static final class Anyone implements Flow.Subscriber<EmittedEvent> {
    @Override
    public void onSubscribe(Flow.Subscription given) {}

    @Override
    public void onNext(EmittedEvent event) {}

    @Override
    public void onError(Throwable error) {}

    @Override
    public void onComplete() {}
  }

  private FollowRuns followed() {
    RunSignals signals = new RunSignals(() -> {}, NoTopics::new);
    RunParts parts =
        new RunParts(
            null,
            new Transactions(new Unavailable()),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    RunStore store =
        new RunStore(
            new JdbcTemplate(),
            new FoliotSchema("public"),
            parts,
            null,
            signals,
            null,
            null,
            () -> null);
    FollowRuns follow = new FollowRuns(parts, store, signals, polls, Duration.ofSeconds(1));
    follow.events("r-1", 0).subscribe(new Anyone());
    return follow;
  }

  @Test
  void failedPollIsReportedOnce(CapturedOutput output) {
    followed();

    polls.run();
    polls.run();

    assertThat(output).containsOnlyOnce(UNREADABLE);
  }

  /** The end of the application may take the connection away. */
  @Test
  void pollThatFailsAtTheEndOfTheApplicationIsNotReported(CapturedOutput output) {
    FollowRuns follow = followed();
    beforeAFailure = follow::end;

    polls.run();

    assertThat(output).doesNotContain(UNREADABLE);
  }
}
