package dev.foliot.aggregate;

import dev.foliot.handler.FindAnnotation;
import dev.foliot.handler.StoredName;
import dev.foliot.handler.WiringProblems;
import dev.foliot.handler.WrittenMethod;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageTypes;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Reports every problem of the application's aggregate classes (R38).
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class AggregateInspection {
  private final Collection<Class<?>> aggregates;
  private final MessageTypes types;
  private final Deciders deciders;
  private final WiringProblems problems;
  private final Map<String, Class<?>> categories = new HashMap<>();
  private final Set<String> noted = new HashSet<>();

  private AggregateInspection(
      Collection<Class<?>> aggregates,
      MessageTypes types,
      Deciders deciders,
      WiringProblems problems) {
    this.aggregates = aggregates;
    this.types = types;
    this.deciders = deciders;
    this.problems = problems;
  }

  /** Inspects the classes that have or inherit the annotation {@link Aggregate}. */
  public static void inspect(
      Collection<Class<?>> aggregates,
      MessageTypes types,
      Deciders deciders,
      WiringProblems problems) {
    var inspection = new AggregateInspection(aggregates, types, deciders, problems);
    aggregates.forEach(inspection::inspect);
  }

  /** Returns the event classes that an aggregate class reads from the log. */
  public static Set<Class<?>> appliedEvents(Class<?> type, Deciders deciders) {
    return deciders
        .find(type)
        .map(DeciderDeclaration::events)
        .orElseGet(() -> AggregateModel.of(type).applied());
  }

  /** Adds a problem once: a class and its subclasses have the same methods. */
  private void add(String problem) {
    if (noted.add(problem)) {
      problems.add(problem);
    }
  }

  private void inspect(Class<?> type) {
    refuseAliases(type);
    checkCategory(type);
    checkSnapshots(type);
    refuseStatic(type);
    WrittenMethod.of(type, Invariant.class).forEach(this::checkInvariant);
    if (EventSourcedAggregate.class.isAssignableFrom(type)) {
      checkApplyMethods(type);
      checkConstructor(type);
    } else if (StateStoredAggregate.class.isAssignableFrom(type)) {
      refuseApplyMethods(
          type,
          "the state of a StateStoredAggregate is its row. Change the state where the event is raised, or extend EventSourcedAggregate.");
    } else if (deciders.find(type).isEmpty()) {
      add(
          "%s is annotated with @Aggregate, but extends neither StateStoredAggregate nor EventSourcedAggregate, and is the state of no Decider bean."
              .formatted(type.getName()));
    } else {
      refuseApplyMethods(
          type, "the state of a decider changes in its evolve function. Change it there.");
    }
  }

  /**
   * Refuses aliases: the annotation is read without Spring, and only Spring knows the effect of an
   * alias.
   */
  private void refuseAliases(Class<?> type) {
    Class<?> root = AggregateModel.root(type);
    Optional<Aggregate> read = FindAnnotation.on(root, Aggregate.class);
    Aggregate merged = AnnotatedElementUtils.findMergedAnnotation(root, Aggregate.class);
    if (read.isPresent() && !read.get().equals(merged)) {
      add(
          "%s has an annotation of your own that sets attributes of @Aggregate by @AliasFor. Foliot does not read @AliasFor. Annotate the class with @Aggregate itself."
              .formatted(type.getName()));
    }
  }

  private void checkCategory(Class<?> type) {
    Class<?> root = AggregateModel.root(type);
    String category = AggregateLifecycle.categoryOf(type);
    StoredName.check("category", category, root, problems);
    Class<?> other = categories.putIfAbsent(category, root);
    if (other != null && other != root) {
      add(
          "The category %s is taken by both %s and %s. Categories name streams and must be unique: set another one, for example @Aggregate(category = \"…\")."
              .formatted(category, other.getName(), root.getName()));
    }
  }

  private void checkSnapshots(Class<?> type) {
    int every = AggregateModel.of(type).snapshotEvery();
    if (every < 0) {
      add(
          "%s has snapshotEvery = %s. Set a number of events, at least 1, or 0 for no snapshots."
              .formatted(type.getName(), every));
    }
  }

  private void refuseStatic(Class<?> type) {
    Stream.of(Apply.class, Invariant.class)
        .flatMap(annotation -> WrittenMethod.of(type, annotation).stream())
        .filter(WrittenMethod::isStatic)
        .forEach(
            method ->
                add(
                    "%s is static, so it belongs to no aggregate. Make it an instance method."
                        .formatted(method)));
  }

  private void checkInvariant(WrittenMethod method) {
    Class<?> result = method.returnType();
    if (!method.parameterTypes().isEmpty() || (result != boolean.class && result != void.class)) {
      add(
          "%s is an @Invariant: it must have no parameter, and return boolean or void."
              .formatted(method));
    }
  }

  private void checkApplyMethods(Class<?> type) {
    Map<Class<?>, WrittenMethod> found = new HashMap<>();
    for (WrittenMethod method : WrittenMethod.of(type, Apply.class)) {
      if (method.parameterTypes().size() != 1) {
        add("%s must take one event: it is annotated with @Apply.".formatted(method));
        continue;
      }
      Class<?> event = method.parameterTypes().get(0);
      if (!types.knows(event) || types.of(event).kind() != MessageKind.EVENT) {
        add(
            "%s applies %s, which is not a known event. Annotate it with @DomainEvent, and check that its package is scanned."
                .formatted(method, event.getName()));
      }
      WrittenMethod other = found.putIfAbsent(event, method);
      if (other != null) {
        add(
            "%s and %s both apply %s. Keep one of them."
                .formatted(other, method, event.getSimpleName()));
      }
    }
  }

  private void checkConstructor(Class<?> type) {
    if (isAbstract(type)) {
      checkSubclasses(type);
      return;
    }
    boolean creatable =
        Stream.of(type.getDeclaredConstructors())
            .anyMatch(constructor -> constructor.getParameterCount() == 0);
    if (!creatable) {
      add(
          "%s has no constructor without parameters, so it cannot be made from its events. Give it such a constructor, which may be private."
              .formatted(type.getName()));
    }
  }

  private void checkSubclasses(Class<?> type) {
    if (aggregates.stream().noneMatch(each -> type.isAssignableFrom(each) && !isAbstract(each))) {
      add(
          "%s is abstract, and no class that extends it was found, so it cannot be made from its events. Make it concrete, or check that the packages of its subclasses are scanned."
              .formatted(type.getName()));
    }
  }

  private static boolean isAbstract(Class<?> type) {
    return Modifier.isAbstract(type.getModifiers());
  }

  private void refuseApplyMethods(Class<?> type, String reason) {
    for (WrittenMethod method : WrittenMethod.of(type, Apply.class)) {
      add("%s is annotated with @Apply, but %s".formatted(method, reason));
    }
  }
}
