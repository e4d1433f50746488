package dev.foliot.autoconfigure;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.command.Command;
import dev.foliot.event.DomainEvent;
import dev.foliot.process.ProcessManager;
import dev.foliot.projection.Projection;
import dev.foliot.query.Query;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.BeanClassLoaderAware;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * The message, aggregate, projection and process manager classes in the application's packages. It
 * is made from their names, because code that is generated ahead of time cannot name classes that
 * their packages hide.
 */
final class ScannedTypes implements BeanClassLoaderAware {
  private final List<String> names;
  private final Set<String> checked;
  private final List<String> upcasting;
  private List<Class<?>> types = List.of();

  /**
   * @param checked the names of classes that were looked at for forgotten annotations
   * @param upcasting the names of classes that declare upcasters
   */
  ScannedTypes(List<String> names, List<String> checked, List<String> upcasting) {
    this.names = List.copyOf(names);
    this.checked = Set.copyOf(checked);
    this.upcasting = List.copyOf(upcasting);
  }

  /** Whether the log has the warnings about this class already. */
  boolean isChecked(Class<?> type) {
    return checked.contains(type.getName());
  }

  /** The names of classes that declare upcasters. */
  List<String> upcasting() {
    return upcasting;
  }

  @Override
  public void setBeanClassLoader(ClassLoader loader) {
    types =
        names.stream().<Class<?>>map(name -> ClassUtils.resolveClassName(name, loader)).toList();
  }

  /** Annotated with {@code @Command}, {@code @DomainEvent} or {@code @Query}. */
  List<Class<?>> messages() {
    return types.stream()
        .filter(
            type ->
                isAnnotated(type, Command.class)
                    || isAnnotated(type, DomainEvent.class)
                    || isAnnotated(type, Query.class))
        .toList();
  }

  /** Annotated with {@code @Aggregate}, or below an aggregate class that is. */
  List<Class<?>> aggregates() {
    return types.stream()
        .filter(
            type ->
                isAnnotated(type, Aggregate.class)
                    || (ForgottenAnnotations.extendsAggregate(type)
                        && AnnotatedElementUtils.hasAnnotation(type, Aggregate.class)))
        .toList();
  }

  /** Annotated with {@code @Projection}. */
  List<Class<?>> projections() {
    return types.stream().filter(type -> isAnnotated(type, Projection.class)).toList();
  }

  /** Annotated with {@code @ProcessManager}. */
  List<Class<?>> processManagers() {
    return types.stream().filter(type -> isAnnotated(type, ProcessManager.class)).toList();
  }

  private static boolean isAnnotated(Class<?> type, Class<? extends Annotation> annotation) {
    return AnnotatedElementUtils.isAnnotated(type, annotation);
  }
}
