package dev.foliot.workflow.expression;

import java.beans.Introspector;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The readable properties of a type: the components of a record, {@code getX()}, {@code isX()}, the
 * methods {@code x()} that an interface of the application declares, and the well-known ones of
 * {@link #PLAIN}. Other methods may change the value, such as {@code Deque.pop()}.
 */
final class Properties {
  private static final Set<String> NONE =
      Set.of("getClass", "hashCode", "toString", "clone", "iterator");

  private static final Set<String> PLAIN =
      Set.of(
          "size",
          "length",
          "name",
          "ordinal",
          "signum",
          "intValue",
          "longValue",
          "doubleValue",
          "trim",
          "toLowerCase",
          "toUpperCase",
          "toDays",
          "toHours",
          "toMinutes",
          "toSeconds",
          "toMillis",
          "toEpochMilli",
          "toLocalDate",
          "orElseThrow");

  private static final ClassValue<Map<String, Method>> OF_TYPE =
      new ClassValue<>() {
        @Override
        protected Map<String, Method> computeValue(Class<?> type) {
          return read(type);
        }
      };

  private Properties() {}

  /** The property of this name; null if there is none. */
  static @Nullable Method find(Class<?> type, String name) {
    return OF_TYPE.get(type).get(name);
  }

  /** The names of all properties. */
  static Set<String> names(Class<?> type) {
    return OF_TYPE.get(type).keySet();
  }

  private static Map<String, Method> read(Class<?> type) {
    Map<String, Method> found = new TreeMap<>();
    for (Method method : type.getMethods()) {
      if (isReadable(type, method)) {
        Method usable = ClassUtils.getPubliclyAccessibleMethodIfPossible(method, type);
        ReflectionUtils.makeAccessible(usable);
        found.put(nameOf(method), usable);
      }
    }
    return found;
  }

  private static boolean isReadable(Class<?> type, Method method) {
    return method.getParameterCount() == 0
        && method.getReturnType() != void.class
        && !Modifier.isStatic(method.getModifiers())
        && !method.isBridge()
        && !NONE.contains(method.getName())
        && (isComponent(method)
            || isGetter(method)
            || PLAIN.contains(method.getName())
            || isDeclaredByInterface(type, method));
  }

  private static boolean isComponent(Method method) {
    RecordComponent[] components = method.getDeclaringClass().getRecordComponents();
    return components != null
        && Stream.of(components).anyMatch(each -> each.getName().equals(method.getName()));
  }

  /** Not {@code getAndIncrement()} of an atomic number. */
  private static boolean isGetter(Method method) {
    return !method.getName().startsWith("getAnd") && !nameOf(method).equals(method.getName());
  }

  private static boolean isDeclaredByInterface(Class<?> type, Method method) {
    Class<?> declared = ClassUtils.getInterfaceMethodIfPossible(method, type).getDeclaringClass();
    return declared.isInterface() && !declared.getName().startsWith("java.");
  }

  private static String nameOf(Method method) {
    String name = method.getName();
    boolean isComponent = isComponent(method);
    if (!isComponent && name.startsWith("get") && name.length() > 3) {
      return Introspector.decapitalize(name.substring(3));
    }
    if (!isComponent
        && name.startsWith("is")
        && name.length() > 2
        && method.getReturnType() == boolean.class) {
      return Introspector.decapitalize(name.substring(2));
    }
    return name;
  }
}
