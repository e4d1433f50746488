package dev.foliot.message;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The message types that the application knows: name to class and back (R8). Names, with the
 * aliases of renamed types, are unique for each kind; the registry is complete when it is made and
 * never changes.
 */
public final class MessageTypes {
  private final Map<Class<?>, MessageType> byClass = new LinkedHashMap<>();
  private final Map<MessageKind, Map<String, MessageType>> byName =
      new EnumMap<>(MessageKind.class);

  /**
   * @throws DuplicateMessageTypeException if two classes of one kind have one name
   */
  public MessageTypes(Collection<MessageType> types) {
    for (MessageType type : types) {
      for (String name : type.names()) {
        MessageType other = named(type.kind()).putIfAbsent(name, type);
        if (other != null && other.javaType() != type.javaType()) {
          throw new DuplicateMessageTypeException(name, other.javaType(), type.javaType());
        }
      }
      byClass.put(type.javaType(), type);
    }
  }

  private Map<String, MessageType> named(MessageKind kind) {
    return byName.computeIfAbsent(kind, each -> new HashMap<>());
  }

  /** Whether an event of the application leaves it through the outbox. */
  public boolean anyPublished() {
    return byClass.values().stream().anyMatch(type -> type.publishTo() != null);
  }

  /** Whether the class is a known message. */
  public boolean knows(Class<?> javaType) {
    return byClass.containsKey(javaType);
  }

  /**
   * The declared type of a class.
   *
   * @throws UnknownMessageTypeException if the class is no known message
   */
  public MessageType of(Class<?> javaType) {
    MessageType type = byClass.get(javaType);
    if (type == null) {
      throw UnknownMessageTypeException.ofClass(javaType);
    }
    return type;
  }

  /** The type with this name or alias, if the application knows it. */
  public Optional<MessageType> find(MessageKind kind, String name) {
    return Optional.ofNullable(byName.getOrDefault(kind, Map.of()).get(name));
  }

  /**
   * The type with this name or alias.
   *
   * @throws UnknownMessageTypeException if the application knows none; lists the known names
   */
  public MessageType named(MessageKind kind, String name) {
    return find(kind, name)
        .orElseThrow(() -> UnknownMessageTypeException.ofName(kind, name, names(kind)));
  }

  /** All names and aliases, sorted. */
  Set<String> names(MessageKind kind) {
    return new TreeSet<>(byName.getOrDefault(kind, Map.of()).keySet());
  }

  /** Returns the current name for a stored name or alias, if there is one. */
  TypeVersion today(MessageKind kind, String name, int version) {
    return new TypeVersion(kind, find(kind, name).map(MessageType::name).orElse(name), version);
  }

  /** All types, in the order in which they were given. */
  public List<MessageType> all() {
    return List.copyOf(byClass.values());
  }
}
