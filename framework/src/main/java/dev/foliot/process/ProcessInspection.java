package dev.foliot.process;

import dev.foliot.handler.HandlerMethod;
import dev.foliot.handler.SequencingKey;
import dev.foliot.handler.SequencingKey.ByComponent;
import dev.foliot.handler.SequencingKey.ByCorrelation;
import dev.foliot.handler.StoredName;
import dev.foliot.handler.WiringProblems;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.StateJson;
import dev.foliot.process.ProcessDeclaration.Limit;
import dev.foliot.process.ProcessStep.Role;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.OrderUtils;

/**
 * Reads a class with {@link ProcessManager}, and notes everything that is wrong with it (R38).
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ProcessInspection {
  /** As the longest duration of a property. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final Set<Class<?>> FRACTIONS =
      Set.of(float.class, double.class, Float.class, Double.class);

  private final Class<?> type;
  private final ProcessManager declared;
  private final WiringProblems problems;
  private boolean isWrong;

  private ProcessInspection(Class<?> type, WiringProblems problems) {
    this.type = type;
    this.declared = ProcessMessages.annotation(type);
    this.problems = problems;
  }

  /**
   * Inspects a process manager.
   *
   * @param beans gives the beans that its methods take
   * @return empty if it is wrong; the reasons are added to the problems
   */
  public static Optional<ProcessDeclaration> inspect(
      Class<?> type, MessageTypes types, BeanParameter beans, WiringProblems problems) {
    return new ProcessInspection(type, problems).inspect(types, beans);
  }

  private Optional<ProcessDeclaration> inspect(MessageTypes types, BeanParameter beans) {
    checkNames();
    MethodHandle constructor = constructor();
    Limit early = limit("earlyWithin", declared.earlyWithin());
    Limit stuck =
        declared.stuckAfter().isBlank() ? null : limit("stuckAfter", declared.stuckAfter());
    StepInspection methods = new StepInspection(type, types, beans, this::problem);
    Map<Class<?>, ProcessStep> steps = methods.steps();
    ByCorrelation correlation = correlation(steps);
    if (constructor != null) {
      StateJson.unreadableParts(type).forEach(this::unreadable);
      refuseHiddenFields();
    }
    return isWrong || constructor == null || early == null
        ? Optional.empty()
        : Optional.of(
            new ProcessDeclaration(
                declared.name(),
                type,
                declared.version(),
                declared.early(),
                early,
                stuck,
                OrderUtils.getOrder(type, Ordered.LOWEST_PRECEDENCE),
                correlation,
                constructor,
                steps));
  }

  private void problem(String text) {
    isWrong = true;
    problems.add(text);
  }

  private void unreadable(String reason) {
    problem(
        "The state of process manager %s could be stored, but not read again: %s. Declare a class that can, or make the field transient if it is not state."
            .formatted(type.getName(), reason));
  }

  private void checkNames() {
    if (declared.name().isBlank()) {
      problem(
          "%s has a blank name. Declare one that stays the same for ever: @ProcessManager(name = \"…\", …)."
              .formatted(type.getName()));
    }
    StoredName.check("process manager", declared.name(), type, problems);
    if (declared.version() < 1) {
      problem(
          "%s has version = %s, but versions start at 1."
              .formatted(type.getName(), declared.version()));
    }
  }

  private @Nullable MethodHandle constructor() {
    if (Modifier.isAbstract(type.getModifiers()) || type.isRecord() || type.isEnum()) {
      problem(
          "%s is annotated with @ProcessManager, but no object of it can change. Make it a class that is not abstract, with fields for its state."
              .formatted(type.getName()));
      return null;
    }
    if (type.getEnclosingClass() != null && !Modifier.isStatic(type.getModifiers())) {
      problem(
          "%s is an inner class, which needs an object of its outer class. Make it static, or a class of its own."
              .formatted(type.getName()));
      return null;
    }
    try {
      Constructor<?> found = type.getDeclaredConstructor();
      found.setAccessible(true);
      return MethodHandles.lookup()
          .unreflectConstructor(found)
          .asType(MethodType.methodType(Object.class));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      problem(
          "%s has no constructor without parameters. Add one, of any visibility: the start of a process makes an object, and its methods take beans as parameters."
              .formatted(type.getName()));
      return null;
    }
  }

  /** An id is stored as text, so its text must be short and must stay the same. */
  private void refuseUnlessId(Class<?> message, Method component) {
    Class<?> id = component.getReturnType();
    boolean isMany =
        Iterable.class.isAssignableFrom(id)
            || Map.class.isAssignableFrom(id)
            || (id.isRecord() && id.getRecordComponents().length != 1);
    if (isMany || FRACTIONS.contains(id) || id == Optional.class) {
      problem(
          "%s is sequenced by %s, which is a %s in %s, and that is not an id. Take a text, a whole number, a UUID, or a record with just one of these."
              .formatted(
                  type.getName(),
                  component.getName(),
                  id.getSimpleName(),
                  message.getSimpleName()));
    }
  }

  /** JSON has one place for a name, so only one of two fields would be stored. */
  private void refuseHiddenFields() {
    Map<String, Class<?>> owners = new HashMap<>();
    for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        int left = field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT);
        Class<?> owner = left == 0 ? owners.putIfAbsent(field.getName(), each) : null;
        if (owner != null) {
          problem(
              "The state of process manager %s has two fields with the name %s, in %s and %s, and only one of them would be stored. Give one of them another name, or make it transient if it is not state."
                  .formatted(type.getName(), field.getName(), owner.getName(), each.getName()));
        }
      }
    }
  }

  private @Nullable Limit limit(String attribute, String text) {
    try {
      Duration duration = DurationStyle.detectAndParse(text);
      boolean hasUnit = !Character.isDigit(text.charAt(text.length() - 1));
      boolean isLimit =
          !duration.isNegative() && !duration.isZero() && duration.compareTo(LONGEST) <= 0;
      if (hasUnit && isLimit) {
        return new Limit(text, duration);
      }
    } catch (IllegalArgumentException | ArithmeticException notOne) {
      // as below
    }
    problem(
        "%s has %s = \"%s\", which is not a time. Write a number above zero with its unit, such as 30m, 12h or 7d, at most %sd."
            .formatted(type.getName(), attribute, text, LONGEST.toDays()));
    return null;
  }

  private ByCorrelation correlation(Map<Class<?>, ProcessStep> steps) {
    String component = declared.sequencedBy();
    Map<Class<?>, MethodHandle> accessors = new HashMap<>();
    if (component.isBlank()) {
      problem(
          "%s has a blank sequencedBy. Name the component of its events that identifies an instance, such as orderId."
              .formatted(type.getName()));
      return new ByCorrelation(new ByComponent(component, accessors));
    }
    for (ProcessStep step : steps.values()) {
      if (step.role() == Role.TIMER) {
        continue;
      }
      try {
        Method accessor = step.message().getDeclaredMethod(component);
        checkText(step.message(), accessor.getReturnType());
        refuseUnlessId(step.message(), accessor);
        accessors.put(step.message(), HandlerMethod.open(accessor));
      } catch (NoSuchMethodException e) {
        problem(
            "%s is sequenced by %s, but %s has no component of that name. Add it to the event, or name one that all its events have."
                .formatted(type.getName(), component, step.message().getSimpleName()));
      }
    }
    return new ByCorrelation(new ByComponent(component, Map.copyOf(accessors)));
  }

  /** Checks that equal values have equal texts, since the text is the correlation. */
  private void checkText(Class<?> event, Class<?> value) {
    if (value.isRecord() && value.getRecordComponents().length == 1) {
      checkText(event, value.getRecordComponents()[0].getType());
    } else if (SequencingKey.isWithoutText(value)) {
      problem(
          "%s is sequenced by %s, but in %s that is a %s, which has no toString() of its own, so no two events would belong to one instance. Let it be a String, a UUID, a number or a record."
              .formatted(
                  type.getName(),
                  declared.sequencedBy(),
                  event.getSimpleName(),
                  value.getTypeName()));
    }
  }
}
