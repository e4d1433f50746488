package dev.foliot.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamKeyTests {

  @Test
  void categoryWithoutHyphenIsWrittenAsItIs() {
    assertThat(StreamKey.of("order", "line-1")).isEqualTo("order-line-1");
    assertThat(StreamKey.of("order-line", "1")).isEqualTo("order%2Dline-1");
  }

  @Test
  void differentStreamsHaveDifferentKeys() {
    List<String> parts =
        List.of("a", "a-", "-a", "a-b", "-", "%", "%2D", "%25", "a%2Db", "a%-", "b");
    Set<String> keys = new HashSet<>();

    parts.forEach(category -> parts.forEach(id -> keys.add(StreamKey.of(category, id))));

    assertThat(keys).hasSize(parts.size() * parts.size());
  }
}
