package dev.foliot.message;

import org.jspecify.annotations.Nullable;

/**
 * A required component of a message is null (R9), or the text "null" if it is an id. The message
 * was refused where it was raised.
 */
public final class MissingComponentException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final Class<?> type;
  private final String component;

  MissingComponentException(Class<?> type, String component, @Nullable Object value) {
    super(
        "%s cannot be stored: its component %s is %s, and it is required. %s, or annotate it with @Nullable, or make it an Optional."
            .formatted(
                type.getName(),
                component,
                value == null ? "null" : "the text \"null\"",
                value == null ? "Give it a value" : "Raise it when the id is known"));
    this.type = type;
    this.component = component;
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
