package dev.foliot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** The beans that an application, or one of its libraries, has written. */
final class ApplicationBeans {
  private ApplicationBeans() {}

  /** The class of each bean by the bean's name; for a proxy, the class of its target. */
  static Map<String, Class<?>> of(ConfigurableListableBeanFactory beans) {
    Map<String, Class<?>> found = new LinkedHashMap<>();
    for (String name : beans.getBeanNamesForType(Object.class, true, false)) {
      Class<?> type = AutoProxyUtils.determineTargetClass(beans, name);
      if (type != null && !ScopedProxyUtils.isScopedTarget(name) && isWritten(type)) {
        found.put(name, type);
      }
    }
    return found;
  }

  private static boolean isWritten(Class<?> type) {
    return !type.getName().startsWith("java.")
        && !type.getName().startsWith("org.springframework.");
  }
}
