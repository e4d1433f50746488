package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.autoconfigure.composed.Notes;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.FileSystemGeneratedFiles;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

/** Generated code cannot name what a package hides. */
class AheadOfTimeTests {
  @TempDir Path generated;

  @Test
  void generatedSourcesCompile() throws IOException {
    generate();

    assertThat(compile()).isEmpty();
    assertThat(sources()).anyMatch(file -> file.toString().contains("RegisterRepositories"));
  }

  private void generate() throws IOException {
    try (var context = new AnnotationConfigApplicationContext()) {
      TestPropertyValues.of("foliot.packages=" + Notes.PACKAGE).applyTo(context);
      context.register(
          Configurations.getClasses(
              AutoConfigurations.of(
                  DataSourceAutoConfiguration.class,
                  DataSourceTransactionManagerAutoConfiguration.class,
                  FoliotAutoConfiguration.class)));
      context.register(Notes.class);
      var generation =
          new DefaultGenerationContext(
              new ClassNameGenerator(ClassName.get("dev.foliot", "Notes")),
              new FileSystemGeneratedFiles(generated));
      new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
      generation.writeGeneratedContent();
    }
  }

  private List<Path> sources() {
    try (Stream<Path> files = Files.walk(generated)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the compiler says. */
  private String compile() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter output = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      compiler
          .getTask(
              output,
              files,
              null,
              List.of("-nowarn", "-Xlint:none", "-proc:none", "-d", generated.toString()),
              null,
              files.getJavaFileObjectsFromPaths(sources()))
          .call();
    }
    return output.toString();
  }
}
