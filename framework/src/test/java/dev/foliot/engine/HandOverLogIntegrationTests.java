package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.foliot.shop.ShopTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * What the log says when segments change their owner: one line, and a warning only after a stall.
 */
class HandOverLogIntegrationTests extends ShopTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.foliot.engine");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final AtomicLong nanos = new AtomicLong();

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
    logger.setLevel(null);
  }

  @Test
  void takeOverFromDeadNodeIsOneLine() {
    EngineNode dead = EngineOf.copy(node, settings -> settings);
    Membership dying = dead.join(delivery -> {}, () -> 0.5);
    dying.share().step(owned -> true);
    int owned = dying.open().owned().size();
    dying.crash();
    jdbc.update("update foliot_node set lease_until = lease_until - interval '1' hour");
    EngineNode other = EngineOf.copy(node, settings -> settings);
    Membership survivor = other.join(delivery -> {}, () -> 0.5);

    survivor.share().step(each -> true);

    assertThat(lines(Level.INFO, "node=" + other.parts().node().name()))
        .containsOnlyOnce(
            "node=%s takes over %d segments of node=%s, whose lease has ended"
                .formatted(other.parts().node().name(), owned, dead.parts().node().name()));
    survivor.leave();
  }

  // An operator's retry, or another number of segments: nothing is wrong
  @Test
  void lostSegmentIsNoWarning() {
    new WorkRunner(
            new LostWork(),
            Runnable::run,
            failed -> Duration.ZERO,
            new WakeUp(),
            () -> true,
            nanos::get)
        .runIfThereIsWork();

    assertThat(lines(Level.WARN, "mails")).isEmpty();
    assertThat(lines(Level.INFO, "mails"))
        .containsExactly(
            "Segment 3 of subscription mails was taken over, by another node or by a change of the subscription; this node rolls back its current batch.");
  }

  @Test
  void leaseThatIsRenewedTooLateIsWarnedOf() {
    EngineNode stalled = EngineOf.like(node).nanoTime(nanos::get).node();
    String name = stalled.parts().node().name();
    Membership member = stalled.join(delivery -> {}, () -> 0.5);
    member.heartbeat().step();
    assertThat(lines(Level.WARN, name)).isEmpty();

    nanos.addAndGet(stalled.lease().plusSeconds(3).toNanos());
    member.heartbeat().step();

    assertThat(lines(Level.WARN, name))
        .containsExactly(
            "node=%s renews its lease PT3S after it had ended; other nodes may have taken over its segments meanwhile"
                .formatted(name));
    assertThat(member.heartbeat().isOverdue()).isFalse();
    nanos.addAndGet(stalled.lease().multipliedBy(12).toNanos());
    assertThat(member.heartbeat().isOverdue()).isTrue();
    member.leave();
  }

  /** Threads of earlier tests may log, too. */
  private List<String> lines(Level level, String about) {
    return log.list.stream()
        .filter(event -> event.getLevel().equals(level))
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.contains(about))
        .toList();
  }

  private static final class LostWork implements SteppedPart {
    @Override
    public boolean hasWork() {
      return true;
    }

    @Override
    public Optional<Instant> nextDue() {
      return Optional.empty();
    }

    @Override
    public String description() {
      return "mails";
    }

    @Override
    public boolean step() {
      throw new SegmentLostException("mails", 3);
    }
  }
}
