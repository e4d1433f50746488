package dev.foliot.message;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a message before it is stored, and compares it with the original. This is done until each
 * field of its class, and of the classes in it, had a value in a message that came back: see {@link
 * ProvenParts}. It is done for every message of a class whose declared types do not decide the
 * classes of its values. Lists, maps and optionals are read each time. Safe for use by several
 * threads.
 */
final class ReadBack {
  private final JsonMapper mapper;
  private final Map<Read, ProvenParts> known = new ConcurrentHashMap<>();

  ReadBack(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /** Objects of a class that are read as a declared type. */
  private record Read(Class<?> written, JavaType declared) {}

  /**
   * @throws UnstorableMessageException if it cannot be read, or comes back changed
   */
  void check(Object payload) {
    check(payload, mapper.constructType(payload.getClass()));
  }

  /**
   * As {@link #check(Object)}, of a value that is read as a declared type.
   *
   * @throws UnstorableMessageException if it cannot be read, or comes back changed
   */
  void check(Object value, JavaType declared) {
    Class<?> type = value.getClass();
    Read read = new Read(type, declared);
    ProvenParts parts = known.get(read);
    if (parts != null && parts.isProven(value)) {
      return;
    }
    difference(value, declared)
        .ifPresent(
            reason -> {
              throw new UnstorableMessageException(type, reason);
            });
    known.computeIfAbsent(read, each -> new ProvenParts(isOpen(each))).proved(value);
  }

  /** A list proves nothing about its elements, because it may be empty. */
  private boolean isOpen(Read read) {
    JavaType declared = read.declared();
    return declared.isContainerType()
        || declared.isReferenceType()
        || MessageShape.mayHoldOther(read.written())
        || (declared.hasRawClass(read.written())
                ? MessageShape.of(read.written(), mapper)
                : MessageShape.ofValue("", declared, mapper))
            .isOpen();
  }

  private Optional<String> difference(Object value, JavaType declared) {
    try {
      Object read = mapper.readValue(mapper.writeValueAsString(value), declared);
      return ReadBackComparison.difference(value, read);
    } catch (JacksonException unreadable) {
      return Optional.of(MessageJson.describeWithoutValues(unreadable));
    }
  }
}
