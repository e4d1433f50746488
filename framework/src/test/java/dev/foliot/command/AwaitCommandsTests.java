package dev.foliot.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.command.AwaitCommands.Awaited;
import dev.foliot.eventstore.StreamName;
import dev.foliot.unitofwork.Transactions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;

class AwaitCommandsTests {
  private static final UUID ID = UUID.fromString("00000000-0000-7000-8000-000000000001");
  private static final Awaited COMMAND = new Awaited(ID, "desk", new StreamName("jot", "1"));
  private static final Duration LONG = Duration.ofHours(1);

  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private final Object segment = new Object();
  private volatile CommandStatus status = CommandStatus.SUBMITTED;
  private volatile @Nullable Object owner = segment;
  private Runnable atFifthLook = () -> {};

  private final AwaitCommands waiting =
      new AwaitCommands(
          () -> new Here(), new Transactions(new None()), InstantSource.system(), nanos::get);

  private final class Here implements LocalDeliveries {
    @Override
    public boolean areRunning() {
      return true;
    }

    @Override
    public @Nullable Object ownerOf(String subscription, StreamName stream) {
      if (looks.incrementAndGet() == 5) {
        atFifthLook.run();
      }
      return owner;
    }
  }

  /** Nothing here begins a transaction. */
  private static final class None implements PlatformTransactionManager {
    @Override
    public TransactionStatus getTransaction(@Nullable TransactionDefinition definition) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void commit(TransactionStatus status) {}

    @Override
    public void rollback(TransactionStatus status) {}
  }

  private CommandStatus read() {
    reads.incrementAndGet();
    return status;
  }

  private void end() {
    status = CommandStatus.SUCCEEDED;
    waiting.wake(ID);
  }

  @Test
  void pollsNothingWhileThisNodeDelivers() {
    atFifthLook = this::end;

    assertThat(waiting.await(COMMAND, LONG, this::read)).isEqualTo(CommandStatus.SUCCEEDED);

    assertThat(looks.get()).isBetween(5, 6);
    assertThat(reads).hasValue(2);
  }

  @Test
  void looksNowAndThenWhileAnotherNodeDelivers() {
    owner = null;
    atFifthLook = () -> status = CommandStatus.SUCCEEDED;

    assertThat(waiting.await(COMMAND, LONG, this::read)).isEqualTo(CommandStatus.SUCCEEDED);

    assertThat(reads).hasValue(5);
  }

  @Test
  void looksNowAndThenWhileTheCommandWaitsForItsTime() {
    status = CommandStatus.SCHEDULED;
    atFifthLook = () -> status = CommandStatus.CANCELLED;

    assertThat(waiting.await(COMMAND, LONG, this::read)).isEqualTo(CommandStatus.CANCELLED);

    assertThat(reads).hasValue(5);
  }

  @Test
  void looksWhenThisNodeHasTakenTheSegmentAgain() {
    atFifthLook =
        () -> {
          owner = new Object();
          status = CommandStatus.SUCCEEDED;
        };

    assertThat(waiting.await(COMMAND, LONG, this::read)).isEqualTo(CommandStatus.SUCCEEDED);

    assertThat(looks).hasValue(5);
    assertThat(reads).hasValue(2);
  }

  @Test
  void endsAfterTheTime() {
    atFifthLook = () -> nanos.addAndGet(LONG.toNanos());

    assertThat(waiting.await(COMMAND, LONG, this::read)).isEqualTo(CommandStatus.SUBMITTED);
  }

  @Test
  void interruptionEndsTheWaitAndStays() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> waiting.await(COMMAND, LONG, this::read))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The wait for the command %s was interrupted. The command itself continues; read its status later.",
            ID);
    assertThat(Thread.interrupted()).isTrue();
  }
}
