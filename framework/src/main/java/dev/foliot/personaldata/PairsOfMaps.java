package dev.foliot.personaldata;

import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/** Writes a map as an array of its keys and values, so that personal data is found in keys, too. */
final class PairsOfMaps extends ValueSerializer<Map<?, ?>> {
  static JacksonModule module() {
    return new SimpleModule("foliot-pairs").addSerializer(new PairsOfMaps());
  }

  @Override
  public Class<?> handledType() {
    return Map.class;
  }

  @Override
  public void serialize(Map<?, ?> map, JsonGenerator json, SerializationContext context) {
    json.writeStartArray();
    map.forEach(
        (key, value) -> {
          context.writeValue(json, key);
          context.writeValue(json, value);
        });
    json.writeEndArray();
  }
}
