package dev.foliot.handler;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apiguardian.api.API;

/**
 * Finds annotations of one class or method: direct ones, and annotations of these.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class FindAnnotation {
  private FindAnnotation() {}

  /** The annotation of this type on the element, or on one of its annotations. */
  public static <A extends Annotation> Optional<A> on(AnnotatedElement element, Class<A> type) {
    return first(element, type::equals, new HashSet<>()).map(type::cast);
  }

  /** The first annotation whose type has one of these names. */
  static Optional<Annotation> named(AnnotatedElement element, Set<String> names) {
    return first(element, type -> names.contains(type.getName()), new HashSet<>());
  }

  private static Optional<Annotation> first(
      AnnotatedElement element,
      Predicate<Class<? extends Annotation>> wanted,
      Set<Class<? extends Annotation>> seen) {
    for (Annotation each : element.getAnnotations()) {
      if (wanted.test(each.annotationType())) {
        return Optional.of(each);
      }
    }
    for (Annotation each : element.getAnnotations()) {
      Class<? extends Annotation> type = each.annotationType();
      if (!type.getName().startsWith("java.lang.annotation.") && seen.add(type)) {
        Optional<Annotation> found = first(type, wanted, seen);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }
}
