package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.io.UrlResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConfigurationMetadataTests {
  private static final Set<String> WITHOUT_DEFAULT =
      Set.of(
          "foliot.engine.circuit-breaker.enabled", // on, but not in test mode
          "foliot.engine.max-concurrency", // half the connection pool
          "foliot.engine.subscriptions",
          "foliot.packages",
          "foliot.rebuild.segments", // as the subscription
          "foliot.schema.name",
          "foliot.web.problem-details.enabled"); // as Spring MVC's own

  private final JsonNode metadata = read();

  @Test
  void namesEveryKey() {
    assertThat(properties().keySet()).containsAll(keys("foliot", FoliotProperties.class));
  }

  @Test
  void describesEveryKey() {
    assertThat(properties())
        .allSatisfy(
            (key, property) ->
                assertThat(property.path("description").asString("")).as(key).isNotBlank());
  }

  @Test
  void saysEveryDefault() {
    assertThat(properties())
        .allSatisfy(
            (key, property) ->
                assertThat(property.has("defaultValue"))
                    .as("%s has a default", key)
                    .isNotEqualTo(WITHOUT_DEFAULT.contains(key)));
  }

  @Test
  void hintsAtTheValuesOfEnumsAndThreshold() {
    List<String> hinted =
        StreamSupport.stream(metadata.path("hints").spliterator(), false)
            .map(hint -> hint.path("name").asString())
            .toList();

    assertThat(hinted)
        .contains(
            "foliot.event-processing", "foliot.engine.lanes.threshold", "foliot.schema.initialize");
  }

  private Map<String, JsonNode> properties() {
    Map<String, JsonNode> properties = new TreeMap<>();
    metadata
        .path("properties")
        .forEach(property -> properties.put(property.path("name").asString(), property));
    return properties;
  }

  private static List<String> keys(String prefix, Class<?> type) {
    List<String> keys = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String key = prefix + "." + DataObjectPropertyName.toDashedForm(component.getName());
      if (component.getType().isRecord()) {
        keys.addAll(keys(key, component.getType()));
      } else {
        keys.add(key);
      }
    }
    return keys;
  }

  private static JsonNode read() {
    String classes =
        FoliotProperties.class.getProtectionDomain().getCodeSource().getLocation() + "";
    try (InputStream json =
        new UrlResource(classes + "META-INF/spring-configuration-metadata.json").getInputStream()) {
      return Objects.requireNonNull(JsonMapper.shared().readTree(json));
    } catch (IOException e) {
      throw new AssertionError("The metadata of " + classes + " cannot be read", e);
    }
  }
}
