package dev.foliot.aggregate;

import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerDeclaration;
import dev.foliot.handler.HandlerKind;
import dev.foliot.handler.HandlerMethod;
import dev.foliot.handler.WiringProblems;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.ResolvableType;

/**
 * The declaration of a decider bean, read from its type.
 *
 * @param type the class that the application wrote
 * @param decider the bean
 * @param state the class of its state
 * @param commands the classes of the commands that it decides about
 * @param events the classes of the events that evolve its state
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record DeciderDeclaration(
    Class<?> type,
    Decider<?, ?, ?> decider,
    Class<?> state,
    Set<Class<?>> commands,
    Set<Class<?>> events) {

  /**
   * Reads the type of a decider, with its three parameters.
   *
   * @return empty if it is wrong; the reason is added to the problems (R38)
   */
  public static Optional<DeciderDeclaration> of(
      ResolvableType type, Decider<?, ?, ?> decider, MessageTypes types, WiringProblems problems) {
    Class<?> written = type.toClass();
    List<Class<?>> parameters =
        Stream.of(type.as(Decider.class).getGenerics())
            .<Class<?>>map(ResolvableType::resolve)
            .toList();
    if (parameters.size() != 3 || parameters.contains(null)) {
      problems.add(
          "%s does not declare the three types of its Decider<C, S, E>. Let its class implement Decider with three classes, for example Decider<PaymentCommand, Payment, PaymentEvent>."
              .formatted(written.getName()));
      return Optional.empty();
    }
    Class<?> state = parameters.get(1);
    Set<Class<?>> commands = messages(types, MessageKind.COMMAND, parameters.get(0));
    Set<Class<?>> events = messages(types, MessageKind.EVENT, parameters.get(2));
    if (!AggregateModel.isAggregate(state)) {
      problems.add(
          "%s decides about %s, which is not an aggregate. Annotate that class with @Aggregate, and check that its package is scanned."
              .formatted(written.getName(), state.getName()));
    }
    refuseNone(commands, written, parameters.get(0), "command", "@Command", problems);
    refuseNone(events, written, parameters.get(2), "event", "@DomainEvent", problems);
    refuseFinal(decider, problems);
    return Optional.of(new DeciderDeclaration(written, decider, state, commands, events));
  }

  private static Set<Class<?>> messages(MessageTypes types, MessageKind kind, Class<?> bound) {
    return types.all().stream()
        .filter(each -> each.kind() == kind)
        .map(MessageType::javaType)
        .filter(bound::isAssignableFrom)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static void refuseNone(
      Set<Class<?>> found,
      Class<?> written,
      Class<?> bound,
      String what,
      String annotation,
      WiringProblems problems) {
    if (found.isEmpty() || bound == Object.class) {
      problems.add(
          "%s has %s for its %ss, which is neither a known %s nor an interface of known ones. Annotate the records with %s, and check that their package is scanned."
              .formatted(written.getName(), bound.getName(), what, what, annotation));
    }
  }

  /**
   * A proxy overrides the bridge method of a final function. If all types of the function are type
   * variables, there is no bridge method, so the call would stay in the proxy.
   */
  private static void refuseFinal(Decider<?, ?, ?> decider, WiringProblems problems) {
    if (AopUtils.isCglibProxy(decider)) {
      Class<?> proxy = decider.getClass();
      Stream.of(proxy.getMethods())
          .filter(each -> each.getDeclaringClass() != proxy)
          .filter(each -> Modifier.isFinal(each.getModifiers()))
          .filter(each -> Stream.of(Decider.class.getMethods()).anyMatch(of -> isSame(of, each)))
          .map(each -> each.getDeclaringClass().getName() + "." + each.getName())
          .forEach(
              name ->
                  problems.add(
                      "%s is final, but its bean is proxied, so the call would miss the bean's fields. Remove final."
                          .formatted(name)));
    }
  }

  private static boolean isSame(Method function, Method method) {
    return function.getName().equals(method.getName())
        && function.getReturnType() == method.getReturnType()
        && Arrays.equals(function.getParameterTypes(), method.getParameterTypes());
  }

  /** The handler of its commands. */
  @SuppressWarnings("unchecked") // it is only given its own commands
  HandlerBean handler(DecidedRepository<?> states) {
    MethodHandle decide = HandlerMethod.open(method(DecideCommand.class, "decide", 1));
    Method described = method(Decider.class, "decide", 2);
    Map<Class<?>, HandlerMethod> methods = new LinkedHashMap<>();
    commands.forEach(
        command -> methods.put(command, HandlerMethod.calling(decide, command, type, described)));
    String name = HandlerDeclaration.kebabCase(type.getSimpleName());
    return HandlerBean.of(
        HandlerDeclaration.of(HandlerKind.COMMAND, name, 0),
        type,
        new DecideCommand((Decider<Object, ?, ?>) decider, states),
        methods);
  }

  private static Method method(Class<?> type, String name, int parameters) {
    return Stream.of(type.getDeclaredMethods())
        .filter(each -> each.getName().equals(name) && each.getParameterCount() == parameters)
        .findFirst()
        .orElseThrow();
  }
}
