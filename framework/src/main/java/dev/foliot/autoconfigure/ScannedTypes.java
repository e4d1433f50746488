package dev.foliot.autoconfigure;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.command.Command;
import dev.foliot.event.DomainEvent;
import dev.foliot.query.Query;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * The message and aggregate classes in the application's packages.
 *
 * @param messages annotated with {@code @Command}, {@code @DomainEvent} or {@code @Query}
 * @param aggregates annotated with {@code @Aggregate}
 */
record ScannedTypes(List<Class<?>> messages, List<Class<?>> aggregates) {

  static ScannedTypes in(
      Collection<String> packages, Environment environment, ResourceLoader resources) {
    ClassPathScanningCandidateComponentProvider scanner = new Scanner(environment);
    scanner.setResourceLoader(resources);
    Set<String> names = new LinkedHashSet<>();
    for (String each : packages) {
      for (BeanDefinition found : scanner.findCandidateComponents(each)) {
        names.add(String.valueOf(found.getBeanClassName()));
      }
    }
    List<Class<?>> messages = new ArrayList<>();
    List<Class<?>> aggregates = new ArrayList<>();
    for (String name : names.stream().sorted().toList()) {
      Class<?> type = ClassUtils.resolveClassName(name, resources.getClassLoader());
      (type.isAnnotationPresent(Aggregate.class) ? aggregates : messages).add(type);
    }
    return new ScannedTypes(List.copyOf(messages), List.copyOf(aggregates));
  }

  /** Finds records and classes, nested ones and abstract ones too. */
  private static final class Scanner extends ClassPathScanningCandidateComponentProvider {
    Scanner(Environment environment) {
      super(false, environment);
      addIncludeFilter(new AnnotationTypeFilter(Command.class, false));
      addIncludeFilter(new AnnotationTypeFilter(DomainEvent.class, false));
      addIncludeFilter(new AnnotationTypeFilter(Query.class, false));
      addIncludeFilter(new AnnotationTypeFilter(Aggregate.class, false));
    }

    @Override
    protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
      return definition.getMetadata().isIndependent();
    }
  }
}
