package dev.foliot.message;

import dev.foliot.failure.ErrorText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * All upcasters of the application. A message that was stored under one name may be read as another
 * current type. Immutable.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class Upcasters {
  private final MessageTypes types;
  private final Map<TypeVersion, Upcaster> steps = new HashMap<>();
  private final Map<MessageKind, Map<String, List<Upcaster>>> byName = new HashMap<>();
  private final List<String> problems;

  /** The upcasters of an application with these types. Check {@link #problems()} afterwards. */
  public Upcasters(MessageTypes types, Collection<Upcaster> upcasters) {
    this.types = types;
    List<String> found = new ArrayList<>();
    for (Upcaster upcaster : upcasters) {
      TypeVersion from = today(upcaster.kind(), upcaster.name(), upcaster.from());
      Upcaster other = steps.putIfAbsent(from, upcaster);
      if (other != null) {
        found.add(
            "%s and %s both upcast %s. Keep one of them."
                .formatted(other.method(), upcaster.method(), from));
      } else {
        byName
            .computeIfAbsent(from.kind(), each -> new HashMap<>())
            .computeIfAbsent(from.name(), each -> new ArrayList<>())
            .add(upcaster);
      }
    }
    found.addAll(new UpcasterChecks(types, steps).problems());
    problems = List.copyOf(found);
  }

  /** No upcasters. */
  public static Upcasters none(MessageTypes types) {
    return new Upcasters(types, List.of());
  }

  /**
   * Returns their problems: duplicates, gaps, cycles, targets that do not exist (R38). Messages can
   * be read only if there are none.
   */
  public List<String> problems() {
    return problems;
  }

  private TypeVersion today(MessageKind kind, String name, int version) {
    return types.today(kind, name, version);
  }

  private List<Upcaster> of(MessageKind kind, String name) {
    return byName.getOrDefault(kind, Map.of()).getOrDefault(name, List.of());
  }

  // ---- the types that a stored name may be read as

  /** Every name that stored messages may have and that the application can read. */
  public Set<String> storedNames(MessageKind kind) {
    Set<String> names = new TreeSet<>(types.names(kind));
    names.addAll(byName.getOrDefault(kind, Map.of()).keySet());
    return names;
  }

  /** The classes that a message with this stored name may be read as. */
  public Set<Class<?>> classesOf(MessageKind kind, String storedName) {
    return reachable(kind, storedName).stream()
        .flatMap(name -> types.find(kind, name).stream())
        .map(MessageType::javaType)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a message that was stored under the name may have become none or several. */
  public boolean splits(MessageKind kind, String storedName) {
    return reachable(kind, storedName).stream()
        .flatMap(name -> of(kind, name).stream())
        .anyMatch(Upcaster::splits);
  }

  private Set<String> reachable(MessageKind kind, String storedName) {
    Set<String> found = new LinkedHashSet<>();
    List<String> open = new ArrayList<>(List.of(today(kind, storedName, 1).name()));
    while (!open.isEmpty()) {
      String name = open.remove(open.size() - 1);
      if (found.add(name)) {
        of(kind, name).stream()
            .flatMap(upcaster -> upcaster.as().stream())
            .map(target -> today(kind, target, 1).name())
            .forEach(open::add);
      }
    }
    return found;
  }

  // ---- reading

  /** A stored message, or a part of it, on its way to the current version. */
  record Content(TypeVersion type, ObjectNode json) {}

  /** Whether the stored JSON has another version than the current one. */
  boolean changes(TypeVersion stored) {
    refuseIfWrong();
    return steps.containsKey(stored) || !isReadAsItIs(stored);
  }

  /** A type that has no upcaster at all reads its earlier versions as they are. */
  private boolean isReadAsItIs(TypeVersion type) {
    return types
        .find(type.kind(), type.name())
        .map(MessageType::version)
        .map(
            today ->
                type.version() == today
                    || (type.version() < today && of(type.kind(), type.name()).isEmpty()))
        .orElse(false);
  }

  /**
   * Takes a stored message through all its upcasters.
   *
   * @throws UnreadableMessageException if one of them fails
   * @throws UnknownMessageTypeException if nothing is known of its type
   */
  List<Content> upcast(Content stored, RecordedMessage message) {
    refuseIfWrong();
    Upcaster upcaster = steps.get(stored.type());
    if (upcaster == null) {
      return List.of(readable(stored, message));
    }
    List<Content> found = new ArrayList<>();
    for (UpcastMessage part : convert(upcaster, stored, message)) {
      Content content = new Content(target(upcaster, part, message), part.content().deepCopy());
      found.addAll(upcast(content, message));
    }
    return found;
  }

  private Content readable(Content content, RecordedMessage message) {
    TypeVersion type = content.type();
    MessageType today =
        types
            .find(type.kind(), type.name())
            .orElseThrow(
                () ->
                    UnknownMessageTypeException.ofName(
                        type.kind(), type.name(), storedNames(type.kind())));
    if (type.version() > today.version()) {
      throw unreadable(
          message,
          "this application knows versions up to %s. Deploy the version that wrote it, then retry."
              .formatted(today.version()),
          null);
    }
    if (!isReadAsItIs(type)) {
      throw unreadable(
          message,
          "no upcaster leads on from %s. Add a method with @Upcasts(name = \"%s\", from = %s, to = …), then retry."
              .formatted(type, type.name(), type.version()),
          null);
    }
    return new Content(type.withVersion(today.version()), content.json());
  }

  private static List<UpcastMessage> convert(
      Upcaster upcaster, Content stored, RecordedMessage message) {
    Metadata metadata = upcaster.takesMetadata() ? message.wholeMetadata() : null;
    try {
      return Objects.requireNonNull(
          upcaster.conversion().convert(stored.json(), metadata), "it returned null");
    } catch (Throwable failure) {
      if (failure instanceof VirtualMachineError error) {
        throw error;
      }
      Throwable shown = message.redact(failure);
      throw unreadable(
          message,
          "the upcaster %s failed on %s: %s. Correct it, then retry."
              .formatted(upcaster.method(), stored.type(), ErrorText.of(shown)),
          shown);
    }
  }

  private TypeVersion target(Upcaster upcaster, UpcastMessage part, RecordedMessage message) {
    TypeVersion target = today(upcaster.kind(), part.type(), part.version());
    boolean declared =
        upcaster.as().stream()
            .anyMatch(name -> today(upcaster.kind(), name, 1).name().equals(target.name()));
    boolean back =
        target.name().equals(today(upcaster.kind(), upcaster.name(), 1).name())
            && target.version() <= upcaster.from();
    if (!declared || back || target.version() < 1) {
      throw unreadable(
          message,
          "the upcaster %s made %s of it, but may make only %s of a later version. Correct it, or name the type in @Upcasts(as = …), then retry."
              .formatted(upcaster.method(), target, upcaster.as()),
          null);
    }
    return target;
  }

  private static UnreadableMessageException unreadable(
      RecordedMessage message, String reason, @Nullable Throwable cause) {
    return UnreadableMessageException.of(message, reason, cause);
  }

  private void refuseIfWrong() {
    if (!problems.isEmpty()) {
      throw new IllegalStateException(
          "Old messages cannot be read, because the upcasters are wrong:\n - "
              + String.join("\n - ", problems));
    }
  }
}
