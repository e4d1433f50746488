package dev.foliot.autoconfigure;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Finds classes whose annotations for workflows have no effect, because {@code @Workflow} was
 * forgotten. The annotations are known by their names, because an application need not have the
 * module of workflows.
 */
final class ForgottenWorkflows {
  private static final String MODULE = "dev.foliot.workflow.";
  private static final String WORKFLOW = MODULE + "Workflow";

  private static final Set<String> OF_METHODS =
      Set.of(MODULE + "step.Step", MODULE + "step.CatchError");

  private static final List<String> OF_CLASSES =
      Stream.of(
              "Batch",
              "CancelOn",
              "CancelOn$List",
              "Concurrency",
              "Debounce",
              "Idempotent",
              "OnFailure",
              "RateLimit",
              "Singleton",
              "Throttle",
              "Trigger",
              "Trigger$List")
          .map(name -> MODULE + "trigger." + name)
          .toList();

  private ForgottenWorkflows() {}

  /** Whether a class may be one. */
  static boolean mayBe(AnnotationMetadata type) {
    return !type.isAnnotated(WORKFLOW)
        && (OF_METHODS.stream().anyMatch(type::hasAnnotatedMethods)
            || OF_CLASSES.stream().anyMatch(type::isAnnotated));
  }

  /** Whether a loaded class is one. */
  static boolean is(Class<?> type) {
    return !of(type).isEmpty();
  }

  /** The problem of a class; none if it has no such annotation, or is a workflow. */
  static List<String> of(Class<?> type) {
    if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
      return List.of(); // its subclasses may be workflows
    }
    List<Annotation> found = annotations(type);
    if (found.isEmpty()
        || MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY).isPresent(WORKFLOW)) {
      return List.of();
    }
    Set<String> names = new TreeSet<>();
    found.forEach(each -> names.add("@" + nameOf(each)));
    return List.of(
        "%s has %s, but is not a workflow, so nothing uses it. Annotate the class with @Workflow, or remove it."
            .formatted(type.getName(), String.join(", ", names)));
  }

  private static List<Annotation> annotations(Class<?> type) {
    List<Annotation> found = new ArrayList<>();
    for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
      Stream.of(each.getDeclaredAnnotations())
          .filter(annotation -> OF_CLASSES.contains(annotation.annotationType().getName()))
          .forEach(found::add);
      for (Method method : each.getDeclaredMethods()) {
        Stream.of(method.getDeclaredAnnotations())
            .filter(annotation -> OF_METHODS.contains(annotation.annotationType().getName()))
            .forEach(found::add);
      }
    }
    return found;
  }

  /** Several annotations of one kind are in a list of theirs. */
  private static String nameOf(Annotation annotation) {
    Class<?> type = annotation.annotationType();
    Class<?> outer = type.getEnclosingClass();
    return (outer == null ? type : outer).getSimpleName();
  }
}
