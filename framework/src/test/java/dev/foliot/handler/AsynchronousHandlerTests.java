package dev.foliot.handler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * R38: a handler whose result comes later is refused. Classes of the same names, as far as their
 * supertypes go, stand in for the libraries, which Foliot does not need.
 */
class AsynchronousHandlerTests {
  private static final String PUBLISHER = "org.reactivestreams.Publisher<T>";

  private static final List<String> KINDS = List.of("Completable", "Maybe", "Observable", "Single");

  private static final Pattern DECLARED =
      Pattern.compile("(interface|class) ([a-z.0-9]+)\\.([A-Z]\\w*)(.*)");

  /** Declarations, with the full name in place of the simple one. */
  private static final List<String> LIBRARIES =
      List.of(
          "interface kotlin.coroutines.Continuation<T>",
          "interface kotlinx.coroutines.Job",
          "interface kotlinx.coroutines.Deferred<T> extends kotlinx.coroutines.Job",
          "interface kotlinx.coroutines.flow.Flow<T>",
          "interface kotlinx.coroutines.flow.StateFlow<T> extends kotlinx.coroutines.flow.Flow<T>",
          "interface " + PUBLISHER,
          "interface reactor.core.CorePublisher<T> extends " + PUBLISHER,
          "class reactor.core.publisher.Mono<T> implements reactor.core.CorePublisher<T>",
          "class reactor.core.publisher.Flux<T> implements reactor.core.CorePublisher<T>",
          "class io.reactivex.Flowable<T> implements " + PUBLISHER,
          "class io.reactivex.rxjava3.core.Flowable<T> implements " + PUBLISHER,
          "interface io.smallrye.mutiny.Uni<T>",
          "interface io.smallrye.mutiny.Multi<T> extends java.util.concurrent.Flow.Publisher<T>",
          "interface io.vertx.core.Future<T>",
          "interface com.google.common.util.concurrent.ListenableFuture<T> extends java.util.concurrent.Future<T>");

  @TempDir static Path folder;

  @BeforeAll
  static void compileLibraries() throws IOException {
    List<String> all = new ArrayList<>(LIBRARIES);
    for (String rx : List.of("io.reactivex.", "io.reactivex.rxjava3.core.")) {
      KINDS.forEach(kind -> all.add("interface %s%sSource".formatted(rx, kind)));
      KINDS.forEach(
          kind -> all.add("class %1$s%2$s implements %1$s%2$sSource".formatted(rx, kind)));
    }
    compile(all.stream().map(each -> each + " {}").toList());
  }

  private static Stream<String> results() {
    return Stream.of(
        "java.util.concurrent.CompletionStage<String>",
        "java.util.concurrent.CompletableFuture<String>",
        "java.util.concurrent.Future<String>",
        "java.util.concurrent.FutureTask<String>",
        "java.util.concurrent.Flow.Publisher<String>",
        "kotlinx.coroutines.Job",
        "kotlinx.coroutines.Deferred<String>",
        "kotlinx.coroutines.flow.Flow<String>",
        "kotlinx.coroutines.flow.StateFlow<String>",
        "org.reactivestreams.Publisher<String>",
        "reactor.core.publisher.Mono<Void>",
        "reactor.core.publisher.Flux<String>",
        "io.reactivex.Completable",
        "io.reactivex.Maybe",
        "io.reactivex.Observable",
        "io.reactivex.Single",
        "io.reactivex.Flowable<String>",
        "io.reactivex.rxjava3.core.Completable",
        "io.reactivex.rxjava3.core.Maybe",
        "io.reactivex.rxjava3.core.Observable",
        "io.reactivex.rxjava3.core.Single",
        "io.reactivex.rxjava3.core.Flowable<String>",
        "io.smallrye.mutiny.Uni<String>",
        "io.smallrye.mutiny.Multi<String>",
        "io.vertx.core.Future<String>",
        "com.google.common.util.concurrent.ListenableFuture<String>");
  }

  @ParameterizedTest
  @MethodSource("results")
  void refusesAResultThatComesLater(String result) throws Exception {
    String name = result.replaceAll("<.*", "").replaceAll(".*\\.", "");

    assertThat(
            problemsOf("public %s on(Inspected.Ordered event) { return null; }".formatted(result)))
        .singleElement()
        .asString()
        .contains(
            ".on returns a %s, so its message would count as handled before that has completed"
                .formatted(name));
  }

  @ParameterizedTest
  @MethodSource("results")
  void valueOfSuchAClassIsUnfinished(String result) throws Exception {
    String name = result.replaceAll("<.*", "").replace("Flow.P", "Flow$P");

    try (var loader = libraries()) {
      assertThat(AsynchronousHandler.isUnfinished(loader.loadClass(name))).isTrue();
    }
  }

  @Test
  void ordinaryValueIsFinished() {
    assertThat(List.of(String.class, int.class, Object.class, List.of().getClass()))
        .noneMatch(AsynchronousHandler::isUnfinished);
  }

  @Test
  void refusesASuspendFunction() throws Exception {
    String compiled =
        "public Object on(Inspected.Ordered event, kotlin.coroutines.Continuation<?> c) { return c; }";

    assertThat(problemsOf(compiled))
        .singleElement()
        .asString()
        .contains(".on is a suspend function, which returns before it has completed");
  }

  @ParameterizedTest
  @MethodSource("now")
  void acceptsAResultThatIsThere(String result) throws Exception {
    assertThat(
            problemsOf("public %s on(Inspected.Ordered event) { return null; }".formatted(result)))
        .isEmpty();
  }

  private static Stream<String> now() {
    return Stream.of("String", "java.util.List<java.util.concurrent.TimeUnit>", "Void", "Object");
  }

  /** What is wrong with a handler class that has this method. */
  private static List<String> problemsOf(String method) throws Exception {
    compile(List.of("class dev.foliot.handler.Compiled { @Handle %s }".formatted(method)));
    var problems = new WiringProblems();
    try (var loader = libraries()) {
      Object bean = loader.loadClass("dev.foliot.handler.Compiled").getConstructor().newInstance();
      Inspected.inspect(Inspected.declared(HandlerKind.EVENT, "h"), bean, problems);
      problems.throwIfAny();
      return List.of();
    } catch (WiringException wiring) {
      return wiring.problems();
    }
  }

  private static URLClassLoader libraries() throws IOException {
    var parent = AsynchronousHandlerTests.class.getClassLoader();
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, parent);
  }

  /** Into the folder, which is also where the compiler finds what was compiled before. */
  private static void compile(List<String> declarations) throws IOException {
    List<String> arguments = new ArrayList<>();
    String classPath = folder + File.pathSeparator + System.getProperty("java.class.path");
    arguments.addAll(List.of("-proc:none", "-d", folder.toString(), "-cp", classPath));
    for (String each : declarations) {
      Matcher declared = DECLARED.matcher(each);
      assertThat(declared.matches()).isTrue();
      Path directory = Files.createDirectories(folder.resolve("src").resolve(declared.group(2)));
      Path source = directory.resolve(declared.group(3) + ".java");
      String head = "package " + declared.group(2) + "; public " + declared.group(1);
      Files.writeString(source, head + " " + declared.group(3) + declared.group(4));
      arguments.add(source.toString());
    }
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(result).isZero();
  }
}
