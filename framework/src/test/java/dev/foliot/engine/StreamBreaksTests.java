package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.eventstore.StreamName;
import dev.foliot.message.Lane;
import dev.foliot.message.MessageKind;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import dev.foliot.testsupport.TestMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StreamBreaksTests {
  private final StreamBreaks breaks = new StreamBreaks();
  private long position;

  @Test
  void streamsInOrderDoNotBreak() {
    read("a", 1, 2);
    read("b", 7, 8);
    read("a", 3);

    assertThat(of("a")).isEmpty();
    assertThat(of("b")).isEmpty();
  }

  @Test
  void missingVersionIsGap() {
    read("a", 1, 3, 4);

    assertThat(of("a"))
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.stream()).isEqualTo(new StreamName("category", "a"));
              assertThat(gap.before().version()).isEqualTo(1);
              assertThat(gap.before().position()).isEqualTo(1);
              assertThat(gap.at().version()).isEqualTo(3);
              assertThat(gap.at().position()).isEqualTo(2);
            });
    assertThat(of("a").get(0).isGap()).isTrue();
  }

  // All that comes until the stream has caught up with itself is late
  @Test
  void earlierVersionIsLate() {
    read("a", 5, 3, 4, 5, 6);

    assertThat(of("a")).hasSize(3).noneMatch(StreamBreak::isGap);
    assertThat(of("a")).extracting(each -> each.at().version()).containsExactly(3L, 4L, 5L);
    assertThat(of("a")).allMatch(each -> each.before().version() == 5);
  }

  // Published messages, and kinds that have no versions
  @Test
  void onlyEventsOfStreamsCount() {
    breaks.add(List.of(message("a", 0), message("a", 0)));
    read("a", 1);
    breaks.add(List.of(message("a", 0)));
    read("a", 2);

    assertThat(of("a")).isEmpty();
  }

  @Test
  void whatWasPassedUnreadIsNoGap() {
    read("a", 1);

    breaks.forget();
    read("a", 9);

    assertThat(of("a")).isEmpty();
  }

  @Test
  void removedBreakIsGone() {
    read("a", 1, 3, 5);

    breaks.remove(of("a").get(0));

    assertThat(of("a")).extracting(each -> each.at().version()).containsExactly(5L);
    breaks.remove(of("a").get(0));
    assertThat(of("a")).isEmpty();
  }

  // Whatever the log is like, the memory that it takes is bounded
  @Test
  void knowsOnlyStreamsThatWereSeenLately() {
    read("a", 1);
    for (int i = 0; i < 100_000; i++) {
      read("s" + i, 1);
    }
    read("a", 3);
    read("s99999", 3);

    assertThat(of("a")).isEmpty();
    assertThat(of("s99999")).hasSize(1);
  }

  @Test
  void knowsOnlyBreaksThatWereSeenLately() {
    read("a", 1, 3);
    for (int i = 0; i < 1_001; i++) {
      read("b", 1);
    }

    assertThat(of("a")).isEmpty();
    assertThat(of("b")).hasSize(1_000);
  }

  private void read(String stream, long... versions) {
    List<RecordedMessage> read = new ArrayList<>();
    for (long version : versions) {
      read.add(message(stream, version));
    }
    breaks.add(read);
  }

  private RecordedMessage message(String stream, long version) {
    Metadata metadata = TestMetadata.of(UUID.randomUUID(), "type");
    return new RecordedMessage(
        ++position,
        MessageKind.EVENT,
        "category",
        stream,
        version,
        Lane.PRIMARY,
        false,
        metadata,
        "{}",
        message -> "");
  }

  private List<StreamBreak> of(String stream) {
    return breaks.of(message(stream, 1));
  }
}
