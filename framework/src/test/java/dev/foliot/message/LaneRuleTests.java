package dev.foliot.message;

import static dev.foliot.message.Lane.BACKFILL;
import static dev.foliot.message.Lane.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** R31 */
class LaneRuleTests {
  @Test
  void isBackfillBelowTheThreshold() {
    assertThat(Stream.of(Priority.values()).map(each -> LaneRule.STANDARD.laneOf(each.value())))
        .containsExactly(BACKFILL, BACKFILL, PRIMARY, PRIMARY, PRIMARY);
  }

  @Test
  void takesAnyThreshold() {
    LaneRule rule = new LaneRule(true, -25);

    assertThat(rule.laneOf(-26)).isEqualTo(BACKFILL);
    assertThat(rule.laneOf(-25)).isEqualTo(PRIMARY);
  }

  @Test
  void isAlwaysPrimaryWhenThereIsOneLane() {
    assertThat(new LaneRule(false, 0).laneOf(-100)).isEqualTo(PRIMARY);
  }

  @Test
  void codesComeBack() {
    assertThat(Stream.of(Lane.values()).map(lane -> Lane.of(lane.code())))
        .containsExactly(Lane.values());
    assertThat(Lane.of(99)).isEqualTo(PRIMARY);
    assertThat(Stream.of(Priority.values()).map(each -> Priority.of(each.value())))
        .containsExactly(Priority.values());
    assertThat(Priority.of(49)).isEqualTo(Priority.NORMAL);
    assertThat(Priority.of(-101)).isEqualTo(Priority.BACKFILL);
  }
}
