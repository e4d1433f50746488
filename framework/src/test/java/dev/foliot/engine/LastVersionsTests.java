package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.engine.LastVersions.SeenVersion;
import dev.foliot.message.Lane;
import dev.foliot.message.MessageKind;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import dev.foliot.testsupport.TestMetadata;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LastVersionsTests {
  private static final int SIZE = 1_024;

  private final LastVersions last = new LastVersions(SIZE);
  private long position;

  @Test
  void knowsTheLastVersionOfEachStream() {
    put("a", 7);
    put("b", 1);
    put("a", 8);

    assertThat(put("a", 9))
        .extracting(SeenVersion::version, SeenVersion::position)
        .containsExactly(8L, 3L);
    assertThat(put("b", 2))
        .extracting(SeenVersion::version, SeenVersion::position)
        .containsExactly(1L, 2L);
    assertThat(put("c", 1)).isNull();
  }

  @Test
  void sequencesOfAStreamAreApart() {
    last.put(message("a", 5), "key1");

    assertThat(last.put(message("a", 4), "key2")).isNull();
    assertThat(last.put(message("a", 6), "key1")).extracting(SeenVersion::version).isEqualTo(5L);
  }

  @Test
  void rollbackRestoresWhatWasCommitted() {
    put("a", 1);
    last.commit();
    put("a", 2);
    put("a", 3);
    put("b", 1);

    last.rollBack();

    assertThat(put("a", 2)).extracting(SeenVersion::version).isEqualTo(1L);
    assertThat(put("b", 1)).isNull();
  }

  @Test
  void rollbackBringsBackAStreamThatWasPushedOut() {
    put("a", 1);
    last.commit();
    for (int i = 0; i < 100 * SIZE; i++) {
      put("s" + i, 1);
    }

    last.rollBack();

    assertThat(put("a", 2)).extracting(SeenVersion::version).isEqualTo(1L);
  }

  // A fourth of its size is nearly always kept, whatever came before
  @Test
  void keepsTheStreamsThatWereSeenLast() {
    for (int i = 0; i < 100 * SIZE; i++) {
      put("old" + i, 1);
    }
    for (int i = 0; i < SIZE / 4; i++) {
      put("new" + i, 1);
    }

    int known = 0;
    for (int i = 0; i < SIZE / 4; i++) {
      known += put("new" + i, 2) == null ? 0 : 1;
    }

    assertThat(known).isGreaterThan(SIZE / 4 * 95 / 100);
  }

  private @Nullable SeenVersion put(String stream, long version) {
    return last.put(message(stream, version), "");
  }

  private RecordedMessage message(String stream, long version) {
    Metadata metadata = TestMetadata.of(new UUID(0, 1), "type");
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
}
