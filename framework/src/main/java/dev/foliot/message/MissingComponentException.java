package dev.foliot.message;

import org.jspecify.annotations.Nullable;

/**
 * A required component of a message is null (R9), or the text "null" if it is an id; or an element
 * of a list, an array or a map is null. The message was refused where it was raised.
 */
public final class MissingComponentException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final Class<?> type;
  private final String component;

  MissingComponentException(Class<?> type, String component, @Nullable Object value) {
    this(
        type,
        component,
        "%s, and it is required. %s, or annotate it with @Nullable, or make it an Optional."
            .formatted(
                value == null ? "null" : "the text \"null\"",
                value == null ? "Give it a value" : "Raise it when the id is known"));
  }

  private MissingComponentException(Class<?> type, String component, String problem) {
    super(
        "%s cannot be stored: its component %s is %s"
            .formatted(type.getName(), component, problem));
    this.type = type;
    this.component = component;
  }

  /** An element of a list or an array, or a value of a map, is null. */
  static MissingComponentException ofElement(Class<?> type, String place) {
    return new MissingComponentException(
        type,
        place,
        "null. Leave it out, or annotate the declared type of the elements with @Nullable.");
  }

  /** The class of the message. */
  public Class<?> type() {
    return type;
  }

  /** The path of the component, such as {@code lines[0].product}. */
  public String component() {
    return component;
  }
}
