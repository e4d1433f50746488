package dev.foliot.handler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CascadeTests {
  private final Cascade cascade = new Cascade();

  @Test
  void showsTheShortestLoop() {
    add("start");
    IntStream.range(0, 6).forEach(round -> add("ping", "pong"));

    assertThat(cascade.loop()).isEqualTo("ping → pong");
  }

  @Test
  void showsTheLastStepsWithoutALoop() {
    IntStream.rangeClosed(1, 12).forEach(step -> add("s" + step));

    assertThat(cascade.loop()).startsWith("s3 → ").endsWith(" → s12");
  }

  @Test
  void showsLoopsOfAnEndlessCascade() {
    IntStream.range(0, 5_001).forEach(round -> add("a", "b", "c"));

    assertThat(cascade.loop()).isEqualTo("a → b → c");
  }

  @Test
  void isEmptyWithoutSteps() {
    assertThat(cascade.loop()).isEmpty();
  }

  @Test
  void exceptionNamesSettingAndLoop() {
    add("ping", "pong", "ping", "pong");

    var exception = new EndlessCascadeException("foliot.sync.max-depth", 4, cascade);

    assertThat(exception)
        .hasMessage(
            "Handlers raised more than 4 messages in one cascade, which ends with: ping → pong. Break the loop, or set foliot.sync.max-depth higher if the cascade is meant to be that long.");
    assertThat(exception.limit()).isEqualTo(4);
    assertThat(exception.loop()).isEqualTo("ping → pong");
  }

  private void add(String... steps) {
    for (String step : steps) {
      cascade.add(step);
    }
  }
}
