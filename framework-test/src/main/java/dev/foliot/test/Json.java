package dev.foliot.test;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON in the form of a file. */
final class Json {
  private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter().withObjectIndenter(LINES).withArrayIndenter(LINES))
          .build();

  private Json() {}

  static ObjectNode object(String json) {
    return MAPPER.readValue(json, ObjectNode.class);
  }

  /** Formats JSON for people: on several lines, with a line break at the end. */
  static String pretty(String json) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(MAPPER.readTree(json)) + "\n";
  }

  static JsonNode tree(String json) {
    return MAPPER.readTree(json);
  }

  /** The values in JSON, each with its path. The elements of an array have the same path. */
  static Set<String> values(String json) {
    Set<String> found = new HashSet<>();
    collect("", tree(json), found);
    return found;
  }

  private static void collect(String path, JsonNode node, Set<String> found) {
    if (node.isValueNode()) {
      found.add(path + "=" + node);
    }
    node.properties().forEach(each -> collect(path + "." + each.getKey(), each.getValue(), found));
    if (node.isArray()) {
      node.values().forEach(each -> collect(path + "[]", each, found));
    }
  }
}
