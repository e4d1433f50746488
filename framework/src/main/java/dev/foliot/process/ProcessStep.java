package dev.foliot.process;

import dev.foliot.handler.HandlerMethod;
import dev.foliot.message.RecordedMessage;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A method of a process manager, and the parameters that it takes.
 *
 * @param role the effect of its message
 * @param message the class of its message
 * @param method the method
 * @param call takes the instance and the arguments
 * @param arguments make the arguments, the message first
 */
record ProcessStep(
    Role role, Class<?> message, Method method, MethodHandle call, List<Argument> arguments) {
  /** The effect of the message of a step. */
  enum Role {
    STARTS,
    HANDLES,
    ENDS,
    TIMER
  }

  /** Gives one argument of a call. */
  @FunctionalInterface
  interface Argument {
    Object of(Object message, Process process, RecordedMessage recorded);
  }

  static ProcessStep of(Role role, Class<?> message, Method method, List<Argument> arguments) {
    MethodHandle opened = HandlerMethod.open(method);
    MethodHandle call =
        opened
            .asSpreader(Object[].class, arguments.size())
            .asType(MethodType.methodType(Object.class, Object.class, Object[].class));
    return new ProcessStep(role, message, method, call, List.copyOf(arguments));
  }

  /** Calls the method; its exception is thrown unchanged. */
  void run(Object instance, Object given, Process process, RecordedMessage recorded)
      throws Throwable {
    @Nullable Object[] values = new Object[arguments.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments.get(i).of(given, process, recorded);
    }
    Object ignored = (Object) call.invokeExact(instance, values);
  }

  @Override
  public String toString() {
    return method.getDeclaringClass().getName() + "." + method.getName();
  }
}
