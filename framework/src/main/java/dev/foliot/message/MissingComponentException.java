package dev.foliot.message;

/** A required component of a message is null (R9). The message was refused where it was raised. */
public final class MissingComponentException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final Class<?> type;
  private final String component;

  MissingComponentException(Class<?> type, String component) {
    super(
        "%s cannot be stored: its component %s is null, and it is required. Give it a value, or annotate it with @Nullable, or make it an Optional."
            .formatted(type.getName(), component));
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
