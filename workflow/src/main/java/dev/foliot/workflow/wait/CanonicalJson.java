package dev.foliot.workflow.wait;

import java.util.Map;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON in a form in which equal values have equal texts: numbers are compared by value, and objects
 * independent of the order of their fields.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class CanonicalJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private CanonicalJson() {}

  /** Parses JSON with exact numbers. */
  static JsonNode parse(String json) {
    return MAPPER.readTree(json);
  }

  /** The text of a value. */
  public static String of(String json) {
    return of(parse(json));
  }

  /** The text of a value. */
  public static String of(JsonNode node) {
    if (node.isNumber()) {
      return node.decimalValue().stripTrailingZeros().toString();
    }
    if (node.isArray()) {
      return node.values().stream()
          .map(CanonicalJson::of)
          .collect(Collectors.joining(",", "[", "]"));
    }
    if (node.isObject()) {
      return node.properties().stream()
          .sorted(Map.Entry.comparingByKey())
          .map(field -> MAPPER.writeValueAsString(field.getKey()) + ":" + of(field.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    return node.toString();
  }

  /** Writes a map of texts. */
  static String write(Map<String, String> texts) {
    return MAPPER.writeValueAsString(texts);
  }

  /** Reads what {@link #write} has written. */
  static Map<String, String> readTexts(String json) {
    return parse(json).properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, field -> field.getValue().asString()));
  }
}
