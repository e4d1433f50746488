package dev.foliot.test;

import dev.foliot.event.EventDeclarations;
import dev.foliot.failure.ErrorText;
import dev.foliot.message.CompleteMessage;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.MissingComponentException;
import dev.foliot.message.StorableText;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Writes and reads an event as the log does, and compares it with the original. */
final class RoundTrip {
  private static final MessageJson JSON = new MessageJson(new MessageTypes(List.of()));

  private static final String REMEDY =
      "Make it a record, and its components records, enums, text, numbers, types of java.time, or lists, sets and maps of these, with text, numbers or enums as keys; declare the exact type, not Object or an interface.";

  private static final ClassValue<Optional<String>> DECLARATIONS =
      new ClassValue<>() {
        @Override
        protected Optional<String> computeValue(Class<?> type) {
          return refusal(type);
        }
      };

  private RoundTrip() {}

  /**
   * @throws JacksonException if it cannot be written
   */
  static String write(Object event) {
    return JSON.write(event);
  }

  /**
   * @throws JacksonException if it cannot be read
   */
  static Object read(String json, Class<?> type) {
    return JSON.read(json, type);
  }

  /** Returns the problem of an event; empty if it can be stored. */
  static Optional<String> problem(KeptEvent kept) {
    Class<?> type = kept.event().getClass();
    Optional<String> refusal = DECLARATIONS.get(type);
    return refusal.or(() -> missing(kept.event())).or(() -> travel(type, kept));
  }

  /**
   * Does the same as {@link #problem}, for a message that is not an event: its declaration is
   * checked elsewhere.
   */
  static Optional<String> problemInJson(KeptEvent kept) {
    return missing(kept.event()).or(() -> travel(kept.event().getClass(), kept));
  }

  private static Optional<String> refusal(Class<?> type) {
    try {
      EventDeclarations.messageType(type);
      return Optional.empty();
    } catch (IllegalArgumentException refused) {
      return Optional.of(
          "%s cannot be stored: %s. Annotate it with @DomainEvent(name = \"…\"), a name that stays when the class is renamed.%n"
              .formatted(type.getSimpleName(), refused.getMessage()));
    }
  }

  private static Optional<String> missing(Object event) {
    try {
      CompleteMessage.require(event);
      return Optional.empty();
    } catch (MissingComponentException missing) {
      return Optional.of("%s%n".formatted(missing.getMessage()));
    }
  }

  private static Optional<String> travel(Class<?> type, KeptEvent kept) {
    String name = type.getSimpleName();
    String json;
    try {
      json = kept.json() == null ? write(kept.event()) : kept.json();
    } catch (JacksonException e) {
      return Optional.of(
          "%s cannot be written as JSON:%n     %s%n%s%n".formatted(name, reason(e), REMEDY));
    }
    Optional<String> unstorable = StorableText.problem(json);
    if (unstorable.isPresent()) {
      return Optional.of(
          "%s cannot be stored as it is: its JSON has %s.%n     JSON: %s%nCheck the text where it enters the application.%n"
              .formatted(name, unstorable.get(), json));
    }
    try {
      return lost(name, Differences.between(kept.event(), read(json, type)), json);
    } catch (JacksonException e) {
      return Optional.of(
          "%s cannot be read again once it is stored:%n     %s%n     JSON: %s%n%s%n"
              .formatted(name, reason(e), json, REMEDY));
    }
  }

  private static Optional<String> lost(String name, List<Difference> differences, String json) {
    if (differences.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "%s is not the same when it is stored and read again:%n%s     JSON: %s%n%s%n"
            .formatted(
                name,
                lines(differences),
                json,
                differences.stream()
                    .map(RoundTrip::remedy)
                    .distinct()
                    .collect(Collectors.joining(System.lineSeparator()))));
  }

  static String lines(List<Difference> differences) {
    return differences.stream()
        .map(each -> "     %s%n".formatted(each.describe()))
        .collect(Collectors.joining());
  }

  private static String remedy(Difference difference) {
    return isEmpty(difference.actual())
        ? "A value that is missing in the JSON has no accessor, or is left out by an annotation: make the class a record."
        : REMEDY;
  }

  private static boolean isEmpty(@Nullable Object value) {
    return value == null
        || value == Difference.NOTHING
        || value.equals(0)
        || value.equals(0L)
        || value.equals(0.0)
        || value.equals(false)
        || (value instanceof Collection<?> collection && collection.isEmpty())
        || (value instanceof Map<?, ?> map && map.isEmpty());
  }

  /** The path and the first line, without where in the text it was. */
  static String reason(Throwable failure) {
    if (!(failure instanceof JacksonException e)) {
      return ErrorText.of(failure);
    }
    String path =
        e.getPath().stream()
            .map(
                step ->
                    step.getPropertyName() == null
                        ? "[" + step.getIndex() + "]"
                        : "." + step.getPropertyName())
            .collect(Collectors.joining());
    String text = e.getOriginalMessage();
    return path.isEmpty() ? text : path.substring(path.startsWith(".") ? 1 : 0) + ": " + text;
  }
}
