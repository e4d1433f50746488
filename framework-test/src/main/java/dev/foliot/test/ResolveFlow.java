package dev.foliot.test;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.beans.factory.annotation.ParameterResolutionDelegate;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Gives test methods their {@link Flow} and {@link Runs}; constructors and {@code @Autowired} are
 * Spring's.
 */
final class ResolveFlow implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
    return isGiven(parameter.getParameter().getType())
        && parameter.getDeclaringExecutable() instanceof Method
        && !ParameterResolutionDelegate.isAutowirable(
            parameter.getParameter(), parameter.getIndex());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
    return SpringExtension.getApplicationContext(extension)
        .getBean(parameter.getParameter().getType());
  }

  /** By name, because an application without workflows may lack their classes. */
  private static boolean isGiven(Class<?> type) {
    return type == Flow.class || type.getName().equals("dev.foliot.test.Runs");
  }
}
