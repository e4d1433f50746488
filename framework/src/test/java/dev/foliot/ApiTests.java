package dev.foliot;

import static com.tngtech.archunit.core.domain.JavaModifier.PROTECTED;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * The API of Foliot is what is public and not marked as {@link API.Status#INTERNAL}. It names only
 * itself, and the sample, the guide and the test kit's users need nothing else.
 */
@AnalyzeClasses(packages = "dev.foliot", importOptions = ImportOption.DoNotIncludeTests.class)
class ApiTests {
  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?(dev\\.foliot\\.[\\w.]+);", Pattern.MULTILINE);

  @ArchTest
  static void methodsOfTheApiNameTheApi(JavaClasses classes) {
    List<String> found =
        classes.stream()
            .filter(type -> isPublic(type) && !isInternal(type))
            .flatMap(type -> type.getMethods().stream())
            .filter(ApiTests::isOffered)
            .filter(method -> types(method).anyMatch(ApiTests::isInternal))
            .map(JavaMethod::getFullName)
            .toList();

    assertThat(found).isEmpty();
  }

  private static boolean isOffered(JavaMethod method) {
    Set<?> modifiers = method.getModifiers();
    return (modifiers.contains(PUBLIC) || modifiers.contains(PROTECTED))
        && !modifiers.contains(SYNTHETIC)
        && !method.isAnnotatedWith(API.class);
  }

  private static Stream<JavaClass> types(JavaMethod method) {
    return Stream.concat(
        method.getReturnType().getAllInvolvedRawTypes().stream(),
        method.getParameterTypes().stream()
            .map(type -> type.getAllInvolvedRawTypes())
            .flatMap(Collection::stream));
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(PUBLIC)
        && type.getEnclosingClass().map(ApiTests::isPublic).orElse(true);
  }

  private static boolean isInternal(JavaClass type) {
    return type.isAnnotatedWith(API.class)
        || type.getEnclosingClass().map(ApiTests::isInternal).orElse(false);
  }

  /** What a user copies. */
  @ArchTest
  static void sampleAndGuideUseTheApi(JavaClasses classes) throws IOException {
    Set<String> internal =
        classes.stream()
            .filter(ApiTests::isInternal)
            .map(JavaClass::getFullName)
            .collect(Collectors.toSet());

    try (Stream<Path> sources = Files.walk(Path.of("..", "sample-ecommerce", "src"))) {
      assertThat(
              sources
                  .filter(path -> path.toString().endsWith(".java"))
                  .flatMap(ApiTests::imports)
                  .filter(internal::contains))
          .isEmpty();
    }
  }

  private static Stream<String> imports(Path source) {
    try {
      return IMPORT.matcher(Files.readString(source)).results().map(found -> found.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Marked types are left out of the published Javadoc. */
  @ArchTest
  static void internalTypesAreHidden(JavaClasses classes) {
    Predicate<JavaClass> topLevel = type -> type.getEnclosingClass().isEmpty();

    assertThat(
            classes.stream()
                .filter(topLevel.and(type -> type.isAnnotatedWith(API.class)))
                .filter(type -> !source(type).contains("\n * @hidden\n"))
                .map(JavaClass::getFullName))
        .isEmpty();
  }

  private static String source(JavaClass type) {
    try {
      return Files.readString(
          Path.of("src/main/java", type.getFullName().replace('.', '/') + ".java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
