package dev.foliot.message;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apiguardian.api.API;

/**
 * The message types that the application knows, its own and Foliot's: name to class and back (R8).
 * Names, with the aliases of renamed types, are unique for each kind; the registry is complete when
 * it is made and never changes.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class MessageTypes {
  private static final List<MessageKind> BUILT_IN =
      List.of(
          MessageKind.EVENT,
          MessageKind.COMMAND,
          MessageKind.QUERY,
          MessageKind.PUBLISHED,
          MessageKind.TOMBSTONE,
          MessageKind.TIMER,
          MessageKind.PROCESS_STATE);

  private final Map<Class<?>, MessageType> byClass = new LinkedHashMap<>();
  private final Map<MessageKind, Map<String, MessageType>> byName = new HashMap<>();
  private final Map<Integer, MessageKind> byCode = new HashMap<>();

  /**
   * The given types, and those that Foliot itself stores.
   *
   * @throws DuplicateMessageTypeException if two classes of one kind have one name
   * @throws IllegalArgumentException if two kinds have one code
   */
  public MessageTypes(Collection<MessageType> types) {
    BUILT_IN.forEach(this::register);
    register(Tombstone.TYPE);
    types.forEach(this::register);
  }

  private void register(MessageType type) {
    register(type.kind());
    for (String name : type.names()) {
      MessageType other = named(type.kind()).putIfAbsent(name, type);
      if (other != null && other.javaType() != type.javaType()) {
        throw new DuplicateMessageTypeException(
            type.kind(), name, other.javaType(), type.javaType());
      }
    }
    byClass.put(type.javaType(), type);
  }

  private void register(MessageKind kind) {
    MessageKind other = byCode.putIfAbsent(kind.code(), kind);
    if (other != null && other != kind) {
      throw new IllegalArgumentException(
          "The message kinds %s and %s both have the code %s. Give one of them another code."
              .formatted(other, kind, kind.code()));
    }
  }

  /** Returns the kind with this code; empty if the application knows none. */
  Optional<MessageKind> kind(int code) {
    return Optional.ofNullable(byCode.get(code));
  }

  /** Returns the kinds that the application knows. */
  Collection<MessageKind> kinds() {
    return List.copyOf(byCode.values());
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
   * @throws UnknownMessageTypeException if the class is not a known message
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

  /** Returns the types of the application, in the order in which they were given. */
  public List<MessageType> all() {
    return byClass.values().stream().filter(type -> !type.isOwn()).toList();
  }
}
