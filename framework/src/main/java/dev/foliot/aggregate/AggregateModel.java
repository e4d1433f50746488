package dev.foliot.aggregate;

import dev.foliot.failure.ReadableError;
import dev.foliot.failure.Rethrow;
import dev.foliot.handler.FindAnnotation;
import dev.foliot.handler.HandlerDeclaration;
import dev.foliot.handler.HandlerMethod;
import dev.foliot.handler.WrittenMethod;
import dev.foliot.personaldata.RedactedText;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The model of one aggregate class: its category and its annotated methods. */
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
    for (WrittenMethod method : methods(type, Apply.class)) {
      if (method.parameterTypes().size() == 1) {
        apply.putIfAbsent(method.parameterTypes().get(0), HandlerMethod.open(method.method()));
      }
    }
    for (WrittenMethod method : methods(type, Invariant.class)) {
      if (method.parameterTypes().isEmpty()) {
        invariants.put(method.method().getName(), HandlerMethod.open(method.method()));
      }
    }
  }

  static AggregateModel of(Class<?> type) {
    return MODELS.get(type);
  }

  /** Whether the class, or a supertype, is annotated. */
  static boolean isAggregate(Class<?> type) {
    return FindAnnotation.on(root(type), Aggregate.class).isPresent();
  }

  /** The annotated class or interface: the given class, or its nearest supertype. */
  static Class<?> root(Class<?> type) {
    return ancestors(type)
        .filter(each -> FindAnnotation.on(each, Aggregate.class).isPresent())
        .findFirst()
        .orElse(type);
  }

  /** The class, then its superclasses, interfaces last. */
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
    String declared = FindAnnotation.on(root, Aggregate.class).map(Aggregate::category).orElse("");
    return HandlerDeclaration.nameOf(root, declared);
  }

  private static int snapshotEvery(Class<?> type) {
    return FindAnnotation.on(root(type), Aggregate.class).map(Aggregate::snapshotEvery).orElse(0);
  }

  /** The annotated instance methods of the class and its supertypes. */
  private static List<WrittenMethod> methods(
      Class<?> type, Class<? extends Annotation> annotation) {
    return WrittenMethod.of(type, annotation).stream()
        .filter(method -> !method.isStatic())
        .toList();
  }

  String category() {
    return category;
  }

  /** The number of events after which a snapshot is taken; 0 for no snapshots. */
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
   * Checks all invariants.
   *
   * @param id called only for the text of a violation
   * @param change the event that was just raised; null before the commit
   * @throws InvariantViolationException if an invariant does not hold; the exception names all that
   *     do not
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
            throw Rethrow.asItIs(error);
          }
        });
    if (!violations.isEmpty()) {
      throw new InvariantViolationException(type, id.get(), change, violations);
    }
  }

  /** The exception to show, or a copy of it. */
  private static Exception shown(Exception reason, @Nullable Object change) {
    return (Exception) ReadableError.of(reason, RedactedText.hiding(change));
  }
}
