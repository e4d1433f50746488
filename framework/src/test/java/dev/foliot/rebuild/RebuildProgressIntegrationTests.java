package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import dev.foliot.unitofwork.Transactions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.transaction.PlatformTransactionManager;

/** How far a rebuild is, and how fast. */
@ExtendWith(OutputCaptureExtension.class)
class RebuildProgressIntegrationTests extends ShopTest {
  private static final int ORDERS = 20;
  private static final int MOST_STEPS = 60;

  @Autowired private PlatformTransactionManager manager;
  private final Logger logger = (Logger) LoggerFactory.getLogger(RebuildSteps.class);
  private RebuildParts parts;
  private RebuildSteps steps;

  @BeforeEach
  void fillLog() {
    logger.setLevel(Level.INFO);
    for (int i = 0; i < ORDERS; i++) {
      domain.process(new Place("o" + i, "p1", 1));
    }
  }

  @AfterEach
  void leaveNoTables() {
    logger.setLevel(null);
    steps.end();
    RebuildTests.dropAll(domain, jdbc);
  }

  private long begin(int batchSize, int load) {
    parts =
        RebuildTests.parts(
            domain, new Transactions(manager), new RebuildSettings(1, batchSize, load, 1));
    steps = RebuildTests.steps(parts);
    return new BeginRebuild(parts)
        .begin(parts.projections().require(Board.class), RebuildOptions.beside(), null)
        .orElseThrow();
  }

  @Test
  void rateAndTimeLeftCountFromTheStart() {
    long id = begin(5, 50);
    beginAtTheFirstEvent();
    assertThat(domain.rebuilds().show(id).perSecond()).isZero();
    assertThat(domain.rebuilds().show(id).timeLeft()).isNull();

    steps.step();
    clock.advance(Duration.ofSeconds(10));

    RebuildReport now = domain.rebuilds().show(id);
    assertThat(now.handled()).isEqualTo(5);
    assertThat(now.perSecond()).isEqualTo(0.5);
    assertThat(now.timeLeft()).isEqualTo(Duration.ofSeconds(30));
  }

  /** The positions of the log continue after those of other tests. */
  private void beginAtTheFirstEvent() {
    String before = "(select min(position) - 1 from foliot_message)";
    jdbc.update(
        "update foliot_rebuild_segment set start_position = %1$s, position = %1$s"
            .formatted(before));
  }

  @Test
  void eachTenthIsLoggedOnce(CapturedOutput output) {
    long id = begin(1, 50);
    RebuildSteps ofAnotherNode = RebuildTests.steps(parts);

    for (int taken = 0; domain.rebuilds().show(id).status().isActive(); taken++) {
      assertThat(taken).as("steps").isLessThan(MOST_STEPS);
      steps.step();
      ofAnotherNode.step();
    }
    ofAnotherNode.end();

    List<String> lines =
        output.getAll().lines().filter(line -> line.contains(" is at position=")).toList();
    assertThat(lines).hasSameSizeAs(tenths(id));
    assertThat(lines.get(lines.size() - 1)).contains("(100%): handled=20, ");
  }

  /** The tenths of the log that the rebuild reaches with its events. */
  private List<Long> tenths(long id) {
    long end = domain.rebuilds().show(id).end();
    return jdbc
        .queryForList("select position from foliot_message order by position", Long.class)
        .stream()
        .map(position -> position * 10 / end)
        .distinct()
        .filter(tenth -> tenth > 0)
        .toList();
  }

  @Test
  void stepPausesForTheRestOfTheLoad() {
    faults.during("board", "o0", () -> clock.advance(Duration.ofMillis(150)));
    begin(5, 15);

    steps.step();

    assertThat(steps.nextDue()).contains(clock.instant().plusMillis(850));
    assertThat(steps.hasWork()).isFalse();
    clock.advance(Duration.ofMillis(850));
    assertThat(steps.hasWork()).isTrue();
  }
}
