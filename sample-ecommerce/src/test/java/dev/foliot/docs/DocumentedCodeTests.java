package dev.foliot.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every block of Java in the guide is code that this build compiles. */
class DocumentedCodeTests {
  static Stream<CodeBlock> blocks() throws IOException {
    try (Stream<Path> pages = Files.walk(Path.of("..", "docs"))) {
      return pages
          .filter(page -> page.toString().endsWith(".md"))
          .sorted()
          .flatMap(page -> CodeBlock.of(page).stream())
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void pageShowsCompiledCode(CodeBlock block) {
    assertThat(block.code()).as("%s", block).isEqualTo(block.compiled());
  }

  @Test
  void namesBlockWithoutSource(@TempDir Path folder) throws IOException {
    CodeBlock block = only(folder, "Text.\n\n```java\nint one = 1;\n```\n");

    assertThatThrownBy(block::compiled)
        .hasMessageContaining("page.md:3 shows Java without a source");
  }

  @Test
  void namesMissingRegion(@TempDir Path folder) throws IOException {
    String source = "sample-ecommerce/src/test/java/dev/foliot/docs/CodeBlock.java";
    CodeBlock block =
        only(folder, "<!-- code: " + source + "#absent -->\n```java\nint one = 1;\n```\n");

    assertThatThrownBy(block::compiled)
        .hasMessageContaining(source + "#absent, which does not exist");
  }

  private static CodeBlock only(Path folder, String text) throws IOException {
    List<CodeBlock> blocks = CodeBlock.of(Files.writeString(folder.resolve("page.md"), text));
    assertThat(blocks).hasSize(1);
    return blocks.get(0);
  }
}
