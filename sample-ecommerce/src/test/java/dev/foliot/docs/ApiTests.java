package dev.foliot.docs;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The API names only itself, the sample and the guide need nothing else, and a page lists it. */
class ApiTests {
  private static final Pattern FOLIOT_TYPE =
      Pattern.compile("\\bdev\\.foliot\\.(?:[a-z]+\\.)*[A-Z]\\w*(?:\\$\\w+)*");
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?(dev\\.foliot\\.[\\w.]+);");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(dev\\.foliot[a-z.]*)` \\|[^|]*\\|(.*)\\|$");

  @Test
  void membersNameTheApi() {
    assertThat(ApiTypes.all().flatMap(ApiTests::members).filter(ApiTests::namesOtherTypes))
        .as("Mark the member as internal, or make the type that it names API")
        .isEmpty();
  }

  /** The declarations of a type, and of its members that applications can use. */
  private static Stream<String> members(Class<?> type) {
    return Stream.of(
            Stream.of(type.toGenericString()),
            Arrays.stream(type.getDeclaredConstructors())
                .filter(ApiTests::isOffered)
                .map(Constructor::toGenericString),
            Arrays.stream(type.getDeclaredMethods())
                .filter(ApiTests::isOffered)
                .map(Method::toGenericString),
            Arrays.stream(type.getDeclaredFields())
                .filter(ApiTests::isOffered)
                .map(Field::toGenericString))
        .flatMap(each -> each);
  }

  private static <M extends Member & AnnotatedElement> boolean isOffered(M member) {
    return (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0
        && !member.isSynthetic()
        && !ApiTypes.isMarked(member);
  }

  private static boolean namesOtherTypes(String declaration) {
    return named(declaration).anyMatch(type -> !ApiTypes.isApi(type));
  }

  private static Stream<Class<?>> named(String declaration) {
    return FOLIOT_TYPE.matcher(declaration).results().map(MatchResult::group).map(ApiTypes::load);
  }

  @Test
  void supertypesAreApi() {
    assertThat(
            ApiTypes.all()
                .flatMap(
                    type ->
                        supertypes(type)
                            .filter(each -> !ApiTypes.isApi(each) && !isHiddenIn(type, each))
                            .map(each -> type.getName() + " is a " + each.getName())))
        .as("Mark the methods that implement the internal type, or make the type API")
        .isEmpty();
  }

  private static Stream<Class<?>> supertypes(Class<?> type) {
    return Stream.concat(
            Stream.ofNullable(type.getGenericSuperclass()), Stream.of(type.getGenericInterfaces()))
        .map(Type::getTypeName)
        .flatMap(ApiTests::named);
  }

  /** Javadoc shows a type that is not public as part of its subtypes. */
  private static boolean isHiddenIn(Class<?> type, Class<?> supertype) {
    return !Modifier.isPublic(supertype.getModifiers())
        || (supertype.isInterface()
            && Stream.of(supertype.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .allMatch(method -> isMarkedIn(type, method)));
  }

  private static boolean isMarkedIn(Class<?> type, Method inherited) {
    return Stream.of(type.getDeclaredMethods())
        .filter(method -> method.getName().equals(inherited.getName()))
        .filter(method -> Arrays.equals(method.getParameterTypes(), inherited.getParameterTypes()))
        .anyMatch(ApiTypes::isMarked);
  }

  @Test
  void sampleAndGuideUseTheApi() throws IOException {
    Map<String, String> internal = ApiTypes.internal();

    try (Stream<Path> sources = Files.walk(Path.of("src"))) {
      for (Path source : sources.filter(each -> each.toString().endsWith(".java")).toList()) {
        assertThat(IMPORT.matcher(Files.readString(source)).results().map(found -> found.group(1)))
            .as(source.toString())
            .noneMatch(internal::containsKey);
      }
    }
  }

  /** Marked types are left out of the published Javadoc. */
  @Test
  void internalTypesAreHidden() {
    Map<String, String> shown = ApiTypes.internal();
    shown.values().removeIf(source -> source.contains("\n * @hidden\n"));

    assertThat(shown.keySet()).isEmpty();
  }

  @Test
  void pageListsTheApi() throws IOException {
    Map<String, String> listed =
        ROW.matcher(Files.readString(Path.of("../docs/api.md")))
            .results()
            .collect(toMap(row -> row.group(1), row -> row.group(2).strip()));
    Map<String, String> actual =
        ApiTypes.topLevel().stream()
            .collect(
                groupingBy(
                    Class::getPackageName,
                    TreeMap::new,
                    mapping(type -> "`" + type.getSimpleName() + "`", joining(", "))));

    assertThat(listed).containsExactlyInAnyOrderEntriesOf(actual);
  }

  @Test
  void errorsPageNamesEachException() throws IOException {
    String page = Files.readString(Path.of("../docs/errors.md"));

    assertThat(ApiTypes.topLevel().stream().filter(Throwable.class::isAssignableFrom))
        .allSatisfy(type -> assertThat(page).containsPattern("\\b" + type.getSimpleName() + "\\b"));
  }
}
