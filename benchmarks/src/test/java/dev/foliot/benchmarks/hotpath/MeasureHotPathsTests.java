package dev.foliot.benchmarks.hotpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MeasureHotPathsTests {

  @Test
  void putsEachPathBesideTheSameByHand() {
    String table =
        MeasureHotPaths.table(
            new TreeMap<>(Map.of("read", 300.0, "readByHand", 200.0, "write", 1_234.4)));

    assertThat(table)
        .endsWith(
            """
            |---|--:|--:|--:|
            | read | 300 | 200 | 1.5 |
            | write | 1,234 | NaN | NaN |
            """);
  }
}
