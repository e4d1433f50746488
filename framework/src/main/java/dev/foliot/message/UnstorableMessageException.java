package dev.foliot.message;

/**
 * A message was not stored, because it could not be read again, or would come back changed (R9,
 * R40). Nothing was stored.
 */
public final class UnstorableMessageException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final String REMEDY =
      "Make it a record whose components are records, enums, text, numbers, types of java.time, or lists, sets and maps of these, with text, numbers or enums as keys; declare the exact type, or annotate an interface with @JsonTypeInfo.";

  private final Class<?> type;
  private final String reason;

  UnstorableMessageException(Class<?> type, String reason) {
    super(describe(type, reason));
    this.type = type;
    this.reason = reason;
  }

  /** The remedy for a message that cannot be read again, as one text. */
  static String describe(Class<?> type, String reason) {
    return "%s is not stored, because it could not be read again: %s. %s"
        .formatted(type.getName(), reason, REMEDY);
  }

  /** The class of the message. */
  public Class<?> type() {
    return type;
  }

  /** Why, in words. */
  public String reason() {
    return reason;
  }
}
