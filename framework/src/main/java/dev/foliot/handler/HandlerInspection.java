package dev.foliot.handler;

import dev.foliot.message.MessageTypes;
import dev.foliot.message.Metadata;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Reads the methods of one handler class and reports every problem (R38), so that the start can
 * list all of them at once.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class HandlerInspection {
  private static final List<Class<? extends Annotation>> MARKERS =
      List.of(Handle.class, On.class, OnError.class);

  private final HandlerDeclaration declaration;
  private final Class<?> type;
  private final Object bean;
  private final MessageTypes types;
  private final WiringProblems problems;
  private final Map<Class<?>, HandlerMethod> methods = new LinkedHashMap<>();
  private @Nullable ErrorMethod onError;
  private SequencingKey sequencingKey = SequencingKey.STREAM;

  private HandlerInspection(
      HandlerDeclaration declaration,
      Class<?> type,
      Object bean,
      MessageTypes types,
      WiringProblems problems) {
    this.declaration = declaration;
    this.type = type;
    this.bean = bean;
    this.types = types;
    this.problems = problems;
  }

  /**
   * Inspects a handler.
   *
   * @param type the class that the application wrote
   * @param beanName the bean's name
   * @param bean the bean, perhaps a proxy of that class
   * @return the handler with its valid methods; the others are added to the problems
   */
  public static HandlerBean inspect(
      HandlerDeclaration declaration,
      Class<?> type,
      String beanName,
      Object bean,
      MessageTypes types,
      WiringProblems problems) {
    var inspection = new HandlerInspection(declaration, type, bean, types, problems);
    inspection.readMethods();
    inspection.readSequencingKey();
    return new HandlerBean(
        declaration,
        type,
        beanName,
        () -> bean,
        inspection.methods,
        inspection.onError,
        inspection.sequencingKey);
  }

  private void readMethods() {
    if (!type.isInstance(bean)) {
      problems.add(
          "%s is proxied by its interfaces, so its handler methods cannot be called. Let it be proxied by class (proxyTargetClass = true)."
              .formatted(type.getName()));
      return;
    }
    boolean nothing = true;
    for (WrittenMethod method : WrittenMethod.of(type)) {
      nothing &= !method.has(declaration.methodAnnotation());
      if (MARKERS.stream().anyMatch(method::has) && isInstanceMethod(method)) {
        readMarked(method);
      }
    }
    if (nothing) {
      problems.add(
          "%s handles nothing. Annotate at least one method with @%s."
              .formatted(type.getName(), declaration.methodAnnotation().getSimpleName()));
    }
  }

  private boolean isInstanceMethod(WrittenMethod method) {
    if (method.isStatic()) {
      problems.add(
          "%s is static, so it belongs to no bean. Make it an instance method.".formatted(method));
    }
    return !method.isStatic();
  }

  private void readMarked(WrittenMethod method) {
    if (method.has(OnError.class)) {
      readErrorMethod(method);
    } else if (method.has(declaration.methodAnnotation())) {
      readHandlerMethod(method);
    } else {
      problems.add(
          "%s: methods of a %s bean are annotated with @%s."
              .formatted(
                  method,
                  declaration.kind().annotation(),
                  declaration.methodAnnotation().getSimpleName()));
    }
  }

  private void readHandlerMethod(WrittenMethod method) {
    Optional<String> asynchronous = AsynchronousHandler.problem(type, method);
    if (asynchronous.isPresent()) {
      problems.add(method + " " + asynchronous.get());
      return;
    }
    if (ListedEvents.isListed(method)) {
      readListMethod(method);
      return;
    }
    List<Class<?>> parameters = method.parameterTypes();
    boolean recorded = HandlerMethod.takesRecorded(method.method());
    boolean shape =
        parameters.size() == 1
            || (parameters.size() == 2 && (parameters.get(1) == Metadata.class || recorded));
    if (!shape) {
      problems.add(
          "%s must take one message, and may take Metadata second%s."
              .formatted(method, declaration.kind().readsEvents() ? ", or RecordedMessage" : ""));
    } else if (recorded && !declaration.kind().readsEvents()) {
      problems.add(
          "%s takes RecordedMessage, but only an event has a place in the log when it is handled. Take Metadata instead."
              .formatted(method));
    } else if (!types.knows(parameters.get(0))) {
      problems.add(
          "%s takes %s, which is not a known message. Annotate it with @Command, @DomainEvent or @Query, and check that its package is scanned."
              .formatted(method, parameters.get(0).getName()));
    } else if (!declaration.takes(types.of(parameters.get(0)))) {
      problems.add(
          "%s takes %s, which a %s bean does not handle."
              .formatted(method, parameters.get(0).getName(), declaration.kind().annotation()));
    } else if (isCallable(method)) {
      add(parameters.get(0), HandlerMethod.of(method, parameters.get(0), type));
    }
  }

  private void readListMethod(WrittenMethod method) {
    var events = new ListedEvents(declaration, method, types);
    events.problem().ifPresent(problem -> problems.add(method + " " + problem));
    if (events.problem().isEmpty() && isCallable(method)) {
      HandlerMethod listMethod = HandlerMethod.ofList(method, events.element(), type);
      events.all().forEach(event -> add(event, listMethod));
    }
  }

  private void add(Class<?> messageClass, HandlerMethod method) {
    HandlerMethod other = methods.putIfAbsent(messageClass, method);
    if (other != null) {
      problems.add(
          "%s and %s both handle %s. Keep one of them."
              .formatted(
                  describe(other.method()),
                  describe(method.method()),
                  messageClass.getSimpleName()));
    }
  }

  private boolean isCallable(WrittenMethod method) {
    Optional<String> problem = method.problemBehindProxy(type, bean);
    problem.ifPresent(text -> problems.add("%s %s.".formatted(method, text)));
    return problem.isEmpty();
  }

  private void readErrorMethod(WrittenMethod method) {
    if (declaration.kind() == HandlerKind.QUERY || declaration.isInline()) {
      if (method.method().getDeclaringClass() != type) {
        return; // siblings may need the method of a common superclass
      }
      problems.add(
          "%s is annotated with @OnError, but is never called: the exceptions of %s reach the caller at once. Remove it."
              .formatted(
                  method, declaration.isInline() ? "an inline projector" : "a query handler"));
    } else if (AsynchronousHandler.isAnnotated(type, method)) {
      problems.add(
          "%s is @Async, so its decision would never be known. Remove @Async.".formatted(method));
    } else if (!ErrorMethod.fits(method.method())) {
      problems.add(
          "%s must be: ErrorDecision %s(Exception error, RecordedMessage message, int attempt)."
              .formatted(method, method.method().getName()));
    } else if (onError != null) {
      problems.add("%s has more than one @OnError method.".formatted(type.getName()));
    } else if (isCallable(method)) {
      onError = ErrorMethod.of(method.method());
    }
  }

  private void readSequencingKey() {
    String component = declaration.sequencedBy();
    if (component.isBlank()) {
      return;
    }
    Map<Class<?>, MethodHandle> accessors = new HashMap<>();
    for (Class<?> messageClass : methods.keySet()) {
      try {
        Method accessor = messageClass.getDeclaredMethod(component);
        checkText(messageClass, accessor.getReturnType());
        accessors.put(messageClass, HandlerMethod.open(accessor));
      } catch (NoSuchMethodException e) {
        problems.add(
            "%s is sequenced by %s, but %s has no component of that name."
                .formatted(type.getName(), component, messageClass.getSimpleName()));
      }
    }
    sequencingKey = new SequencingKey.ByComponent(component, Map.copyOf(accessors));
  }

  private void checkText(Class<?> message, Class<?> value) {
    if (SequencingKey.isWithoutText(value)) {
      problems.add(
          "%s is sequenced by %s, but in %s that is a %s, which has no toString() of its own, so equal values would not be one key. Let it be a String, a UUID, a number or a record."
              .formatted(
                  type.getName(),
                  declaration.sequencedBy(),
                  message.getSimpleName(),
                  value.getTypeName()));
    }
  }

  private static String describe(Method method) {
    return method.getDeclaringClass().getName() + "." + method.getName();
  }
}
