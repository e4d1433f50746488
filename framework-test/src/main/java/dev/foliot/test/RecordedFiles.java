package dev.foliot.test;

import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of recorded files: {@code event/stock-received.v2.json}. Further examples of the same
 * version are in {@code event/stock-received.v2.2.json} and so on.
 */
record RecordedFiles(Path directory) {
  private static final Pattern NAME =
      Pattern.compile("(.+)\\.v([1-9][0-9]{0,8})(?:\\.([1-9][0-9]{0,8}))?\\.json");

  static RecordedFiles in(Path directory) {
    return new RecordedFiles(directory);
  }

  /** The first file of a type's current version. */
  RecordedFile of(MessageType type) {
    return of(type, 1);
  }

  /** A file of a type's current version. */
  RecordedFile of(MessageType type, int number) {
    String name =
        "%s.v%s%s.json"
            .formatted(
                URLEncoder.encode(type.name(), StandardCharsets.UTF_8).replace("*", "%2A"),
                type.version(),
                number == 1 ? "" : "." + number);
    return new RecordedFile(
        folder(type.kind()).resolve(name), type.kind(), type.name(), type.version(), number);
  }

  private Path folder(MessageKind kind) {
    return directory.resolve(kind.name().toLowerCase(Locale.ROOT));
  }

  /** All files, by type, version and number. */
  List<RecordedFile> list(FoliotEvolution.Problems problems) {
    List<RecordedFile> found = new ArrayList<>();
    for (MessageKind kind : List.of(MessageKind.COMMAND, MessageKind.EVENT)) {
      for (Path path : filesIn(folder(kind))) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        if (name.matches()) {
          String type = URLDecoder.decode(name.group(1), StandardCharsets.UTF_8);
          int number = name.group(3) == null ? 1 : Integer.parseInt(name.group(3));
          found.add(new RecordedFile(path, kind, type, Integer.parseInt(name.group(2)), number));
        } else {
          problems.add(
              "%s/%s is not a recorded message. Its name must be that of the type and its version, such as stock-received.v2.json."
                  .formatted(kind.name().toLowerCase(Locale.ROOT), path.getFileName()));
        }
      }
    }
    found.sort(
        Comparator.<RecordedFile, String>comparing(each -> each.kind().name())
            .thenComparing(RecordedFile::type)
            .thenComparing(RecordedFile::version)
            .thenComparing(RecordedFile::number));
    return found;
  }

  private static List<Path> filesIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
