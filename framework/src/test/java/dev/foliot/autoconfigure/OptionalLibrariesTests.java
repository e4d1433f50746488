package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application whose classes need libraries, profiles or conditions that are not there. */
class OptionalLibrariesTests {
  private static final String CONDITION =
      "@org.springframework.boot.autoconfigure.condition.ConditionalOnClass(name = \"library.Template\") ";

  @TempDir Path sources;
  @TempDir Path classes;

  private void write(String type, String source) throws IOException {
    Path file = sources.resolve(type.replace('.', '/') + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, source);
  }

  private ClassLoader withoutLibrary(String type, String source) throws IOException {
    write("library.Template", "package library; public class Template {}");
    write(
        "app.Sent", "package app; @dev.foliot.event.DomainEvent public record Sent(String id) {}");
    write(type, source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        var found = Files.walk(sources)) {
      List<Path> all = found.filter(Files::isRegularFile).toList();
      List<String> options = List.of("-proc:none", "-d", classes.toString());
      assertThat(
              compiler
                  .getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(all))
                  .call())
          .isTrue();
    }
    Files.delete(classes.resolve("library/Template.class"));
    return new URLClassLoader(new URL[] {classes.toUri().toURL()}, getClass().getClassLoader());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        CONDITION
            + "@dev.foliot.event.EventHandler class Bridge extends library.Template { @dev.foliot.handler.Handle void on(Sent event) {} }",
        CONDITION
            + "@dev.foliot.event.EventHandler class Bridge { @dev.foliot.handler.Handle void on(Sent event) {} void by(library.Template template) {} }",
        "class Bridge { @dev.foliot.handler.Handle void on(Sent event) {} void by(library.Template template) {} }",
        "class Bridge extends library.Template {}"
      })
  void startsWithoutTheLibraryOfAHandler(String handler) throws IOException {
    FoliotRunner.empty()
        .withClassLoader(withoutLibrary("app.Bridge", "package app; " + handler))
        .withPropertyValues("foliot.packages=app")
        .run(context -> assertThat(context).hasNotFailed());
  }

  @Test
  void leavesOutMessagesOfAnotherProfile() throws IOException {
    String command =
        "@org.springframework.context.annotation.Profile(\"demo\") @dev.foliot.command.Command public record Demo(String id) {}";

    FoliotRunner.empty()
        .withClassLoader(withoutLibrary("app.Demo", "package app; " + command))
        .withPropertyValues("foliot.packages=app")
        .run(context -> assertThat(context).hasNotFailed());
  }
}
