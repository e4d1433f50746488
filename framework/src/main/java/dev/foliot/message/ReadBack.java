package dev.foliot.message;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a message before it is stored, and compares it with the original: the first one of each
 * class, and every one of a class whose declared types do not decide the classes of its values.
 * Safe for use by several threads.
 */
final class ReadBack {
  private final JsonMapper mapper;
  private final Map<Class<?>, Boolean> openClasses = new ConcurrentHashMap<>();

  ReadBack(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /**
   * @throws UnstorableMessageException if it cannot be read, or comes back changed
   */
  void check(Object payload) {
    Class<?> type = payload.getClass();
    Boolean isOpen = openClasses.get(type);
    if (Boolean.FALSE.equals(isOpen)) {
      return;
    }
    difference(payload)
        .ifPresent(
            reason -> {
              throw new UnstorableMessageException(type, reason);
            });
    if (isOpen == null) {
      openClasses.put(type, MessageShape.of(type, mapper).isOpen());
    }
  }

  private Optional<String> difference(Object payload) {
    try {
      Object read = mapper.readValue(mapper.writeValueAsString(payload), payload.getClass());
      return ReadBackComparison.difference(payload, read);
    } catch (JacksonException unreadable) {
      return Optional.of(withoutValues(unreadable));
    }
  }

  /** Jackson quotes a value that does not fit, which may be personal data. */
  private static String withoutValues(JacksonException e) {
    if (e instanceof MismatchedInputException mismatch
        && !(e instanceof InvalidDefinitionException)) {
      Class<?> target = mismatch.getTargetType();
      return "%sits JSON does not fit the reader of %s"
          .formatted(MessageJson.path(mismatch), target == null ? "component" : target.getName());
    }
    return MessageJson.describe(e);
  }
}
