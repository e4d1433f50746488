package dev.foliot.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HoleWatchTests {
  private final Deque<OpenAppends> looks = new ArrayDeque<>();
  private final HoleWatch watch = new HoleWatch(looks::remove);

  private boolean look(long position, long head, String... holders) {
    looks.add(new OpenAppends(head, Set.of(holders)));
    return watch.look(position);
  }

  @Test
  void settlesAtOnceWhenNobodyAppends() {
    assertThat(look(3, 7)).isTrue();

    assertThat(watch.settled()).isEqualTo(7);
    assertThat(watch.isWaitingFor(8)).isFalse();
  }

  @Test
  void waitsForThoseWhoWereThereAndForNobodyElse() {
    assertThat(look(3, 7, "1/1", "2/1")).isFalse();
    assertThat(look(3, 9, "2/1", "3/1")).isFalse();
    assertThat(watch.settled()).isZero();

    assertThat(look(3, 12, "1/2", "3/1")).isTrue();

    assertThat(watch.settled()).isEqualTo(7);
  }

  @Test
  void beginsTheNextWaitWithTheLookThatEndedOne() {
    look(3, 7, "1/1");
    look(3, 12, "2/1");
    assertThat(watch.isWaitingFor(8)).isTrue();

    assertThat(look(8, 20, "3/1")).isTrue();

    assertThat(watch.settled()).isEqualTo(12);
  }

  @Test
  void forgetsAWaitThatIsBehindTheReader() {
    look(3, 7, "1/1");

    assertThat(look(8, 12, "1/1", "2/1")).isFalse();
    assertThat(look(8, 12, "1/1")).isFalse();
    assertThat(look(8, 12)).isTrue();
  }

  @Test
  void hasNothingToWaitForAboveTheHead() {
    assertThat(look(8, 7, "1/1")).isTrue();
  }

  @Test
  void followsATransactionThatWasPreparedAndLostItsSession() {
    look(3, 7, "1/1", "-1/700");

    assertThat(look(3, 7, "-1/700", "-1/701")).isFalse();
    assertThat(look(3, 7, "-1/701", "-1/702")).isFalse();
    assertThat(look(3, 7, "-1/702")).isTrue();
  }
}
