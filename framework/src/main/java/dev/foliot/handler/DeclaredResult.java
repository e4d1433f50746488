package dev.foliot.handler;

import dev.foliot.message.Returns;
import java.lang.invoke.MethodType;
import java.util.Optional;

/** Compares the result of a handler method with the one that its message declares. */
final class DeclaredResult {
  private DeclaredResult() {}

  /** The problem, as a whole sentence; empty if the message declares nothing or the same. */
  static Optional<String> problem(HandlerBean bean, HandlerMethod method) {
    Class<?> message = method.messageClass();
    if (!Returns.class.isAssignableFrom(message)) {
      return Optional.empty();
    }
    Class<?> declared = new TypeArguments(message).classOf(Returns.class.getTypeParameters()[0]);
    Class<?> returned =
        boxed(new TypeArguments(bean.type()).classOf(method.method().getGenericReturnType()));
    if (declared.isAssignableFrom(returned)) {
      return Optional.empty();
    }
    return Optional.of(
        "%s returns %s, but %s implements Returns<%s>. Change one of them."
            .formatted(
                method,
                returned.getSimpleName(),
                message.getSimpleName(),
                declared.getSimpleName()));
  }

  private static Class<?> boxed(Class<?> type) {
    return MethodType.methodType(type).wrap().returnType();
  }
}
