package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchLimitTests {
  private final BatchLimit limit = new BatchLimit(500);

  @Test
  void beginsAtConfiguredSize() {
    assertThat(limit.now()).isEqualTo(500);
  }

  @Test
  void halvesBatchThatWasTooMuch() {
    limit.tooMuch(500);
    limit.tooMuch(250);

    assertThat(limit.now()).isEqualTo(125);
  }

  @Test
  void halvesShortBatchFromItsOwnLength() {
    limit.tooMuch(40);

    assertThat(limit.now()).isEqualTo(20);
  }

  @Test
  void neverFallsBelowOne() {
    limit.tooMuch(2);
    limit.tooMuch(1);

    assertThat(limit.now()).isEqualTo(1);
  }

  @Test
  void growsSlowlyBackToConfiguredSize() {
    limit.tooMuch(32);

    limit.committed(16);
    assertThat(limit.now()).isEqualTo(18);

    for (int i = 0; i < 50; i++) {
      limit.committed(limit.now());
    }
    assertThat(limit.now()).isEqualTo(500);
  }

  @Test
  void shortBatchShowsNothing() {
    limit.tooMuch(32);

    limit.committed(15);

    assertThat(limit.now()).isEqualTo(16);
  }
}
