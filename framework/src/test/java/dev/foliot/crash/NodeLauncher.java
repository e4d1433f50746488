package dev.foliot.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Starts {@link CrashNode}s, twice as quickly once one of them has left behind an archive of its
 * classes. Only classes in jar files can be archived, so the directories become one.
 */
final class NodeLauncher implements AutoCloseable {
  private final Path folder;
  private final String url;
  private final String classPath;
  private final List<NodeProcess> launched = new ArrayList<>();

  NodeLauncher(Path folder, String url) {
    this.folder = folder;
    this.url = url;
    this.classPath = classPath();
  }

  /** A node that has yet to start. */
  NodeProcess launch(Map<String, String> properties) {
    String name = "n" + (launched.size() + 1);
    Path archive = folder.resolve("classes.jsa");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                launched.isEmpty()
                    ? "-XX:ArchiveClassesAtExit=" + archive
                    : "-XX:SharedArchiveFile=" + archive,
                "-Xlog:disable",
                "-Xshare:auto",
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Duser.timezone=UTC",
                "-cp",
                classPath,
                CrashNode.class.getName(),
                url,
                name));
    properties.forEach((key, value) -> command.add(key + "=" + value));
    NodeProcess node = NodeProcess.start(name, command, folder.resolve(name + ".log"));
    launched.add(node);
    return node;
  }

  /** The last lines of the nodes, and the stacks of those that live. */
  String logs() {
    StringBuilder logs = new StringBuilder();
    launched.forEach(
        node -> logs.append("\n== ").append(node).append('\n').append(node.endOfLog()));
    launched.forEach(node -> logs.append("\n== ").append(node).append('\n').append(node.stacks()));
    return logs.toString();
  }

  @Override
  public void close() {
    launched.forEach(NodeProcess::kill);
  }

  private String classPath() {
    List<Path> entries = entries();
    List<String> path = new ArrayList<>();
    path.add(jarOf(entries.stream().filter(Files::isDirectory).toList()).toString());
    entries.stream().filter(Files::isRegularFile).map(Path::toString).forEach(path::add);
    return String.join(System.getProperty("path.separator"), path);
  }

  private static List<Path> entries() {
    if (NodeLauncher.class.getClassLoader() instanceof URLClassLoader loader) {
      return Arrays.stream(loader.getURLs()).map(NodeLauncher::path).toList();
    }
    String path = System.getProperty("java.class.path");
    return Arrays.stream(path.split(System.getProperty("path.separator"))).map(Path::of).toList();
  }

  private static Path path(URL url) {
    return Path.of(URI.create(url.toString()));
  }

  private Path jarOf(List<Path> directories) {
    Path jar = folder.resolve("classes.jar");
    Set<String> names = new HashSet<>();
    try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.setLevel(0);
      for (Path directory : directories) {
        try (Stream<Path> files = Files.walk(directory)) {
          for (Path file : files.filter(each -> !each.equals(directory)).toList()) {
            String name = directory.relativize(file).toString().replace('\\', '/');
            add(Files.isDirectory(file) ? name + "/" : name, file, zip, names);
          }
        }
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Directories too: without them Spring finds no packages to scan. */
  private static void add(String name, Path file, ZipOutputStream zip, Set<String> names)
      throws IOException {
    if (names.add(name)) {
      zip.putNextEntry(new ZipEntry(name));
      if (Files.isRegularFile(file)) {
        Files.copy(file, zip);
      }
      zip.closeEntry();
    }
  }
}
