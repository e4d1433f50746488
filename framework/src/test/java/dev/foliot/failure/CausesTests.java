package dev.foliot.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CausesTests {
  @Test
  void followsCausesFromTheOutside() {
    IOException inner = new IOException("inner");
    RuntimeException outer = new RuntimeException("outer", inner);

    assertThat(Causes.of(outer)).containsExactly(outer, inner);
    assertThat(Causes.find(outer, IOException.class)).contains(inner);
    assertThat(Causes.find(outer, IllegalStateException.class)).isEmpty();
    assertThat(Causes.of(null)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void endsWhateverTheErrorIs(Thrown thrown) {
    Throwable error = thrown.error();

    assertThat(Causes.of(error)).hasSizeBetween(1, 2).doesNotContainNull();
    assertThat(Causes.find(error, InterruptedException.class)).isEmpty();
  }

  @Test
  void endsWhereEachCauseIsNew() {
    assertThat(Causes.of(new Endless())).hasSize(100);
  }

  @Test
  void keepsNoErrorBesideItself() {
    Error thrown = new Error("thrown");

    Causes.suppress(thrown, thrown);
    Causes.suppress(thrown, new Error("other"));

    assertThat(thrown.getSuppressed()).singleElement().isNotSameAs(thrown);
  }

  static final class Endless extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public synchronized Throwable getCause() {
      return new Endless();
    }
  }
}
