package dev.foliot.workflow.step;

import dev.foliot.message.JsonLimits;
import dev.foliot.workflow.step.RunEvent.Given;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Events with their classes, as JSON. Numbers stay exactly as they are. */
final class EventJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(JsonLimits.factory())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private EventJson() {}

  static JsonNode parse(String json) {
    return MAPPER.readTree(json);
  }

  static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static String write(Given event) {
    return "{\"type\":%s,\"value\":%s}".formatted(write((Object) event.type()), event.json());
  }

  /** The event that ends a run, with the step that has given it. */
  static String write(Effect.Succeed end, String result) {
    return "{\"type\":%s,\"value\":%s,\"step\":%s}"
        .formatted(write((Object) end.stop().type()), result, write((Object) end.step()));
  }

  static String write(List<Given> events) {
    return events.stream().map(EventJson::write).collect(Collectors.joining(",", "[", "]"));
  }

  static Given read(JsonNode event) {
    return new Given(event.path("type").asString(), event.path("value").toString());
  }

  static List<Given> readAll(String events) {
    return parse(events).values().stream().map(EventJson::read).toList();
  }
}
