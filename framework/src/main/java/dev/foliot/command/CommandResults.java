package dev.foliot.command;

import dev.foliot.handler.HandlerBean;
import dev.foliot.message.Message;
import dev.foliot.message.MessageJson;
import dev.foliot.message.StorableText;
import dev.foliot.message.UnstorableMessageException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The results of handlers as JSON, which is read as the type that the handler declares. Personal
 * data in a result is sealed like that of a message. Returned events, such as those of a decider,
 * are stored with their types.
 */
final class CommandResults {
  private final MessageJson json;
  private final ResultingEvents events;

  CommandResults(MessageJson json) {
    this.json = json;
    this.events = new ResultingEvents(json);
  }

  /**
   * The stored form of a result; null for none. Called in the transaction of the command.
   *
   * @throws UnstorableResultException if it could not be read again
   */
  @Nullable String write(HandlerBean handler, Message command, @Nullable Object result) {
    if (result == null) {
      return null;
    }
    Type declared = declared(handler, command);
    String type = command.metadata().type();
    String written;
    try {
      written =
          events.areIn(result) ? events.write((List<?>) result) : writeValue(result, declared);
    } catch (JacksonException e) {
      throw new UnstorableResultException(
          type, declared.getTypeName(), MessageJson.describeWithoutValues(e));
    } catch (UnstorableMessageException e) {
      throw new UnstorableResultException(type, declared.getTypeName(), e.reason());
    }
    StorableText.require("The result of command " + type, written);
    return written;
  }

  private String writeValue(Object result, Type declared) {
    json.requireReadable(result, declared);
    return json.writePayloads(List.of(result)).get(0);
  }

  /**
   * A stored result as the type that the handler declares now.
   *
   * @throws IllegalStateException if it does not fit
   */
  @Nullable Object read(HandlerBean handler, Message command, @Nullable String stored) {
    if (stored == null) {
      return null;
    }
    Type declared = declared(handler, command);
    try {
      return events.are(stored) ? events.read(stored) : json.read(json.readable(stored), declared);
    } catch (JacksonException e) {
      throw new IllegalStateException(
          "The stored result of command %s cannot be read as %s: %s. The handler declared another type when the result was stored. Send the command with another idempotency key, or make the class able to read the result."
              .formatted(
                  command.metadata().type(),
                  declared.getTypeName(),
                  MessageJson.describeWithoutValues(e)));
    }
  }

  /**
   * A stored result as the type that the caller requests; null if it is the JSON value {@code
   * null}.
   *
   * @throws IllegalArgumentException if it does not fit
   */
  <R> @Nullable R read(UUID command, String stored, Class<R> type) {
    try {
      return events.are(stored) && type.isAssignableFrom(List.class)
          ? type.cast(events.read(stored))
          : json.read(json.readable(stored), type);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "The result of the command %s cannot be read as %s: %s. Use the class that its handler returns."
              .formatted(command, type.getName(), MessageJson.describeWithoutValues(e)));
    }
  }

  private static Type declared(HandlerBean handler, Message command) {
    return handler.resultOf(command.payload().getClass());
  }
}
