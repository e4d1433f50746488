package dev.foliot.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The keys below {@code foliot} that modules and the application declare: from all configuration
 * metadata on the class path, except Foliot's own.
 */
final class ModuleKeys {
  private static final String METADATA = "classpath*:META-INF/spring-configuration-metadata.json";
  private static final String OWN = ModuleKeys.class.getPackageName() + ".";

  private final List<Key> keys;

  private ModuleKeys(List<Key> keys) {
    this.keys = keys;
  }

  /**
   * A declared key.
   *
   * @param open whether it is a map or a collection, which has keys below it
   */
  private record Key(String name, boolean open) {
    boolean includes(ConfigurationPropertyName other) {
      ConfigurationPropertyName own = ConfigurationPropertyName.of(name);
      return own.equals(other) || (open && own.isAncestorOf(other));
    }
  }

  /** Reads the metadata of all jars, which is needed only where Foliot does not know a key. */
  static ModuleKeys onTheClassPath() {
    List<Key> keys = new ArrayList<>();
    try {
      for (Resource metadata : new PathMatchingResourcePatternResolver().getResources(METADATA)) {
        keys.addAll(declaredIn(metadata));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ModuleKeys(keys);
  }

  private static List<Key> declaredIn(Resource metadata) throws IOException {
    String json = metadata.getContentAsString(StandardCharsets.UTF_8);
    List<Key> keys = new ArrayList<>();
    if (JsonParserFactory.getJsonParser().parseMap(json).get("properties") instanceof List<?> all) {
      for (Object each : all) {
        if (each instanceof Map<?, ?> property && isOfModule(property)) {
          keys.add(key(property));
        }
      }
    }
    return keys;
  }

  private static boolean isOfModule(Map<?, ?> property) {
    return String.valueOf(property.get("name")).startsWith("foliot.")
        && !String.valueOf(property.get("sourceType")).startsWith(OWN);
  }

  private static Key key(Map<?, ?> property) {
    String type = String.valueOf(property.get("type"));
    return new Key(String.valueOf(property.get("name")), type.startsWith("java.util."));
  }

  Stream<String> names() {
    return keys.stream().map(Key::name);
  }

  boolean include(ConfigurationPropertyName name) {
    return keys.stream().anyMatch(key -> key.includes(name));
  }
}
