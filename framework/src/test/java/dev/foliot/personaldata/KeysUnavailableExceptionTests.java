package dev.foliot.personaldata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;

class KeysUnavailableExceptionTests {

  @Test
  void interruptOfAStoreIsNotLost() {
    assertThatThrownBy(() -> callThatThrows(new InterruptedException()))
        .isInstanceOf(KeysUnavailableException.class)
        .hasCauseInstanceOf(InterruptedException.class);

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void outageOfTheDatabaseIsThrownAsItIs() {
    QueryTimeoutException outage = new QueryTimeoutException("away");

    assertThatThrownBy(() -> callThatThrows(outage)).isSameAs(outage);
  }

  private static void callThatThrows(Throwable thrown) {
    KeysUnavailableException.call(
        "vault",
        () -> {
          throw unchecked(thrown);
        });
  }

  /** Throws what the compiler does not let a bean in Java throw. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException unchecked(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
