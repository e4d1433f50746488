package dev.foliot.test;

import dev.foliot.message.MessageKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** An example of one version of one message type, as JSON. */
record RecordedFile(Path path, MessageKind kind, String type, int version) {

  boolean isSameAs(RecordedFile other) {
    return kind == other.kind && type.equals(other.type) && version == other.version;
  }

  String json() {
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
