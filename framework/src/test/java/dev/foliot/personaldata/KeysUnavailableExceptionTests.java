package dev.foliot.personaldata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.eventstore.FoliotSchema;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.UncategorizedDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.CannotCreateTransactionException;

class KeysUnavailableExceptionTests {

  @Test
  void interruptOfAStoreIsNotLost() {
    assertThatThrownBy(() -> callThatThrows(new InterruptedException()))
        .isInstanceOf(KeysUnavailableException.class)
        .hasCauseInstanceOf(InterruptedException.class);

    assertThat(Thread.interrupted()).isTrue();
  }

  // As stores on Spring Data or on another database do
  @Test
  void outageOfAStoreWithExceptionsOfSpringIsAnOutage() {
    for (RuntimeException outage :
        List.of(
            new DataAccessResourceFailureException("away"),
            new CannotCreateTransactionException("away"),
            new UncategorizedDataAccessException("LOADING", null) {})) {
      assertThatThrownBy(() -> callThatThrows(outage))
          .isInstanceOf(KeysUnavailableException.class)
          .hasCause(outage);
    }
  }

  @Test
  void brokenKeyIsNoOutage() {
    var broken = new IncorrectResultSizeDataAccessException("two keys", 1, 2);

    assertThatThrownBy(() -> callThatThrows(broken)).isSameAs(broken);
  }

  @Test
  void outageOfTheDatabaseIsThrownAsItIs() {
    var table =
        new DataKeyTable(
            new JdbcTemplate(), new FoliotSchema("s"), new SecureRandom(), InstantSource.system());
    QueryTimeoutException outage = new QueryTimeoutException("away");

    assertThatThrownBy(() -> callThatThrows(table, outage)).isSameAs(outage);
  }

  private static void callThatThrows(Throwable thrown) {
    callThatThrows("vault", thrown);
  }

  private static void callThatThrows(Object store, Throwable thrown) {
    KeysUnavailableException.call(
        store,
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
