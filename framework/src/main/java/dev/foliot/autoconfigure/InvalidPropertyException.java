package dev.foliot.autoconfigure;

/** A configured value that is not allowed. */
public final class InvalidPropertyException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;
  private final String key;

  InvalidPropertyException(String key, String expected, Object value) {
    super("The property %s must be %s, but is %s.".formatted(key, expected, value));
    this.key = key;
  }

  /** The configuration key. */
  public String key() {
    return key;
  }
}
