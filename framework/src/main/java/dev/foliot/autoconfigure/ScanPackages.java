package dev.foliot.autoconfigure;

import dev.foliot.command.Command;
import dev.foliot.event.DomainEvent;
import dev.foliot.process.ProcessManager;
import dev.foliot.projection.Projection;
import dev.foliot.query.Query;
import java.io.IOException;
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
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.core.type.filter.TypeFilter;

/**
 * Scans the application's packages once, for annotated classes and for those whose annotation may
 * be forgotten, without loading the others.
 */
final class ScanPackages {
  private final Set<String> declared = new TreeSet<>();
  private final Set<String> inner = new TreeSet<>();
  private final Set<String> suspicious = new TreeSet<>();
  private final Set<String> upcasting = new TreeSet<>();
  private final Set<String> empty = new TreeSet<>();
  private boolean isEmpty;

  /**
   * @param leftOut the classes that Spring Boot ignores on purpose, such as classes within tests
   */
  ScanPackages(
      Collection<String> packages,
      Environment environment,
      ResourceLoader resources,
      Collection<? extends TypeFilter> leftOut) {
    var scanner = new Scanner(environment);
    scanner.setResourceLoader(resources);
    scanner.addIncludeFilter(
        (type, others) -> {
          isEmpty = false;
          if (ForgottenUpcasters.mayBe(type.getAnnotationMetadata())
              && !isLeftOut(leftOut, type, others)) {
            upcasting.add(type.getClassMetadata().getClassName());
          }
          return false; // one of the next filters may accept it, and is the last one then
        });
    scanner.addIncludeFilter(declaring(new AnnotationTypeFilter(Command.class)));
    scanner.addIncludeFilter(declaring(new AnnotationTypeFilter(DomainEvent.class)));
    scanner.addIncludeFilter(declaring(new AnnotationTypeFilter(Query.class)));
    scanner.addIncludeFilter(declaring(new AggregateClasses()));
    scanner.addIncludeFilter(declaring(new AnnotationTypeFilter(Projection.class)));
    scanner.addIncludeFilter(declaring(new AnnotationTypeFilter(ProcessManager.class)));
    scanner.addIncludeFilter(suspecting(new ForgottenAnnotations()));
    scanner.addIncludeFilter(
        (type, others) -> upcasting.contains(type.getClassMetadata().getClassName()));
    Set<String> candidates = new HashSet<>();
    for (String each : packages) {
      isEmpty = true;
      scanner
          .findCandidateComponents(each)
          .forEach(found -> candidates.add(found.getBeanClassName()));
      if (isEmpty) {
        empty.add(each);
      }
    }
    declared.retainAll(candidates); // the profile or condition of the others does not match
    inner.retainAll(candidates);
    suspicious.retainAll(candidates);
    upcasting.retainAll(candidates);
  }

  private static boolean isLeftOut(
      Collection<? extends TypeFilter> filters, MetadataReader type, MetadataReaderFactory others)
      throws IOException {
    for (TypeFilter each : filters) {
      if (each.match(type, others)) {
        return true;
      }
    }
    return false;
  }

  /** Calls the filter, and notes the name of each class that it accepts. */
  private TypeFilter declaring(TypeFilter filter) {
    return (type, others) -> {
      AnnotationMetadata metadata = type.getAnnotationMetadata();
      boolean matches = !metadata.isAnnotation() && filter.match(type, others);
      if (matches) {
        (metadata.isIndependent() ? declared : inner).add(metadata.getClassName());
      }
      return matches;
    };
  }

  /** Calls the filter, and notes each class that it accepts, except inner and local classes. */
  private TypeFilter suspecting(TypeFilter filter) {
    return (type, others) -> {
      AnnotationMetadata metadata = type.getAnnotationMetadata();
      boolean matches =
          metadata.isIndependent() && !metadata.isAnnotation() && filter.match(type, others);
      if (matches) {
        suspicious.add(metadata.getClassName());
      }
      return matches;
    };
  }

  /** The names of message, aggregate, projection and process manager classes. */
  List<String> declared() {
    return List.copyOf(declared);
  }

  /** The names of such classes that are inner or local ones. */
  List<String> inner() {
    return List.copyOf(inner);
  }

  /** The names of classes that have methods for Foliot, or extend an aggregate class. */
  List<String> suspicious() {
    return List.copyOf(suspicious);
  }

  /** The names of classes that declare upcasters. */
  List<String> upcasting() {
    return List.copyOf(upcasting);
  }

  /** Whether there is no class in the package, and below. */
  boolean isEmpty(String wanted) {
    return empty.contains(wanted);
  }

  private static final class Scanner extends ClassPathScanningCandidateComponentProvider {
    Scanner(Environment environment) {
      super(false, environment);
    }

    @Override
    protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
      return true; // the filters have decided: records and classes, nested and abstract ones too
    }
  }
}
