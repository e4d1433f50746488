package dev.foliot.autoconfigure;

import dev.foliot.failure.ReadableError;
import dev.foliot.handler.WiringProblems;
import dev.foliot.message.Upcasts;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * Finds upcasters that are never called, because no bean is of their class. Without them, messages
 * of earlier versions would be read unchanged, with wrong values.
 */
final class ForgottenUpcasters {
  private static final Logger LOG = LoggerFactory.getLogger(ForgottenUpcasters.class);

  private final Collection<Class<?>> written;
  private final @Nullable ClassLoader loader;

  private ForgottenUpcasters(ConfigurableListableBeanFactory beans) {
    this.written = ApplicationBeans.of(beans).values();
    this.loader = beans.getBeanClassLoader();
  }

  /** Whether a scanned class declares an upcaster. */
  static boolean mayBe(AnnotationMetadata type) {
    return type.hasAnnotatedMethods(Upcasts.class.getName());
  }

  /**
   * Adds the problem of each class (R38).
   *
   * @param names the scanned classes that declare an upcaster
   */
  static void check(
      List<String> names, ConfigurableListableBeanFactory beans, WiringProblems problems) {
    var forgotten = new ForgottenUpcasters(beans);
    names.stream()
        .filter(forgotten::is)
        .forEach(
            name ->
                problems.add(
                    "%s has @Upcasts methods, but no bean is of this class, so they would never be called, and old messages would be read with wrong values. Annotate the class with @Component, or move the methods to a bean."
                        .formatted(name)));
  }

  private boolean is(String name) {
    try {
      Class<?> type = ClassUtils.resolveClassName(name, loader);
      return written.stream().noneMatch(type::isAssignableFrom);
    } catch (LinkageError | IllegalArgumentException | IllegalStateException e) {
      LOG.debug(
          "{} cannot be loaded, since something that it needs is missing",
          name,
          ReadableError.of(e));
      return false;
    }
  }
}
