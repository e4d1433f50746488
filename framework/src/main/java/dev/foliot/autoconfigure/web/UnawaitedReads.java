package dev.foliot.autoconfigure.web;

import dev.foliot.consistency.ReadsProjections;
import java.lang.reflect.AnnotatedElement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Controller;
import org.springframework.util.ReflectionUtils.MethodFilter;

/**
 * Warns of controllers that declare which projections they read, although no request waits for them
 * because the consistency token is not enabled.
 */
final class UnawaitedReads implements SmartInitializingSingleton {
  private static final Logger LOG = LoggerFactory.getLogger(UnawaitedReads.class);

  private final ConfigurableListableBeanFactory beans;

  UnawaitedReads(ConfigurableListableBeanFactory beans) {
    this.beans = beans;
  }

  @Override
  public void afterSingletonsInstantiated() {
    for (String name : beans.getBeanNamesForAnnotation(Controller.class)) {
      Class<?> type = AutoProxyUtils.determineTargetClass(beans, name);
      if (type != null && declaresReads(type)) {
        LOG.warn(
            "{} is annotated with @ReadsProjections, but its requests wait for no projection, because foliot.web.consistency-token.enabled is false. Set it to true, or remove the annotation.",
            type.getName());
      }
    }
  }

  private static boolean declaresReads(Class<?> type) {
    return declaresAny(type)
        || !MethodIntrospector.selectMethods(type, (MethodFilter) UnawaitedReads::declaresAny)
            .isEmpty();
  }

  /** An annotation without a projection says that nothing is awaited. */
  private static boolean declaresAny(AnnotatedElement element) {
    ReadsProjections reads =
        AnnotatedElementUtils.findMergedAnnotation(element, ReadsProjections.class);
    return reads != null && reads.value().length > 0;
  }
}
