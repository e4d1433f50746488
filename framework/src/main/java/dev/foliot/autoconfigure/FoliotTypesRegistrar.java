package dev.foliot.autoconfigure;

import dev.foliot.failure.ReadableError;
import dev.foliot.handler.WiringProblems;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/** Scans the application's packages, and {@code foliot.packages}, once. */
final class FoliotTypesRegistrar implements ImportBeanDefinitionRegistrar {
  private static final Logger LOG = LoggerFactory.getLogger(FoliotTypesRegistrar.class);
  private static final String SCANNED = "foliotScannedTypes";

  private final Environment environment;
  private final ResourceLoader resources;
  private final BeanFactory beans;

  FoliotTypesRegistrar(Environment environment, ResourceLoader resources, BeanFactory beans) {
    this.environment = environment;
    this.resources = resources;
    this.beans = beans;
  }

  @Override
  public void registerBeanDefinitions(
      AnnotationMetadata importing, BeanDefinitionRegistry registry) {
    ScanPackages scan = new ScanPackages(packages(), environment, resources, leftOut());
    warnOfMisspelt(scan);
    refuseInner(scan);
    registry.registerBeanDefinition(
        SCANNED,
        definition(ScannedTypes.class, scan.declared(), scan.suspicious(), scan.upcasting()));
    registry.registerBeanDefinition(
        "foliotRegisterRepositories",
        definition(RegisterRepositories.class, new RuntimeBeanReference(SCANNED)));
    warnOfForgotten(scan);
  }

  /** The filters of tests. No factory bean is made so early. */
  private Collection<TypeExcludeFilter> leftOut() {
    return beans instanceof ListableBeanFactory all
        ? all.getBeansOfType(TypeExcludeFilter.class, true, false).values()
        : List.of();
  }

  private static RootBeanDefinition definition(Class<?> type, Object... arguments) {
    var definition = new RootBeanDefinition(type);
    for (int i = 0; i < arguments.length; i++) {
      definition.getConstructorArgumentValues().addIndexedArgumentValue(i, arguments[i]);
    }
    return definition;
  }

  private void warnOfMisspelt(ScanPackages scan) {
    configured().stream()
        .filter(scan::isEmpty)
        .forEach(
            each ->
                LOG.warn(
                    "There is no class in the package {} of foliot.packages. Correct it.", each));
  }

  /** Early, because a missing repository bean would stop the start with another text. */
  private void warnOfForgotten(ScanPackages scan) {
    for (String name : scan.suspicious()) {
      try {
        ForgottenAnnotations.of(ClassUtils.resolveClassName(name, resources.getClassLoader()))
            .forEach(LOG::warn);
      } catch (LinkageError | IllegalArgumentException | IllegalStateException e) {
        LOG.debug(
            "{} cannot be loaded, since something that it needs is missing",
            name,
            ReadableError.of(e));
      }
    }
  }

  /** Early, because a missing repository bean would stop the start with another text. */
  private void refuseInner(ScanPackages scan) {
    WiringProblems problems = new WiringProblems();
    for (String name : scan.inner()) {
      try {
        Class<?> type = ClassUtils.resolveClassName(name, resources.getClassLoader());
        if (type.isMemberClass()) { // a local class is the business of its method
          problems.add(
              "%s has an annotation of Foliot, but is an inner class: an object of it needs one of %s, so Foliot cannot use it. Make it static."
                  .formatted(name, type.getEnclosingClass().getName()));
        }
      } catch (LinkageError | IllegalArgumentException | IllegalStateException e) {
        LOG.debug(
            "{} cannot be loaded, since something that it needs is missing",
            name,
            ReadableError.of(e));
      }
    }
    problems.throwIfAny();
  }

  private Set<String> packages() {
    Set<String> packages = new LinkedHashSet<>();
    if (AutoConfigurationPackages.has(beans)) {
      packages.addAll(AutoConfigurationPackages.get(beans));
    }
    packages.addAll(configured());
    return packages;
  }

  private List<String> configured() {
    return PropertyRange.packages(
        Binder.get(environment)
            .bind("foliot.packages", Bindable.listOf(String.class))
            .orElse(List.of()),
        "foliot.packages");
  }
}
