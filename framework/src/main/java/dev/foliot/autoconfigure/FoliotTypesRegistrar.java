package dev.foliot.autoconfigure;

import dev.foliot.aggregate.AggregateRepository;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Scans the application's packages, and {@code foliot.packages}, once, and registers an {@link
 * AggregateRepository} for each aggregate class, injectable by its generic type.
 */
final class FoliotTypesRegistrar implements ImportBeanDefinitionRegistrar {
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
    ScannedTypes types = ScannedTypes.in(packages(), environment, resources);
    registry.registerBeanDefinition("foliotScannedTypes", scannedDefinition(types));
    types.aggregates().forEach(type -> registerRepository(type, registry));
  }

  private static RootBeanDefinition scannedDefinition(ScannedTypes types) {
    var definition = new RootBeanDefinition(ScannedTypes.class);
    definition.getConstructorArgumentValues().addIndexedArgumentValue(0, types.messages());
    definition.getConstructorArgumentValues().addIndexedArgumentValue(1, types.aggregates());
    return definition;
  }

  private Set<String> packages() {
    Set<String> packages = new LinkedHashSet<>();
    if (AutoConfigurationPackages.has(beans)) {
      packages.addAll(AutoConfigurationPackages.get(beans));
    }
    packages.addAll(
        Binder.get(environment)
            .bind("foliot.packages", Bindable.listOf(String.class))
            .orElse(List.of()));
    return packages;
  }

  private static void registerRepository(Class<?> aggregate, BeanDefinitionRegistry registry) {
    ResolvableType type = ResolvableType.forClassWithGenerics(AggregateRepository.class, aggregate);
    var definition = new RootBeanDefinition(AggregateRepositoryFactoryBean.class);
    definition.getConstructorArgumentValues().addIndexedArgumentValue(0, aggregate);
    definition.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, type);
    definition.setTargetType(
        ResolvableType.forClassWithGenerics(AggregateRepositoryFactoryBean.class, type));
    definition.setLazyInit(true);
    registry.registerBeanDefinition("foliotRepository." + aggregate.getName(), definition);
  }
}
