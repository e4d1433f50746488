package dev.foliot.workflow.replay;

import dev.foliot.failure.Causes;
import dev.foliot.failure.ErrorText;
import dev.foliot.handler.AsynchronousHandler;
import dev.foliot.message.CompleteMessage;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MissingComponentException;
import dev.foliot.message.StorableText;
import dev.foliot.message.UnstorableMessageException;
import dev.foliot.message.UntypedParts;
import dev.foliot.workflow.PayloadCodec;
import java.lang.reflect.Type;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * A value of a run cannot be stored, or cannot be read as its type.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class UnusableValueException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private UnusableValueException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * A value as stored.
   *
   * @param value which one, such as {@code The result of Step 'pay'}
   * @throws UnusableValueException if it has no JSON, or if the database would change its text
   */
  static String write(PayloadCodec codec, @Nullable Object given, String value) {
    if (given != null && AsynchronousHandler.isUnfinished(given.getClass())) {
      throw new UnusableValueException(
          "%s cannot be stored: a %s is not a value, and its failure would be lost. Wait for its result in the body, such as by get() or join(), and return the result."
              .formatted(value, given.getClass().getName()),
          null);
    }
    try {
      String written = codec.write(given);
      StorableText.require("The text of its codec", written);
      return written;
    } catch (IllegalArgumentException e) {
      throw new UnusableValueException(
          "%s cannot be stored: %s".formatted(value, ErrorText.message(e)), e);
    } catch (DataAccessException | TransactionException outage) {
      throw away(outage);
    } catch (Exception e) { // a codec may throw a checked one, too
      throw new UnusableValueException(
          "%s cannot be stored: %s. Use a record of values that have JSON."
              .formatted(value, MessageJson.describeWithoutValues(e)),
          e);
    }
  }

  /**
   * Checks that a value is the same when it is read as its type. A value without a declared type is
   * read as text, numbers, lists and maps, so it is not checked. If only parts of it have no
   * declared type, as in {@code Map<String, Object>}, its required components are.
   *
   * @param value which one, such as {@code The result of the run}
   * @throws UnusableValueException if it is not, or if a required component is null
   */
  static void requireReadable(MessageJson json, @Nullable Object given, Type type, String value) {
    if (given == null || type == Object.class) {
      return;
    }
    requireComplete(given, value);
    try {
      if (!UntypedParts.areIn(type)) {
        json.requireReadable(given, type);
      }
    } catch (UnstorableMessageException e) {
      throw new UnusableValueException(
          "%s cannot be stored, because it could not be read again as %s: %s. Use a value of exactly the declared type, or declare the class of the value."
              .formatted(value, type.getTypeName(), e.reason()),
          e);
    }
  }

  /**
   * Checks the required components of a value.
   *
   * @throws UnusableValueException if one is null
   */
  static void requireComplete(@Nullable Object given, String value) {
    try {
      if (given != null) {
        CompleteMessage.require(given);
      }
    } catch (MissingComponentException e) {
      throw new UnusableValueException(
          "%s cannot be stored: %s".formatted(value, ErrorText.message(e)), e);
    }
  }

  /**
   * A stored value.
   *
   * @param value the description of the value, such as {@code The result of Step 'pay'}
   * @throws UnusableValueException if it does not fit the type
   */
  static @Nullable Object read(PayloadCodec codec, String payload, Type type, String value) {
    try {
      return codec.read(payload, type);
    } catch (DataAccessException | TransactionException outage) {
      throw away(outage);
    } catch (Exception e) {
      throw new UnusableValueException(
          "%s cannot be read as %s: %s. Declare a type that reads what is stored, such as a record. If the type has changed, let it read older values too, or give the workflow a new version."
              .formatted(value, type.getTypeName(), MessageJson.describeWithoutValues(e)),
          e);
    }
  }

  /** A value cannot be written or read, because the database is unavailable. */
  static UnusableValueException away(RuntimeException outage) {
    return new UnusableValueException(
        "A value cannot be stored or read now: " + MessageJson.describeWithoutValues(outage),
        outage);
  }

  /**
   * The failure of the database that was the cause, so that the value may be usable later. It may
   * be one that {@code Outages} excludes: no failure of a database shows that a value is unusable.
   */
  Optional<RuntimeException> outage() {
    return Causes.of(this).stream()
        .filter(each -> each instanceof DataAccessException || each instanceof TransactionException)
        .map(RuntimeException.class::cast)
        .findFirst();
  }
}
