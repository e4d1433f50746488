package dev.foliot.personaldata;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds values in JSON, each with its place. */
final class Places {
  private static final Pattern LIKE_SEALED = Pattern.compile("\\$+personal");
  private static final String ESCAPE = "$";

  private Places() {}

  /**
   * A property that was found.
   *
   * @param path where it is, from the root
   */
  record Place(ObjectNode parent, String name, JsonNode value, String path) {}

  /** Finds the properties whose values are wanted, without a search inside of these values. */
  static List<Place> of(JsonNode root, Predicate<JsonNode> wanted) {
    List<Place> found = new ArrayList<>();
    collect(root, JsonPointer.empty(), wanted, found);
    return found;
  }

  private static void collect(
      JsonNode node, JsonPointer path, Predicate<JsonNode> wanted, List<Place> found) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> each : object.properties()) {
        JsonPointer at = path.appendProperty(each.getKey());
        if (wanted.test(each.getValue())) {
          found.add(new Place(object, each.getKey(), each.getValue(), at.toString()));
        } else {
          collect(each.getValue(), at, wanted, found);
        }
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        collect(array.get(i), path.appendIndex(i), wanted, found);
      }
    }
  }

  /**
   * Adds a dollar sign to each key of an application's map that looks like the key of a sealed
   * value.
   */
  static void escape(JsonNode root, Predicate<JsonNode> except) {
    rename(root, except, false);
  }

  /** Undoes {@link #escape}. */
  static void unescape(JsonNode root, Predicate<JsonNode> except) {
    rename(root, except, true);
  }

  private static void rename(JsonNode node, Predicate<JsonNode> except, boolean back) {
    if (except.test(node)) {
      return;
    }
    node.forEach(each -> rename(each, except, back));
    if (node instanceof ObjectNode object
        && object.propertyStream().anyMatch(each -> LIKE_SEALED.matcher(each.getKey()).matches())) {
      List<Map.Entry<String, JsonNode>> before = List.copyOf(object.properties());
      object.removeAll();
      before.forEach(each -> object.set(renamed(each.getKey(), back), each.getValue()));
    }
  }

  private static String renamed(String name, boolean back) {
    if (!LIKE_SEALED.matcher(name).matches()) {
      return name;
    }
    return back ? name.substring(ESCAPE.length()) : ESCAPE + name;
  }
}
