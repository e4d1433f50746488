package dev.foliot.personaldata;

import dev.foliot.failure.ErrorText;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The store of some keys does not answer, as a bean of type {@link PersonalDataKeys} may fail. Like
 * an outage of the database, it says nothing about the value that needs the key: nothing is stored,
 * and the next try may succeed. The cause is the exception of the store.
 */
public final class KeysUnavailableException extends TransientDataAccessException {
  private static final long serialVersionUID = 1;

  private KeysUnavailableException(Object store, Throwable cause) {
    super(
        "The key store %s does not answer: %s. Try again when it answers."
            .formatted(store.getClass().getName(), ErrorText.of(cause)),
        cause);
  }

  /**
   * Calls a store of keys.
   *
   * @throws KeysUnavailableException if it throws anything but an outage of the database or an
   *     {@code Error}, which are thrown as they are
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public static <T> T call(Object store, Supplier<T> call) {
    try {
      return call.get();
    } catch (DataAccessException | TransactionException | Error e) {
      throw e;
    } catch (Throwable e) { // the bean may throw anything, as code in Kotlin does
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new KeysUnavailableException(store, e);
    }
  }
}
