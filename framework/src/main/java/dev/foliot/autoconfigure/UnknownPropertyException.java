package dev.foliot.autoconfigure;

import java.util.List;

/** The configuration has keys below {@code foliot} that nothing reads. */
final class UnknownPropertyException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;
  private final List<String> keys;

  UnknownPropertyException(List<String> keys, List<String> problems) {
    super(String.join("\n", problems));
    this.keys = List.copyOf(keys);
  }

  /** The keys that nothing reads. */
  List<String> keys() {
    return keys;
  }
}
