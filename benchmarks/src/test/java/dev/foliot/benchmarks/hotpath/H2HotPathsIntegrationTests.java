package dev.foliot.benchmarks.hotpath;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Each path does what the one by hand does. */
class H2HotPathsIntegrationTests {
  private static final Prepared PREPARED = new Prepared();
  private final HotPaths paths = new HotPaths();

  @AfterAll
  static void close() {
    PREPARED.close();
  }

  @Test
  void dispatchesToTheListener() throws Throwable {
    assertThat(paths.dispatch(PREPARED)).isSameAs(PREPARED.message);
    assertThat(paths.dispatchByHand(PREPARED)).isSameAs(PREPARED.event);
  }

  @Test
  void writesTheSameJson() {
    assertThat(paths.write(PREPARED)).containsExactly(paths.writeByHand(PREPARED));
  }

  @Test
  void readsTheSameEvent() {
    assertThat(paths.read(PREPARED)).isEqualTo(paths.readByHand(PREPARED));
  }

  @Test
  void foldsToTheSameBalance() {
    assertThat(paths.fold(PREPARED)).isEqualTo(paths.foldByHand(PREPARED)).isEqualTo(1_000);
  }

  @Test
  void makesMetadata() {
    assertThat(paths.metadata(PREPARED)).isNotEqualTo(paths.metadata(PREPARED));
    assertThat(paths.metadataByHand(PREPARED)).isNotNull();
  }
}
