package dev.foliot.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.foliot.message.Lane;
import dev.foliot.message.MessageKind;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import dev.foliot.testsupport.TestMetadata;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** R20: what happens between two statements of one read. */
class LogTailTests {
  private final Set<Long> visible = new TreeSet<>();
  private final Set<String> holders = new TreeSet<>();
  private Runnable beforeLook = () -> {};
  private final HoleWatch watch = new HoleWatch(this::look);
  private final LogTail tail = new LogTail(0, this::rows, watch, position -> {});

  private OpenAppends look() {
    beforeLook.run();
    long head = visible.stream().mapToLong(Long::longValue).max().orElse(0);
    return new OpenAppends(head, Set.copyOf(holders));
  }

  private List<LogRow> rows(long after, int limit) {
    return visible.stream()
        .filter(position -> position > after)
        .limit(limit)
        .map(position -> new LogRow(position, message(position)))
        .toList();
  }

  private static RecordedMessage message(long position) {
    Metadata metadata = TestMetadata.of(new UUID(0, position), "t");
    return new RecordedMessage(
        position,
        MessageKind.EVENT,
        "order",
        "42",
        position,
        Lane.PRIMARY,
        false,
        metadata,
        "{}",
        each -> "payload");
  }

  private List<Long> read(int limit) {
    return tail.read(limit).stream().map(RecordedMessage::position).toList();
  }

  @Test
  void seesACommitBetweenItsReadAndItsLook() {
    visible.add(2L);
    holders.add("1/1");
    beforeLook =
        () -> {
          visible.add(1L);
          holders.clear();
        };

    assertThat(read(10)).containsExactly(1L, 2L);
  }

  @Test
  void seesACommitBetweenTwoReads() {
    visible.add(2L);
    holders.add("1/1");
    assertThat(read(10)).isEmpty();

    beforeLook =
        () -> {
          visible.add(1L);
          holders.clear();
        };

    assertThat(read(10)).containsExactly(1L, 2L);
  }

  @Test
  void leavesANewHoleThatTheLookBeforeTheReadDidNotSettle() {
    visible.add(2L);
    holders.add("1/1");
    assertThat(read(10)).isEmpty();

    visible.add(4L);
    holders.clear();
    holders.add("2/1");

    assertThat(read(10)).containsExactly(2L);
    visible.add(3L);
    holders.clear();
    assertThat(read(10)).containsExactly(3L, 4L);
  }

  @Test
  void returnsMessagesBeforeAHoleWithoutALook() {
    visible.addAll(List.of(1L, 3L));
    beforeLook = () -> fail("it looked");

    assertThat(read(10)).containsExactly(1L);
    assertThat(tail.isWaiting()).isTrue();
    beforeLook = () -> {};
    assertThat(read(10)).containsExactly(3L);
    assertThat(tail.isWaiting()).isFalse();
  }

  @Test
  void passesManyHolesBelowOneSettledHead() {
    visible.addAll(List.of(2L, 5L, 6L, 9L));

    assertThat(read(2)).containsExactly(2L, 5L);
    assertThat(read(2)).containsExactly(6L, 9L);
    assertThat(tail.settled()).isEqualTo(9);
  }

  @Test
  void findsNothingAboveTheHeadSettled() {
    visible.add(2L);
    assertThat(read(10)).containsExactly(2L);

    visible.add(4L);
    holders.add("1/1");

    assertThat(read(10)).isEmpty();
    assertThat(tail.position()).isEqualTo(2);
  }
}
