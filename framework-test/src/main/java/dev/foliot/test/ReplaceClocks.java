package dev.foliot.test;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;

/**
 * Makes each {@code Clock} or {@code InstantSource} bean of the application another name of the
 * {@link TestClock}: so all beans get the same clock, by type, by name or by qualifier. A clock of
 * a narrower type stays, but is not the primary bean.
 */
final class ReplaceClocks implements BeanFactoryPostProcessor {
  private final String testClock;

  ReplaceClocks(String testClock) {
    this.testClock = testClock;
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    for (String name : beans.getBeanNamesForType(InstantSource.class, true, false)) {
      boolean own = name.equals(testClock) || !beans.containsBeanDefinition(name);
      if (!own && isReplaceable(beans.getType(name, false))) {
        var registry = (BeanDefinitionRegistry) beans;
        registry.removeBeanDefinition(name);
        registry.registerAlias(testClock, name);
      } else if (!own) {
        BeanDefinition other = beans.getBeanDefinition(name);
        other.setPrimary(false);
      }
    }
  }

  private static boolean isReplaceable(@Nullable Class<?> type) {
    return type != null && type.isAssignableFrom(TestClock.class);
  }
}
