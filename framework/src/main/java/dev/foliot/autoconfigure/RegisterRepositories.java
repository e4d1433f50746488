package dev.foliot.autoconfigure;

import dev.foliot.aggregate.AggregateRepository;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.aot.BeanRegistrationExcludeFilter;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;

/**
 * Registers an {@link AggregateRepository} for each aggregate class, injectable by its generic
 * type. It does so at each start, also of an application that was processed ahead of time:
 * generated code cannot name a class that its package hides.
 */
final class RegisterRepositories implements BeanDefinitionRegistryPostProcessor {
  private final ScannedTypes types;

  RegisterRepositories(ScannedTypes types) {
    this.types = types;
  }

  @Override
  public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
    types.aggregates().forEach(type -> register(type, registry));
  }

  private static void register(Class<?> aggregate, BeanDefinitionRegistry registry) {
    ResolvableType type = ResolvableType.forClassWithGenerics(AggregateRepository.class, aggregate);
    var definition = new RootBeanDefinition(AggregateRepositoryFactoryBean.class);
    definition.getConstructorArgumentValues().addIndexedArgumentValue(0, aggregate);
    definition.setAutowireMode(AbstractBeanDefinition.AUTOWIRE_CONSTRUCTOR);
    definition.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, type);
    definition.setTargetType(
        ResolvableType.forClassWithGenerics(AggregateRepositoryFactoryBean.class, type));
    definition.setLazyInit(true);
    registry.registerBeanDefinition("foliotRepository." + aggregate.getName(), definition);
  }

  /** Leaves the repositories out of the generated code. */
  static final class OnlyAtTheStart implements BeanRegistrationExcludeFilter {
    @Override
    public boolean isExcludedFromAotProcessing(RegisteredBean bean) {
      return bean.getBeanClass() == AggregateRepositoryFactoryBean.class;
    }
  }
}
