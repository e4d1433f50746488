package dev.foliot.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A block of Java in a page, and the compiled code that it repeats. A comment above the block names
 * that code: {@code <!-- code: path/to/File.java#region -->}, or several of them, parted by spaces.
 * A region lies between the lines {@code // docs: region} and {@code // docs: end}; several regions
 * of one name are one text. Without a region the text is the file below its package declaration.
 *
 * @param page the file name of the page
 * @param line the line of the page above the code
 * @param code the text of the block
 * @param sources the code that the comment names, by its path from the root of the project
 */
record CodeBlock(String page, int line, String code, List<String> sources) {
  private static final Pattern BLOCK =
      Pattern.compile("(?:<!-- code: ([^>]+) -->\\n+)?```java\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern PACKAGE = Pattern.compile("^package [^;]+;\\n\\n");
  private static final String REGION = "(?s)(?m)^ *// docs: %s\\n(.*?)^ *// docs: end\\n";
  private static final Path ROOT = Path.of("..");

  static List<CodeBlock> of(Path page) {
    String text = read(page);
    List<CodeBlock> blocks = new ArrayList<>();
    Matcher found = BLOCK.matcher(text);
    while (found.find()) {
      blocks.add(
          new CodeBlock(
              String.valueOf(page.getFileName()),
              (int) text.substring(0, found.start(2)).lines().count(),
              found.group(2),
              found.group(1) == null ? List.of() : List.of(found.group(1).split(" "))));
    }
    return blocks;
  }

  /**
   * The compiled code.
   *
   * @throws IllegalStateException if the page names no source, or a source lacks the region
   */
  String compiled() {
    if (sources.isEmpty()) {
      throw new IllegalStateException(
          "%s shows Java without a source. Write <!-- code: path#region --> above it."
              .formatted(this));
    }
    return sources.stream().map(this::compiled).collect(Collectors.joining("\n"));
  }

  private String compiled(String source) {
    int hash = source.indexOf('#');
    if (hash < 0) {
      return PACKAGE.matcher(read(ROOT.resolve(source))).replaceFirst("");
    }
    String region = source.substring(hash + 1);
    List<String> parts = parts(read(ROOT.resolve(source.substring(0, hash))), region).toList();
    if (parts.isEmpty()) {
      throw new IllegalStateException("%s names %s, which does not exist".formatted(this, source));
    }
    return String.join("\n\n", parts).replace("\n\n}", "\n}") + "\n";
  }

  private static Stream<String> parts(String file, String region) {
    return Pattern.compile(REGION.formatted(Pattern.quote(region)))
        .matcher(file)
        .results()
        .map((MatchResult part) -> part.group(1).stripTrailing().stripIndent().strip());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "%s:%s".formatted(page, line);
  }
}
