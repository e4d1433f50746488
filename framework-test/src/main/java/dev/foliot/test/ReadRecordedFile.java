package dev.foliot.test;

import dev.foliot.failure.Causes;
import dev.foliot.message.MessageType;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.UnknownMessageTypeException;
import dev.foliot.message.UnreadableMessageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a recorded file as the application would read such a message from its log. */
final class ReadRecordedFile {
  private final KnownMessages known;
  private final FoliotEvolution.Problems problems;
  private @Nullable RecordedFile refused;

  ReadRecordedFile(KnownMessages known, FoliotEvolution.Problems problems) {
    this.known = known;
    this.problems = problems;
  }

  void verify(RecordedFile file) {
    Optional<MessageType> today =
        known
            .types()
            .find(file.kind(), file.type())
            .filter(type -> type.version() < file.version());
    if (today.isPresent()) {
      refuse(
          file,
          "%s is of a later version than %s. Versions do not go back, since messages of version %s may be stored: declare it again."
              .formatted(file, describe(today.get()), file.version()));
      return;
    }
    if (refused != null && refused.isSameAs(file)) {
      return; // its problem is told for the file before
    }
    try {
      for (String example : file.examples()) {
        if (file.equals(refused)) {
          return;
        }
        for (RecordedMessage part : stored(file, example).parts()) {
          verify(file, part);
        }
      }
    } catch (UnknownMessageTypeException gone) {
      refuse(file, "%s: %s".formatted(file, gone.getMessage()));
    } catch (UnreadableMessageException unreadable) {
      refuse(file, "%s is not read any more: %s".formatted(file, unreadable.reason()));
    }
  }

  private void refuse(RecordedFile file, String problem) {
    refused = file;
    problems.add(problem);
  }

  RecordedMessage stored(RecordedFile file, String json) {
    return known.stored(file.kind(), file.type(), file.version(), file.toString(), json);
  }

  private void verify(RecordedFile file, RecordedMessage part) {
    MessageType type = known.types().named(file.kind(), part.metadata().type());
    Object payload;
    try {
      payload = part.payload();
    } catch (UnreadableMessageException unreadable) {
      refuse(file, notRead(file, type, part, unreadable));
      return;
    }
    if (isCurrent(file, type)) {
      List<String> lost = new ArrayList<>(known.json().ignoredFields(part));
      lost.removeAll(derived(type, payload));
      if (!lost.isEmpty()) {
        refuse(file, lost(file, type, lost));
      }
    }
  }

  /** The fields that are written and never read, such as those of getters that compute a value. */
  private List<String> derived(MessageType type, Object payload) {
    return known
        .json()
        .ignoredFields(
            known.stored(
                type.kind(),
                type.name(),
                type.version(),
                type.name(),
                known.json().write(payload)));
  }

  private static boolean isCurrent(RecordedFile file, MessageType type) {
    return file.version() == type.version() && type.names().contains(file.type());
  }

  // ---- files that are not read

  private String notRead(
      RecordedFile file, MessageType type, RecordedMessage part, UnreadableMessageException error) {
    List<String> missing = missing(type, part, error);
    String what =
        missing.isEmpty()
            ? "%s is not read any more as %s: %s.".formatted(file, describe(type), error.reason())
            : "%s is not read any more: %s requires a value that the file does not have: %s."
                .formatted(file, describe(type), String.join(", ", missing));
    if (known.isUpcast(file)) {
      return what
          + " Correct the upcasters that lead to %s version %s."
              .formatted(type.name(), type.version());
    }
    String optional =
        missing.isEmpty()
            ? " Undo the change,"
            : " Allow old messages without the component (@Nullable or Optional),";
    return what + optional + " or convert them:" + UpcasterSketch.adding(file, type, missing);
  }

  /** The missing required components. Each is filled with an example, to find the next one. */
  private List<String> missing(
      MessageType type, RecordedMessage part, UnreadableMessageException first) {
    List<String> found = new ArrayList<>();
    if (!(Causes.direct(first) instanceof DatabindException)
        || !(Json.tree(part.json()) instanceof ObjectNode json)) {
      return found;
    }
    Optional<UnreadableMessageException> error = Optional.of(first);
    while (error.isPresent()) {
      Optional<String> path = missing(json, error.get());
      path.ifPresent(found::add);
      if (path.isEmpty() || !fillIn(json, type.javaType(), path.get())) {
        return found;
      }
      error = read(part, json);
    }
    return found;
  }

  /** Adds an example of a component; false if the class has no such component. */
  private boolean fillIn(ObjectNode json, Class<?> type, String component) {
    try {
      return Stream.ofNullable(type.getRecordComponents())
          .flatMap(Stream::of)
          .filter(each -> each.getName().equals(component))
          .map(each -> Json.tree(known.json().write(Example.of(each))))
          .map(value -> json.set(component, value))
          .findFirst()
          .isPresent();
    } catch (NoExampleException none) {
      return false;
    }
  }

  private Optional<UnreadableMessageException> read(RecordedMessage part, ObjectNode json) {
    RecordedFile file =
        new RecordedFile(
            Path.of("filled-in"),
            part.kind(),
            part.metadata().type(),
            part.metadata().typeVersion(),
            1);
    try {
      stored(file, json.toString()).payload();
      return Optional.empty();
    } catch (UnreadableMessageException next) {
      return Optional.of(next);
    }
  }

  /** The path of a component that is not in the JSON, if that is the error. */
  private static Optional<String> missing(ObjectNode json, UnreadableMessageException error) {
    if (!(Causes.direct(error) instanceof DatabindException cause) || cause.getPath().isEmpty()) {
      return Optional.empty();
    }
    StringBuilder path = new StringBuilder();
    JsonNode at = json;
    for (Reference step : cause.getPath()) {
      String name = step.getPropertyName();
      path.append(name == null ? "[" + step.getIndex() + "]" : (path.isEmpty() ? "" : ".") + name);
      at = name == null ? at.path(step.getIndex()) : at.path(name);
    }
    return at.isMissingNode() ? Optional.of(path.toString()) : Optional.empty();
  }

  // ---- values that are lost

  private static String lost(RecordedFile file, MessageType type, List<String> fields) {
    String field = fields.get(0);
    int nested = field.lastIndexOf('.');
    return "%s has values that %s does not read any more, so they would be lost without notice: %s. If it has another name now, add @JsonAlias(\"%s\") to the component%s, or convert the old messages:%s%n   If it was removed on purpose, declare another version: %s."
        .formatted(
            file,
            describe(type),
            String.join(", ", fields),
            field.substring(nested + 1),
            nested < 0 ? "" : " of " + field.substring(0, nested),
            UpcasterSketch.renaming(file, type, fields),
            type.version() + 1);
  }

  private static String describe(MessageType type) {
    return "%s (%s version %s)"
        .formatted(type.javaType().getSimpleName(), type.name(), type.version());
  }
}
