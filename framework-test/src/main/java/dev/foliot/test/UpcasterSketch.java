package dev.foliot.test;

import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/** Writes a first version of an upcaster, ready to be pasted. */
final class UpcasterSketch {
  private static final Map<Class<?>, String> VALUES =
      Map.of(
          Boolean.class, "false",
          Byte.class, "0",
          Short.class, "0",
          Integer.class, "0",
          Long.class, "0",
          Float.class, "0",
          Double.class, "0");

  private UpcasterSketch() {}

  /** An upcaster that adds components that old messages do not have. */
  static String adding(RecordedFile file, MessageType type, List<String> missing) {
    List<String> lines = missing.stream().map(each -> adding(type, each)).toList();
    return sketch(file, type, lines.isEmpty() ? List.of("// change it here") : lines);
  }

  private static String adding(MessageType type, String component) {
    Optional<Class<?>> value =
        Stream.ofNullable(type.javaType().getRecordComponents())
            .flatMap(Stream::of)
            .filter(each -> each.getName().equals(component))
            .<Class<?>>map(RecordComponent::getType)
            .map(ClassUtils::resolvePrimitiveIfNecessary)
            .findFirst();
    if (value.isEmpty()) {
      return "// add " + component;
    }
    if (Iterable.class.isAssignableFrom(value.get()) || value.get().isArray()) {
      return "stored.putArray(\"%s\");".formatted(component);
    }
    if (value.get().isRecord() || Map.class.isAssignableFrom(value.get())) {
      return "stored.putObject(\"%s\");".formatted(component);
    }
    return "stored.put(\"%s\", %s);"
        .formatted(component, VALUES.getOrDefault(value.get(), "\"…\""));
  }

  /** An upcaster that gives fields other names. */
  static String renaming(RecordedFile file, MessageType type, List<String> fields) {
    return sketch(file, type, fields.stream().map(UpcasterSketch::renaming).toList());
  }

  private static String renaming(String field) {
    return field.contains(".")
        ? "// rename %s in each %s"
            .formatted(
                field.substring(field.lastIndexOf('.') + 1),
                field.substring(0, field.lastIndexOf('.')))
        : "stored.set(\"…\", stored.remove(\"%s\"));".formatted(field);
  }

  /**
   * An upcaster from an old version converts to the current one. An upcaster from the current
   * version converts to the next one, which must be declared.
   */
  private static String sketch(RecordedFile file, MessageType type, List<String> lines) {
    boolean old = file.version() < type.version();
    int to = old ? type.version() : type.version() + 1;
    String raise =
        old
            ? ""
            : "   @%s(name = \"%s\", version = %s) on %s, and%n"
                .formatted(
                    type.kind() == MessageKind.EVENT ? "DomainEvent" : "Command",
                    type.name(),
                    to,
                    type.javaType().getSimpleName());
    return "%n%s   @Upcasts(%sname = \"%s\", from = %s, to = %s)%n   ObjectNode %sFrom%s(ObjectNode stored) {%n%s     return stored;%n   }"
        .formatted(
            raise,
            type.kind() == MessageKind.EVENT ? "" : "kind = Upcasts.Kind.COMMAND, ",
            type.name(),
            file.version(),
            to,
            StringUtils.uncapitalize(type.javaType().getSimpleName()),
            file.version(),
            lines.stream().map("     %s%n"::formatted).collect(Collectors.joining()));
  }
}
