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

  /** The event as it comes from the log; the event itself if it cannot be stored. */
  Object asStored() {
    try {
      return json == null ? event : RoundTrip.read(json, event.getClass());
    } catch (JacksonException notReadable) {
      return event;
    }
  }

  /** How other code can change the event; empty if it cannot. */
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

  /** How the event has changed since it was raised; empty if it has not. */
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
