package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.ProjectionProgress;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import dev.foliot.work.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Readers are woken after each commit of a delivery. */
@SuppressWarnings("try") // a registration is only closed
class NotifyOfProgressIntegrationTests extends ShopTest {
  @Autowired private ProjectionProgress progress;
  private final List<Long> rowsWhenWoken = new ArrayList<>();

  private void noteRows() {
    rowsWhenWoken.add(jdbc.queryForObject("select count(*) from shop$board", Long.class));
  }

  @Test
  void rowsAreVisibleWhenReaderIsWoken() {
    try (ProjectionProgress.Registration unused =
        progress.onAdvance(Set.of("board-projector"), this::noteRows)) {
      domain.process(new Place("o1", "p1", 1));
      assertThat(rowsWhenWoken).isEmpty();

      engine().run();
    }

    assertThat(rowsWhenWoken).containsExactly(1L);
  }

  @Test
  void otherSubscriptionsWakeNobody() {
    try (ProjectionProgress.Registration unused =
        progress.onAdvance(Set.of("hopper"), this::noteRows)) {
      domain.process(new Place("o1", "p1", 1));
      engine().run();
    }

    assertThat(rowsWhenWoken).isEmpty();
  }

  @Test
  void closedRegistrationIsNotWoken() {
    ProjectionProgress.Registration closed =
        progress.onAdvance(Set.of("board-projector"), this::noteRows);
    ProjectionProgress.Registration open =
        progress.onAdvance(Set.of("board-projector", "hopper"), this::noteRows);

    closed.close();
    closed.close();
    domain.process(new Place("o1", "p1", 1));
    engine().run();
    open.close();

    assertThat(rowsWhenWoken).containsExactly(1L);
  }

  @Test
  void recordedFailureWakesToo() {
    faults.fail("board", "o1", 1);
    try (ProjectionProgress.Registration unused =
        progress.onAdvance(Set.of("board-projector"), this::noteRows)) {
      domain.process(new Place("o1", "p1", 1));
      engine().run();
      clock.advance(Duration.ofMinutes(1));
      engine().run();
    }

    assertThat(rowsWhenWoken).containsExactly(0L, 1L);
  }

  @Test
  void readerThatFailsChangesNothing() {
    try (ProjectionProgress.Registration unused =
            progress.onAdvance(
                Set.of("board-projector"),
                () -> {
                  throw new IllegalStateException("a fault of the reader");
                });
        ProjectionProgress.Registration other =
            progress.onAdvance(Set.of("board-projector"), this::noteRows)) {
      domain.process(new Place("o1", "p1", 1));
      engine().run();
    }

    assertThat(rowsWhenWoken).containsExactly(1L);
  }

  @Test
  void commitOfATopicWakesItsReaders() {
    List<String> woken = new ArrayList<>();
    Topics topics = node.topics();
    Topics.Registration one = topics.onCommit("foliot:thing/1", () -> woken.add("one"));
    Topics.Registration two = topics.onCommit("foliot:thing/2", () -> woken.add("two"));

    topics.committed("foliot:thing/1");
    one.close();
    topics.committed("foliot:thing/1");
    two.close();

    assertThat(woken).containsExactly("one");
  }
}
