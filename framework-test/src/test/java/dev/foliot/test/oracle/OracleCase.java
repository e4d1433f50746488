package dev.foliot.test.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A case: its fields as the file has them. */
record OracleCase(Map<String, Object> fields) {
  static final JsonMapper JSON = JsonMapper.builder().build();

  /** The folder of the cases: given by a system property, or beside the repository. */
  static Path folder() {
    return Path.of(System.getProperty("foliot.test.reference", "../../shared/reference/durable"));
  }

  static List<OracleCase> all() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".json"))
          .sorted()
          .flatMap(file -> read(file).stream())
          .toList();
    }
  }

  @SuppressWarnings("unchecked") // as the files are
  private static List<OracleCase> read(Path file) {
    Map<String, Object> suite = JSON.readValue(file.toFile(), Map.class);
    List<Map<String, Object>> cases = (List<Map<String, Object>>) suite.get("cases");
    return cases.stream().map(OracleCase::new).toList();
  }

  String id() {
    return (String) fields.get("id");
  }

  String title() {
    return (String) fields.get("title");
  }

  @Nullable Object input() {
    return fields.get("input");
  }

  @SuppressWarnings("unchecked")
  @Nullable Map<String, Object> expected() {
    return (Map<String, Object>) fields.get("expected");
  }

  List<Map<String, Object>> history() {
    return list("history");
  }

  List<Map<String, Object>> callbackActions() {
    return list("callbackActions");
  }

  List<Map<String, Object>> logs() {
    return list("logs");
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> list(String field) {
    return (List<Map<String, Object>>) fields.getOrDefault(field, List.of());
  }

  @SuppressWarnings("unchecked")
  Map<String, Map<String, Object>> variables() {
    return (Map<String, Map<String, Object>>) fields.getOrDefault("variables", Map.of());
  }
}
