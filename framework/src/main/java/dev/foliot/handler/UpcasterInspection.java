package dev.foliot.handler;

import dev.foliot.message.Metadata;
import dev.foliot.message.UpcastMessage;
import dev.foliot.message.Upcaster;
import dev.foliot.message.Upcaster.Conversion;
import dev.foliot.message.Upcasts;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the upcasters of one class and reports every problem (R38).
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class UpcasterInspection {
  private static final MethodType SHAPE =
      MethodType.methodType(Object.class, ObjectNode.class, Metadata.class);

  private final Class<?> type;
  private final Object bean;
  private final WiringProblems problems;

  private UpcasterInspection(Class<?> type, Object bean, WiringProblems problems) {
    this.type = type;
    this.bean = bean;
    this.problems = problems;
  }

  /** Whether the class has a method with {@link Upcasts}. */
  public static boolean hasUpcasters(Class<?> type) {
    return WrittenMethod.isAnyIn(type, List.of(Upcasts.class));
  }

  private static List<WrittenMethod> upcastersOf(Class<?> type) {
    return WrittenMethod.of(type, Upcasts.class);
  }

  /**
   * The upcasters of a bean.
   *
   * @param type the class that the application wrote
   * @param bean the bean, perhaps a proxy of that class
   * @return the valid ones; the others are added to the problems
   */
  public static List<Upcaster> inspect(Class<?> type, Object bean, WiringProblems problems) {
    var inspection = new UpcasterInspection(type, bean, problems);
    List<Upcaster> found = new ArrayList<>();
    for (WrittenMethod written : upcastersOf(type)) {
      Upcasts upcasts = written.annotation(Upcasts.class).orElseThrow();
      if (inspection.isRight(written.method(), upcasts) && inspection.isCallable(written)) {
        found.add(inspection.upcaster(written.method(), upcasts));
      }
    }
    return List.copyOf(found);
  }

  private boolean isRight(Method method, Upcasts upcasts) {
    Class<?>[] parameters = method.getParameterTypes();
    boolean takes =
        (parameters.length == 1 || (parameters.length == 2 && parameters[1] == Metadata.class))
            && parameters[0] == ObjectNode.class;
    boolean single = method.getReturnType() == ObjectNode.class;
    if (!takes || !(single || returnsMessages(method))) {
      return refuse(
          method,
          "must take an ObjectNode (tools.jackson.databind.node), may take Metadata second, and must return an ObjectNode or a List<UpcastMessage>: it is annotated with @Upcasts.");
    }
    if (single && upcasts.to() < 1) {
      return refuse(
          method,
          "returns one message, so it must name the version of this message: @Upcasts(name = \"%s\", from = %s, to = %s)."
              .formatted(upcasts.name(), upcasts.from(), upcasts.from() + 1));
    }
    if (single && upcasts.as().length > 1) {
      return refuse(
          method,
          "returns one message, so it can name only one type in @Upcasts(as = …). Return a List<UpcastMessage>, or name one.");
    }
    if (!single && upcasts.to() != 0) {
      return refuse(
          method,
          "returns a list of messages, each with a version of its own. Leave out @Upcasts(to = …).");
    }
    if (upcasts.kind() == Upcasts.Kind.PROCESS && !single) {
      return refuse(
          method, "upcasts the state of a process, which stays one. Return an ObjectNode.");
    }
    return true;
  }

  private boolean refuse(Method method, String problem) {
    problems.add("%s.%s %s".formatted(type.getName(), method.getName(), problem));
    return false;
  }

  private static boolean returnsMessages(Method method) {
    return method.getReturnType() == List.class
        && method.getGenericReturnType() instanceof ParameterizedType list
        && list.getActualTypeArguments()[0] == UpcastMessage.class;
  }

  private boolean isCallable(WrittenMethod written) {
    Method method = written.method();
    if (!written.isStatic() && !type.isInstance(bean)) {
      return refuse(
          method,
          "cannot be called, because its bean is proxied by its interfaces. Let it be proxied by class (proxyTargetClass = true), or make it static.");
    }
    Optional<String> problem = written.problemBehindProxy(type, bean);
    problem.ifPresent(text -> refuse(method, text + ", or static."));
    return problem.isEmpty();
  }

  private Upcaster upcaster(Method method, Upcasts upcasts) {
    return new Upcaster(
        type.getSimpleName() + "." + method.getName(),
        upcasts.kind().messages(),
        upcasts.name(),
        upcasts.from(),
        upcasts.to(),
        List.of(upcasts.as()),
        method.getParameterCount() == 2,
        conversion(method, upcasts));
  }

  private Conversion conversion(Method method, Upcasts upcasts) {
    MethodHandle handle = handle(method);
    if (upcasts.to() == 0) {
      return (content, metadata) -> messages((Object) handle.invokeExact(content, metadata));
    }
    String name = Stream.of(upcasts.as()).findFirst().orElse(upcasts.name());
    return (content, metadata) ->
        List.of(
            UpcastMessage.of(
                name, upcasts.to(), (ObjectNode) (Object) handle.invokeExact(content, metadata)));
  }

  @SuppressWarnings("unchecked") // the inspection has seen the method's return type
  private static List<UpcastMessage> messages(Object returned) {
    return List.copyOf((List<UpcastMessage>) returned);
  }

  private MethodHandle handle(Method method) {
    MethodHandle opened = HandlerMethod.open(method);
    MethodHandle bound = Modifier.isStatic(method.getModifiers()) ? opened : opened.bindTo(bean);
    return (method.getParameterCount() == 2
            ? bound
            : MethodHandles.dropArguments(bound, 1, Metadata.class))
        .asType(SHAPE);
  }
}
