package dev.foliot.message;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The declared identity of a message class.
 *
 * @param kind event, command, query, or a kind of Foliot's own
 * @param name the stable name that is stored
 * @param version the schema version, from 1
 * @param javaType the current class
 * @param publishTo the broker destination of an event that leaves the application; null for none
 * @param aliases the names under which its messages were stored before
 */
public record MessageType(
    MessageKind kind,
    String name,
    int version,
    Class<?> javaType,
    @Nullable String publishTo,
    List<String> aliases) {
  /** The beginning of the names of Foliot's own types. Types of the application begin otherwise. */
  public static final String OWN_PREFIX = "foliot:";

  public MessageType {
    aliases = List.copyOf(aliases);
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "The message type " + javaType.getName() + " has a blank name.");
    }
    if (version < 1) {
      throw new IllegalArgumentException(
          "The message type %s (%s) has version %s; versions start at 1."
              .formatted(name, javaType.getName(), version));
    }
    if (aliases.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "The message type " + javaType.getName() + " has a blank alias.");
    }
  }

  /** A type that always had this name. */
  public MessageType(
      MessageKind kind, String name, int version, Class<?> javaType, @Nullable String publishTo) {
    this(kind, name, version, javaType, publishTo, List.of());
  }

  /** Returns whether it is a type of Foliot's own, not of the application. */
  public boolean isOwn() {
    return name.startsWith(OWN_PREFIX);
  }

  /** The current name, then the aliases. */
  public List<String> names() {
    return Stream.concat(Stream.of(name), aliases.stream()).toList();
  }
}
