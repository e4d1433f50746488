package dev.foliot.test;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.beans.factory.annotation.ParameterResolutionDelegate;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Gives test methods their {@link Flow}; constructors and {@code @Autowired} are Spring's. */
final class ResolveFlow implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
    return parameter.getParameter().getType() == Flow.class
        && parameter.getDeclaringExecutable() instanceof Method
        && !ParameterResolutionDelegate.isAutowirable(
            parameter.getParameter(), parameter.getIndex());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
    return SpringExtension.getApplicationContext(extension).getBean(Flow.class);
  }
}
