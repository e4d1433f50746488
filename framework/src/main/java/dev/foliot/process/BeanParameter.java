package dev.foliot.process;

import org.apiguardian.api.API;
import org.springframework.core.MethodParameter;

/**
 * Finds the bean that a parameter of a method takes.
 *
 * @hidden
 */
@FunctionalInterface
@API(status = API.Status.INTERNAL)
public interface BeanParameter {
  /**
   * The bean.
   *
   * @throws org.springframework.beans.BeansException if there is none, or more than one
   */
  Object bean(MethodParameter parameter);
}
