package dev.foliot.test;

import dev.foliot.message.MessageKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * Examples of one version of one message type, as JSON.
 *
 * @param number 1 for the file with one full example; further files have arrays of examples with
 *     other constants of enums and other classes of sealed types
 */
record RecordedFile(Path path, MessageKind kind, String type, int version, int number) {

  boolean isSameAs(RecordedFile other) {
    return kind == other.kind && type.equals(other.type) && version == other.version;
  }

  /** The examples in the file. */
  List<String> examples() {
    String json = json();
    return json.startsWith("[")
        ? Json.tree(json).values().stream().map(JsonNode::toString).toList()
        : List.of(json);
  }

  private String json() {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String json) {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.writeString(path, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file below the folder of all recorded files. */
  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + "/" + path.getFileName();
  }
}
