package dev.foliot.workflow.step;

import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The place of a value in a state.
 *
 * @param names the names of the fields that lead to it, and indices in lists
 */
record StatePath(List<String> names) {
  private static final MessageJson JSON = new MessageJson(new MessageTypes(List.of()));

  static StatePath of(String path) {
    List<String> names = List.of(path.split("\\.", -1));
    if (names.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "A path in the state has names with dots between them, such as customer.city; it was \"%s\""
              .formatted(path));
    }
    return new StatePath(names);
  }

  JsonNode in(JsonNode state) {
    JsonNode found = state;
    for (String name : names) {
      found = found.isArray() ? found.path(index(name)) : found.path(name);
    }
    return found;
  }

  private int index(String name) {
    try {
      return Integer.parseInt(name);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "\"%s\" is not an index of a list, in the path %s".formatted(name, this));
    }
  }

  /** Checks that a value can be stored. Each value of a container is checked. */
  void checkStorable(@Nullable Object value) {
    if (value instanceof Collection<?> all) {
      all.forEach(this::checkStorable);
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(this::checkStorable);
    } else if (value != null) {
      List<String> problems = JSON.unreadableParts(value.getClass());
      if (!problems.isEmpty()) {
        throw new UnstorableStateException(this + ": " + problems.get(0));
      }
    }
  }

  void put(JsonNode state, JsonNode value) {
    JsonNode place = state;
    for (String name : names.subList(0, names.size() - 1)) {
      place = inside(place, name);
    }
    String last = names.get(names.size() - 1);
    if (place instanceof ArrayNode list) {
      list.set(element(list, last), value);
    } else {
      ((ObjectNode) place).set(last, value);
    }
  }

  /** Goes to a field or an element. Creates a missing object. */
  private JsonNode inside(JsonNode place, String name) {
    JsonNode next =
        place instanceof ArrayNode list ? list.path(element(list, name)) : place.path(name);
    if (next.isContainer()) {
      return next;
    }
    if (place instanceof ObjectNode object && (next.isMissingNode() || next.isNull())) {
      return object.putObject(name);
    }
    throw new UnstorableStateException(
        "%s: the value of %s is neither an object nor a list".formatted(this, name));
  }

  private int element(ArrayNode list, String name) {
    int index = index(name);
    if (index < 0 || index >= list.size()) {
      throw new UnstorableStateException(
          "%s: the list has no index %s, because its size is %s"
              .formatted(this, index, list.size()));
    }
    return index;
  }

  /** Checks that the class of the state has kept the value. */
  void check(JsonNode kept, JsonNode wanted) {
    JsonNode value = in(wanted);
    boolean isKept = MessageJson.changeInReadBack("", value, in(kept)).isEmpty();
    if (!isKept && !(value.isNull() && in(kept).isMissingNode())) {
      throw new UnstorableStateException(this + ": the state has no place for this value");
    }
  }

  @Override
  public String toString() {
    return String.join(".", names);
  }
}
