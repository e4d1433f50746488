package dev.foliot.workflow.replay;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** A logger that is silent while code is replayed. */
final class SilentLogger {
  private SilentLogger() {}

  static Logger of(Logger logger, Supplier<Boolean> silent) {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              if (silent.get() && method.getReturnType() == void.class) {
                return null;
              }
              if (silent.get() && method.getReturnType() == boolean.class) {
                return false;
              }
              try {
                return method.invoke(logger, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }
}
