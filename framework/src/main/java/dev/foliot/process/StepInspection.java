package dev.foliot.process;

import dev.foliot.handler.AsynchronousHandler;
import dev.foliot.handler.Handle;
import dev.foliot.handler.On;
import dev.foliot.handler.OnError;
import dev.foliot.handler.WrittenMethod;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import dev.foliot.process.ProcessStep.Argument;
import dev.foliot.process.ProcessStep.Role;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.core.MethodParameter;

/** Reads the methods of a process manager. */
final class StepInspection {
  private static final Map<Class<? extends Annotation>, Role> ROLES =
      new LinkedHashMap<>(
          Map.of(
              Starts.class, Role.STARTS,
              Handle.class, Role.HANDLES,
              Ends.class, Role.ENDS,
              OnTimer.class, Role.TIMER));

  private static final Set<Class<?>> OTHER_PARAMETERS =
      Set.of(Process.class, Metadata.class, RecordedMessage.class);

  private final Class<?> type;
  private final MessageTypes types;
  private final BeanParameter beans;
  private final Consumer<String> problems;
  private final Map<Class<?>, ProcessStep> steps = new LinkedHashMap<>();

  StepInspection(
      Class<?> type, MessageTypes types, BeanParameter beans, Consumer<String> problems) {
    this.type = type;
    this.types = types;
    this.beans = beans;
    this.problems = problems;
  }

  /** The valid methods; the problems of the others are added. */
  Map<Class<?>, ProcessStep> steps() {
    boolean starts = false;
    for (WrittenMethod method : WrittenMethod.of(type)) {
      List<Role> roles = roles(method);
      starts |= roles.contains(Role.STARTS);
      if (roles.size() > 1) {
        problem(method, "has more than one of @Starts, @Handle, @Ends and @OnTimer. Keep one.");
      } else if (!roles.isEmpty()) {
        read(method, roles.get(0));
      } else if (method.has(OnError.class) || method.has(On.class)) {
        problem(
            method,
            "is annotated with @OnError or @On, which a process manager does not have. The retry settings of its subscription decide about failures; its events are taken by @Starts, @Handle and @Ends methods.");
      }
    }
    if (!starts) {
      problems.accept(
          "%s has no @Starts method, so no instance ever begins. Annotate the method that takes the first event."
              .formatted(type.getName()));
    }
    return steps;
  }

  private static List<Role> roles(WrittenMethod method) {
    return ROLES.entrySet().stream()
        .filter(each -> method.has(each.getKey()))
        .map(Map.Entry::getValue)
        .sorted()
        .toList();
  }

  private void problem(WrittenMethod method, String text) {
    problems.accept(method + " " + text);
  }

  private void read(WrittenMethod method, Role role) {
    Optional<String> refused = refused(method, role);
    if (refused.isPresent()) {
      problem(method, refused.get());
      return;
    }
    List<Argument> arguments = arguments(method);
    if (arguments == null) {
      return;
    }
    Class<?> message = method.parameterTypes().get(0);
    ProcessStep step = ProcessStep.of(role, message, method.method(), arguments);
    ProcessStep other = steps.putIfAbsent(message, step);
    if (other != null) {
      problems.accept(
          "%s and %s both take %s. Keep one of them."
              .formatted(other, step, message.getSimpleName()));
    }
  }

  private Optional<String> refused(WrittenMethod method, Role role) {
    if (method.isStatic()) {
      return Optional.of("is static, so it belongs to no instance. Make it an instance method.");
    }
    Optional<String> asynchronous = AsynchronousHandler.problem(type, method);
    if (asynchronous.isPresent()) {
      return asynchronous;
    }
    if (method.parameterTypes().isEmpty()) {
      return Optional.of("takes nothing. Its first parameter must be the message.");
    }
    if (method.returnType() != void.class) {
      return Optional.of(
          "returns %s, which nothing would take. Send a command by process.send(…), and return nothing."
              .formatted(method.returnType().getSimpleName()));
    }
    return refused(method.parameterTypes().get(0), role);
  }

  private Optional<String> refused(Class<?> message, Role role) {
    if (OTHER_PARAMETERS.contains(message)) {
      return Optional.of(
          "has the first parameter %s, but the first parameter must be the message."
              .formatted(message.getName()));
    }
    if (role == Role.TIMER && !ProcessMessages.mayBeTimer(message)) {
      return Optional.of(
          "has the first parameter %s. The message of a timer is a record of the application: declare one."
              .formatted(message.getName()));
    }
    if (!types.knows(message) && role == Role.TIMER) {
      return Optional.of(
          "has the first parameter %s, and another timer has a message of this name. Give it a name of its own: @TimerMessage(name = \"…\")."
              .formatted(message.getName()));
    }
    if (!types.knows(message)) {
      return Optional.of(
          "has the first parameter %s, which is not a known message. Annotate it with @DomainEvent, and check that its package is scanned."
              .formatted(message.getName()));
    }
    MessageKind kind = types.of(message).kind();
    MessageKind expected = role == Role.TIMER ? MessageKind.TIMER : MessageKind.EVENT;
    return kind == expected
        ? Optional.empty()
        : Optional.of(
            "has the first parameter %s, which is of the kind %s. It must be of the kind %s."
                .formatted(message.getName(), kind, expected));
  }

  /** Reads the parameters after the message; null if one is wrong. Then the problem is added. */
  private @Nullable List<Argument> arguments(WrittenMethod method) {
    List<Class<?>> parameters = method.parameterTypes();
    List<Argument> arguments = new ArrayList<>();
    arguments.add((message, process, recorded) -> message);
    boolean right = true;
    for (int i = 1; i < parameters.size(); i++) {
      Argument argument = argument(method, i, parameters.get(i));
      right &= argument != null;
      if (argument != null) {
        arguments.add(argument);
      }
    }
    return right ? arguments : null;
  }

  private @Nullable Argument argument(WrittenMethod method, int index, Class<?> parameter) {
    if (parameter == Process.class) {
      return (message, process, recorded) -> process;
    }
    if (parameter == Metadata.class) {
      return (message, process, recorded) -> recorded.metadata();
    }
    if (parameter == RecordedMessage.class) {
      return (message, process, recorded) -> recorded;
    }
    try {
      Object bean = beans.bean(new MethodParameter(method.method(), index));
      return (message, process, recorded) -> bean;
    } catch (BeansException none) {
      problem(
          method,
          "takes %s as parameter %s, %s. Parameters after the message are Process, Metadata, RecordedMessage and Spring beans."
              .formatted(
                  parameter.getName(),
                  index + 1,
                  none instanceof NoUniqueBeanDefinitionException
                      ? "of which there is more than one bean"
                      : "of which there is no bean"));
      return null;
    }
  }
}
