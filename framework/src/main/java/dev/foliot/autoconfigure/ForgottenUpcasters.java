package dev.foliot.autoconfigure;

import dev.foliot.failure.ReadableError;
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
 * Warns of upcasters that are never called, because no bean is of their class. Without them,
 * messages of earlier versions are read unchanged, with wrong values. Only a warning: a condition
 * may leave the bean out on purpose.
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
   * Logs each class.
   *
   * @param names the scanned classes that declare an upcaster
   */
  static void warn(List<String> names, ConfigurableListableBeanFactory beans) {
    var forgotten = new ForgottenUpcasters(beans);
    names.stream()
        .filter(forgotten::is)
        .forEach(
            name ->
                LOG.warn(
                    "{} has @Upcasts methods, but no bean is of this class, so they are never called, and old messages are read with wrong values. Annotate the class with @Component, or move the methods to a bean.",
                    name));
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
