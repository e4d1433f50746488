package dev.foliot.personaldata;

import dev.foliot.failure.ErrorText;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.TransientDataAccessException;

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
   * Calls a store of keys. Exceptions of Foliot's own table are thrown as they are, as is a {@link
   * DataRetrievalFailureException}: the store has answered, and this key is broken.
   *
   * @throws KeysUnavailableException if a store of the application throws anything else but an
   *     {@code Error}
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public static <T> T call(Object store, Supplier<T> call) {
    if (store instanceof DataKeyTable) {
      return call.get();
    }
    try {
      return call.get();
    } catch (DataRetrievalFailureException | Error e) {
      throw e;
    } catch (Throwable e) { // the bean may throw anything, as code in Kotlin does
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new KeysUnavailableException(store, e);
    }
  }
}
