package dev.foliot.handler;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * A method of a class of the application, together with the methods of superclasses and interfaces
 * that it overrides. An annotation counts on the method, on an overridden method, or on an
 * annotation of these. The types are those that the class gives to type variables.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class WrittenMethod {
  private final TypeArguments types;
  private final Method method;
  private final List<Method> overridden = new ArrayList<>();

  private WrittenMethod(TypeArguments types, Method method) {
    this.types = types;
    this.method = method;
  }

  /** The methods of a class, its superclasses and its interfaces. */
  public static List<WrittenMethod> of(Class<?> type) {
    TypeArguments types = new TypeArguments(type);
    Map<String, List<WrittenMethod>> byName = new LinkedHashMap<>();
    for (Class<?> each : types.hierarchy()) {
      for (Method method : declared(each)) {
        List<WrittenMethod> sameName =
            byName.computeIfAbsent(method.getName(), name -> new ArrayList<>());
        sameName.stream()
            .filter(written -> written.overrides(method))
            .findFirst()
            .ifPresentOrElse(
                written -> written.overridden.add(method),
                () -> sameName.add(new WrittenMethod(types, method)));
      }
    }
    return byName.values().stream().flatMap(List::stream).toList();
  }

  /** The methods that have an annotation. */
  public static List<WrittenMethod> of(Class<?> type, Class<? extends Annotation> annotation) {
    return of(type).stream().filter(method -> method.has(annotation)).toList();
  }

  /** Whether a method of the class has one of the annotations; cheaper than to read them all. */
  public static boolean isAnyIn(
      Class<?> type, Collection<? extends Class<? extends Annotation>> annotations) {
    return new TypeArguments(type)
        .hierarchy().stream()
            .flatMap(each -> Stream.of(each.getDeclaredMethods()))
            .anyMatch(
                method ->
                    annotations.stream()
                        .anyMatch(each -> FindAnnotation.on(method, each).isPresent()));
  }

  /** The declared methods, sorted, because the virtual machine returns them in any order. */
  private static List<Method> declared(Class<?> type) {
    return Stream.of(type.getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .sorted(Comparator.comparing(Method::toString))
        .toList();
  }

  private boolean overrides(Method other) {
    return method.getName().equals(other.getName())
        && isOverridable(other)
        && !Modifier.isPrivate(method.getModifiers())
        && parameterTypes().equals(classesOf(other));
  }

  private boolean isOverridable(Method other) {
    int modifiers = other.getModifiers();
    boolean samePackage =
        other.getDeclaringClass().getPackage() == method.getDeclaringClass().getPackage();
    return !Modifier.isPrivate(modifiers)
        && Modifier.isStatic(modifiers) == isStatic()
        && (Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers) || samePackage);
  }

  private List<Class<?>> classesOf(Method other) {
    return Stream.of(other.getGenericParameterTypes()).<Class<?>>map(types::classOf).toList();
  }

  /** The method that is called. */
  public Method method() {
    return method;
  }

  /** The classes of its parameters. */
  public List<Class<?>> parameterTypes() {
    return classesOf(method);
  }

  /** The class that it returns. */
  public Class<?> returnType() {
    return types.classOf(method.getGenericReturnType());
  }

  /** Returns the actual type in the class for a type of its signature. */
  Type resolve(Type type) {
    return types.resolve(type);
  }

  /** Whether it has an annotation. */
  public boolean has(Class<? extends Annotation> annotation) {
    return annotation(annotation).isPresent();
  }

  /**
   * The annotation of this type; if several methods have one, the annotation of the most specific
   * method.
   */
  public <A extends Annotation> Optional<A> annotation(Class<A> type) {
    return declarations().flatMap(each -> FindAnnotation.on(each, type).stream()).findFirst();
  }

  /** The method, then those that it overrides. */
  Stream<Method> declarations() {
    return Stream.concat(Stream.of(method), overridden.stream());
  }

  /** Whether it belongs to the class, and to no instance. */
  public boolean isStatic() {
    return Modifier.isStatic(method.getModifiers());
  }

  /**
   * Returns the problem if its bean is a proxy that cannot override the method, as the text after
   * the method's name and without the last full stop. The call would stay in the proxy, whose
   * fields are empty.
   */
  public Optional<String> problemBehindProxy(Class<?> type, Object bean) {
    if (bean.getClass() == type || isStatic()) {
      return Optional.empty();
    }
    int modifiers = method.getModifiers();
    if (Modifier.isPrivate(modifiers) || Modifier.isFinal(modifiers)) {
      return Optional.of(
          "is private or final, but its bean is proxied, so the call would miss the bean's fields. Make it package-private and not final");
    }
    boolean inherited = method.getDeclaringClass().getPackage() != bean.getClass().getPackage();
    boolean visible = Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    return inherited && !visible
        ? Optional.of(
            "is package-private, but %s inherits it from another package and is proxied, so the call would miss the bean's fields. Make it protected or public"
                .formatted(type.getName()))
        : Optional.empty();
  }

  /** As problems name it, such as {@code com.example.OrderListener.on}. */
  @Override
  public String toString() {
    return method.getDeclaringClass().getName() + "." + method.getName();
  }
}
