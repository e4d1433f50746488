package dev.foliot.test;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * An event, and its state when it was raised.
 *
 * @param json null if it cannot be written
 */
record KeptEvent(Object event, @Nullable String json) {

  static KeptEvent of(Object event) {
    return new KeptEvent(event, json(event));
  }

  private static @Nullable String json(Object event) {
    try {
      return RoundTrip.write(event);
    } catch (JacksonException notWritable) {
      return null;
    }
  }

  /** As it comes from the log; itself if it cannot be stored. */
  Object asStored() {
    try {
      return json == null ? event : RoundTrip.read(json, event.getClass());
    } catch (JacksonException notReadable) {
      return event;
    }
  }

  /** How others can change it; empty if they cannot. */
  Optional<String> mutability() {
    List<String> parts = MutableParts.of(event);
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s can be changed after it was raised:%n%s"
                .formatted(
                    name(),
                    parts.stream()
                        .map(each -> "     %s%n".formatted(each))
                        .collect(Collectors.joining())));
  }

  /** How it changed since it came; empty if it did not. */
  Optional<String> change() {
    if (json == null || json.equals(json(event))) {
      return Optional.empty();
    }
    return Optional.of(
        "%s was changed after it was raised:%n%sOther code still holds one of its parts. Copy the part in the compact constructor of %s, for example: lines = List.copyOf(lines);%n"
            .formatted(name(), RoundTrip.lines(Differences.between(asStored(), event)), name()));
  }

  private String name() {
    return event.getClass().getSimpleName();
  }
}
