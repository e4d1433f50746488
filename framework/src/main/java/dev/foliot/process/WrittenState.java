package dev.foliot.process;

import dev.foliot.message.JsonLimits;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The state of an instance as JSON.
 *
 * @param version the version of the process manager that wrote it
 * @param stored the JSON as stored, with personal data sealed
 * @param plain the JSON with readable personal data, for comparisons
 */
record WrittenState(int version, String stored, String plain) {
  private static final JsonMapper TREES =
      JsonMapper.builder(JsonLimits.factory())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /**
   * The changed fields with their new values, as stored; null if no field has changed.
   *
   * @param before the previous state; null for none
   */
  @Nullable String changesSince(@Nullable WrittenState before) {
    if (before != null && before.plain.equals(plain)) {
      return null;
    }
    JsonNode was = before == null ? TREES.createObjectNode() : TREES.readTree(before.plain);
    JsonNode is = TREES.readTree(plain);
    ObjectNode changes = TREES.createObjectNode();
    for (Map.Entry<String, JsonNode> field : TREES.readTree(stored).properties()) {
      if (!Objects.equals(was.get(field.getKey()), is.get(field.getKey()))) {
        changes.set(field.getKey(), field.getValue());
      }
    }
    return changes.isEmpty() ? null : changes.toString();
  }
}
