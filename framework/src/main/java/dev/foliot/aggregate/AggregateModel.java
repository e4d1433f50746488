package dev.foliot.aggregate;

import dev.foliot.failure.ReadableError;
import dev.foliot.handler.HandlerDeclaration;
import dev.foliot.handler.HandlerMethod;
import dev.foliot.personaldata.RedactedText;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What Foliot knows about one aggregate class: its category, and its annotated methods. */
final class AggregateModel {
  private static final ClassValue<AggregateModel> MODELS =
      new ClassValue<>() {
        @Override
        protected AggregateModel computeValue(Class<?> type) {
          return new AggregateModel(type);
        }
      };

  private final Class<?> type;
  private final String category;
  private final int snapshotEvery;
  private final Map<Class<?>, MethodHandle> apply;
  private final Map<String, MethodHandle> invariants;

  private AggregateModel(Class<?> type) {
    this.type = type;
    this.category = categoryOf(type);
    this.snapshotEvery = snapshotEvery(type);
    this.apply = new LinkedHashMap<>();
    this.invariants = new LinkedHashMap<>();
    for (Method method : methods(type, Apply.class)) {
      if (method.getParameterCount() == 1) {
        apply.putIfAbsent(method.getParameterTypes()[0], HandlerMethod.open(method));
      }
    }
    for (Method method : methods(type, Invariant.class)) {
      if (method.getParameterCount() == 0) {
        invariants.put(method.getName(), HandlerMethod.open(method));
      }
    }
  }

  static AggregateModel of(Class<?> type) {
    return MODELS.get(type);
  }

  /** Whether the class, or one above it, is annotated. */
  static boolean isAggregate(Class<?> type) {
    return root(type).isAnnotationPresent(Aggregate.class);
  }

  /** The annotated class or interface: the given one, or the nearest above it. */
  static Class<?> root(Class<?> type) {
    return ancestors(type)
        .filter(each -> each.isAnnotationPresent(Aggregate.class))
        .findFirst()
        .orElse(type);
  }

  /** The class, then what is above it, interfaces last. */
  private static Stream<Class<?>> ancestors(Class<?> type) {
    Set<Class<?>> found = new LinkedHashSet<>();
    for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
      found.add(each);
    }
    List.copyOf(found).forEach(each -> addInterfaces(each, found));
    return found.stream();
  }

  private static void addInterfaces(Class<?> type, Set<Class<?>> found) {
    for (Class<?> each : type.getInterfaces()) {
      found.add(each);
      addInterfaces(each, found);
    }
  }

  private static String categoryOf(Class<?> type) {
    Class<?> root = root(type);
    Aggregate annotation = root.getAnnotation(Aggregate.class);
    return HandlerDeclaration.nameOf(root, annotation == null ? "" : annotation.category());
  }

  private static int snapshotEvery(Class<?> type) {
    Aggregate annotation = root(type).getAnnotation(Aggregate.class);
    return annotation == null ? 0 : annotation.snapshotEvery();
  }

  /** Annotated methods of the class and above it, without those that are overridden. */
  static List<Method> methods(Class<?> type, Class<? extends Annotation> annotation) {
    Map<String, Method> found = new LinkedHashMap<>();
    for (Class<?> each : ancestors(type).toList()) {
      for (Method method : sorted(each.getDeclaredMethods())) {
        String owner = Modifier.isPrivate(method.getModifiers()) ? each.getName() : "";
        String signature = method.getName() + Arrays.toString(method.getParameterTypes());
        found.putIfAbsent(owner + signature, method);
      }
    }
    return found.values().stream()
        .filter(method -> method.isAnnotationPresent(annotation))
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .toList();
  }

  /** The virtual machine gives them in no particular order. */
  private static List<Method> sorted(Method[] methods) {
    return Stream.of(methods)
        .filter(method -> !method.isSynthetic())
        .sorted(Comparator.comparing(Method::toString))
        .toList();
  }

  String category() {
    return category;
  }

  /** After how many events a snapshot is taken; 0 for never. */
  int snapshotEvery() {
    return snapshotEvery;
  }

  /** The classes of the events that have a method. */
  Set<Class<?>> applied() {
    return Set.copyOf(apply.keySet());
  }

  /** The method that applies events of this class. */
  MethodHandle applying(Class<?> eventClass) {
    MethodHandle method = apply.get(eventClass);
    if (method == null) {
      throw new MissingApplyException(type, eventClass);
    }
    return method;
  }

  /**
   * Asks all invariants.
   *
   * @param id asked only for the text of a violation
   * @param change the event that was just raised; null before the commit
   * @throws InvariantViolationException naming all that do not hold
   */
  void checkInvariants(Object aggregate, Supplier<@Nullable String> id, @Nullable Object change) {
    List<InvariantViolationException.Violation> violations = new ArrayList<>();
    invariants.forEach(
        (name, method) -> {
          try {
            if (Boolean.FALSE.equals((Object) method.invoke(aggregate))) {
              violations.add(new InvariantViolationException.Violation(name, null));
            }
          } catch (Exception reason) {
            violations.add(new InvariantViolationException.Violation(name, shown(reason, change)));
          } catch (Throwable error) {
            throw AggregateModel.<RuntimeException>asItIs(error);
          }
        });
    if (!violations.isEmpty()) {
      throw new InvariantViolationException(type, id.get(), change, violations);
    }
  }

  /** A copy of an exception is one, too. */
  private static Exception shown(Exception reason, @Nullable Object change) {
    return (Exception) ReadableError.of(reason, RedactedText.hiding(change));
  }

  /** Throws anything where no checked exception is declared. */
  @SuppressWarnings("unchecked")
  static <E extends Throwable> RuntimeException asItIs(Throwable failure) throws E {
    throw (E) failure;
  }
}
