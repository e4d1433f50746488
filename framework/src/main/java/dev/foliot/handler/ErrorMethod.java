package dev.foliot.handler;

import dev.foliot.message.RecordedMessage;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;

/** The {@link OnError} method of a bean. */
final class ErrorMethod {
  private final MethodHandle handle;

  private ErrorMethod(MethodHandle handle) {
    this.handle = handle;
  }

  static boolean fits(Method method) {
    Class<?>[] parameters = method.getParameterTypes();
    return method.getReturnType() == ErrorDecision.class
        && parameters.length == 3
        && parameters[0] == Exception.class
        && parameters[1] == RecordedMessage.class
        && parameters[2] == int.class;
  }

  static ErrorMethod of(Method method) {
    return new ErrorMethod(HandlerMethod.open(method));
  }

  ErrorDecision decide(Object bean, Exception error, RecordedMessage message, int attempt)
      throws Throwable {
    return (ErrorDecision) handle.invoke(bean, error, message, attempt);
  }
}
