package dev.foliot.autoconfigure;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.aggregate.Invariant;
import dev.foliot.command.CommandHandler;
import dev.foliot.consistency.ReadsProjections;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.handler.On;
import dev.foliot.handler.OnError;
import dev.foliot.handler.WrittenMethod;
import dev.foliot.outbox.Subscriber;
import dev.foliot.process.Ends;
import dev.foliot.process.OnTimer;
import dev.foliot.process.ProcessManager;
import dev.foliot.process.Starts;
import dev.foliot.projection.Projector;
import dev.foliot.query.QueryHandler;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.filter.TypeFilter;
import org.springframework.stereotype.Controller;

/**
 * Finds classes that do nothing because their own annotation was forgotten: methods that are
 * annotated and never called, and aggregates that Foliot does not know. As a type filter, it
 * accepts each class that may be such a class.
 */
final class ForgottenAnnotations implements TypeFilter {
  private static final Set<String> AGGREGATES =
      Set.of(EventSourcedAggregate.class.getName(), "dev.foliot.aggregate.StateStoredAggregate");

  private static final String READS = ReadsProjections.class.getName();

  private static final List<Class<? extends Annotation>> HANDLERS =
      List.of(
          CommandHandler.class,
          QueryHandler.class,
          EventHandler.class,
          Projector.class,
          Subscriber.class,
          ProcessManager.class);

  /** The annotation that the class of a method needs, so that the method is called. */
  private static final Map<Class<? extends Annotation>, String> CURES =
      Map.of(
          Handle.class,
              "@CommandHandler, @QueryHandler, @EventHandler, @Subscriber or @ProcessManager(…)",
          Starts.class, "@ProcessManager(…)",
          Ends.class, "@ProcessManager(…)",
          OnTimer.class, "@ProcessManager(…)",
          On.class, "@Projector(…)",
          OnError.class, "@EventHandler, @Projector(…) or @Subscriber",
          Apply.class, "@Aggregate, and let it extend EventSourcedAggregate",
          Invariant.class, "@Aggregate");

  @Override
  public boolean match(MetadataReader type, MetadataReaderFactory others) throws IOException {
    return type.getClassMetadata().isConcrete()
        && (CURES.keySet().stream()
                .anyMatch(each -> type.getAnnotationMetadata().hasAnnotatedMethods(each.getName()))
            || ForgottenWorkflows.mayBe(type.getAnnotationMetadata())
            || isAnnotatedForReads(type.getAnnotationMetadata())
            || extendsAggregate(type, others));
  }

  private static boolean isAnnotatedForReads(AnnotationMetadata type) {
    return type.isAnnotated(READS) || type.hasAnnotatedMethods(READS);
  }

  static boolean extendsAggregate(MetadataReader type, MetadataReaderFactory others)
      throws IOException {
    String above = type.getClassMetadata().getSuperClassName();
    if (above == null || above.startsWith("java.") || above.startsWith("org.springframework.")) {
      return false;
    }
    return AGGREGATES.contains(above) || extendsAggregate(others.getMetadataReader(above), others);
  }

  /** The problem of a class. */
  static List<String> of(Class<?> type) {
    List<String> problems = new ArrayList<>();
    boolean isAggregate = AnnotatedElementUtils.hasAnnotation(type, Aggregate.class);
    boolean isHandler =
        HANDLERS.stream().anyMatch(each -> AnnotatedElementUtils.hasAnnotation(type, each));
    if (!isAggregate && extendsAggregate(type) && !Modifier.isAbstract(type.getModifiers())) {
      problems.add(
          "%s extends an aggregate class, but is not annotated with @Aggregate, so it has no repository bean and its methods are not checked. Annotate it."
              .formatted(type.getName()));
    } else if (!isAggregate) {
      Stream.of(Apply.class, Invariant.class).forEach(each -> addUnused(type, each, problems));
    }
    if (!isHandler) {
      Stream.of(Handle.class, On.class, OnError.class, Starts.class, Ends.class, OnTimer.class)
          .forEach(each -> addUnused(type, each, problems));
    }
    problems.addAll(ForgottenWorkflows.of(type));
    if (hasReads(type) && !AnnotatedElementUtils.hasAnnotation(type, Controller.class)) {
      problems.add(
          "%s is annotated with @ReadsProjections, which has an effect on controllers of Spring MVC only. Annotate the class with @RestController or @Controller, or remove it."
              .formatted(type.getName()));
    }
    return problems;
  }

  /** The methods of a handler that only a process manager calls. */
  static List<String> ofHandler(Class<?> type) {
    List<Class<? extends Annotation>> steps = List.of(Starts.class, Ends.class, OnTimer.class);
    if (AnnotatedElementUtils.hasAnnotation(type, ProcessManager.class)
        || !WrittenMethod.isAnyIn(type, steps)) {
      return List.of();
    }
    List<String> problems = new ArrayList<>();
    for (Class<? extends Annotation> each : steps) {
      for (WrittenMethod method : WrittenMethod.of(type, each)) {
        problems.add(
            "%s is annotated with @%s, but is never called, because its class %s is not a process manager. Move it to a class with @ProcessManager(…), or remove it."
                .formatted(method, each.getSimpleName(), type.getSimpleName()));
      }
    }
    return problems;
  }

  private static boolean hasReads(Class<?> type) {
    return AnnotatedElementUtils.hasAnnotation(type, ReadsProjections.class)
        || WrittenMethod.isAnyIn(type, List.of(ReadsProjections.class));
  }

  static boolean extendsAggregate(Class<?> type) {
    Class<?> above = type.getSuperclass();
    return above != null && (AGGREGATES.contains(above.getName()) || extendsAggregate(above));
  }

  private static void addUnused(
      Class<?> type, Class<? extends Annotation> annotation, List<String> problems) {
    for (WrittenMethod method : WrittenMethod.of(type, annotation)) {
      problems.add(
          "%s is annotated with @%s, but is never called, because its class %s is neither a handler nor an aggregate of that kind. Annotate the class with %s."
              .formatted(
                  method, annotation.getSimpleName(), type.getSimpleName(), CURES.get(annotation)));
    }
  }

  /** Whether a class has a method that indicates a forgotten annotation. The check is cheap. */
  static boolean isSuspicious(Class<?> type) {
    return WrittenMethod.isAnyIn(type, CURES.keySet())
        || hasReads(type)
        || ForgottenWorkflows.is(type);
  }
}
