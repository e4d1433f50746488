package dev.foliot.autoconfigure;

import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.projection.DocumentProjection;
import dev.foliot.projection.Documents;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.aot.BeanRegistrationExcludeFilter;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;

/**
 * Registers an {@link AggregateRepository} for each aggregate class, and a {@link
 * DocumentProjection} for each document, injectable by its generic type. It does so at each start,
 * also of an application that was processed ahead of time: generated code cannot name a class that
 * its package hides.
 */
final class RegisterRepositories implements BeanDefinitionRegistryPostProcessor {
  private final ScannedTypes types;

  RegisterRepositories(ScannedTypes types) {
    this.types = types;
  }

  @Override
  public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
    types.aggregates().forEach(type -> register(type, registry));
    types.projections().stream()
        .filter(Documents::isDocument)
        .forEach(type -> registerDocuments(type, registry));
  }

  /** A view that the application declares takes precedence. */
  private static void registerDocuments(Class<?> document, BeanDefinitionRegistry registry) {
    RootBeanDefinition definition =
        definition(DocumentProjectionFactoryBean.class, DocumentProjection.class, document);
    definition.setFallback(true);
    registry.registerBeanDefinition("foliotDocuments." + document.getName(), definition);
  }

  private static void register(Class<?> aggregate, BeanDefinitionRegistry registry) {
    registry.registerBeanDefinition(
        "foliotRepository." + aggregate.getName(),
        definition(AggregateRepositoryFactoryBean.class, AggregateRepository.class, aggregate));
  }

  private static RootBeanDefinition definition(Class<?> factory, Class<?> made, Class<?> argument) {
    ResolvableType type = ResolvableType.forClassWithGenerics(made, argument);
    var definition = new RootBeanDefinition(factory);
    definition.getConstructorArgumentValues().addIndexedArgumentValue(0, argument);
    definition.setAutowireMode(AbstractBeanDefinition.AUTOWIRE_CONSTRUCTOR);
    definition.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, type);
    definition.setTargetType(ResolvableType.forClassWithGenerics(factory, type));
    definition.setLazyInit(true);
    return definition;
  }

  /** Leaves the repositories out of the generated code. */
  static final class OnlyAtTheStart implements BeanRegistrationExcludeFilter {
    @Override
    public boolean isExcludedFromAotProcessing(RegisteredBean bean) {
      return bean.getBeanClass() == AggregateRepositoryFactoryBean.class
          || bean.getBeanClass() == DocumentProjectionFactoryBean.class;
    }
  }
}
