package dev.foliot.autoconfigure;

import dev.foliot.command.Command;
import dev.foliot.event.DomainEvent;
import dev.foliot.process.ProcessManager;
import dev.foliot.projection.Projection;
import dev.foliot.query.Query;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.core.type.filter.TypeFilter;

/**
 * Scans the application's packages once, for annotated classes and for those whose annotation may
 * be forgotten, without loading the others.
 */
final class ScanPackages {
  private final Set<String> declared = new TreeSet<>();
  private final Set<String> suspicious = new TreeSet<>();

  ScanPackages(Collection<String> packages, Environment environment, ResourceLoader resources) {
    var scanner = new Scanner(environment);
    scanner.setResourceLoader(resources);
    scanner.addIncludeFilter(sorting(new AnnotationTypeFilter(Command.class), declared));
    scanner.addIncludeFilter(sorting(new AnnotationTypeFilter(DomainEvent.class), declared));
    scanner.addIncludeFilter(sorting(new AnnotationTypeFilter(Query.class), declared));
    scanner.addIncludeFilter(sorting(new AggregateClasses(), declared));
    scanner.addIncludeFilter(sorting(new AnnotationTypeFilter(Projection.class), declared));
    scanner.addIncludeFilter(sorting(new AnnotationTypeFilter(ProcessManager.class), declared));
    scanner.addIncludeFilter(sorting(new ForgottenAnnotations(), suspicious));
    Set<String> candidates = new HashSet<>();
    for (String each : packages) {
      scanner
          .findCandidateComponents(each)
          .forEach(found -> candidates.add(found.getBeanClassName()));
    }
    declared.retainAll(candidates); // the others' profile or condition does not match
    suspicious.retainAll(candidates);
  }

  /** Asks the filter, and notes the name of each class that it takes and that can be loaded. */
  private static TypeFilter sorting(TypeFilter filter, Set<String> names) {
    return (type, others) -> {
      boolean matches = isCandidate(type.getAnnotationMetadata()) && filter.match(type, others);
      if (matches) {
        names.add(type.getClassMetadata().getClassName());
      }
      return matches;
    };
  }

  /** Records and classes, nested ones and abstract ones too. */
  private static boolean isCandidate(AnnotationMetadata type) {
    return type.isIndependent() && !type.isAnnotation();
  }

  /** The names of message, aggregate, projection and process manager classes. */
  List<String> declared() {
    return List.copyOf(declared);
  }

  /** The names of classes that have methods for Foliot, or extend an aggregate class. */
  List<String> suspicious() {
    return List.copyOf(suspicious);
  }

  private static final class Scanner extends ClassPathScanningCandidateComponentProvider {
    Scanner(Environment environment) {
      super(false, environment);
    }

    @Override
    protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
      return isCandidate(definition.getMetadata());
    }
  }
}
