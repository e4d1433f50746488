package dev.foliot.workflow.expression;

import java.beans.Introspector;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The readable properties of a type: the components of a record, {@code getX()}, {@code isX()}, and
 * any other public method {@code x()} without parameters that returns a value.
 */
final class Properties {
  private static final Set<String> NONE =
      Set.of("getClass", "hashCode", "toString", "clone", "iterator");

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
      if (isReadable(method)) {
        Method usable = ClassUtils.getPubliclyAccessibleMethodIfPossible(method, type);
        ReflectionUtils.makeAccessible(usable);
        found.put(nameOf(method), usable);
      }
    }
    return found;
  }

  private static boolean isReadable(Method method) {
    return method.getParameterCount() == 0
        && method.getReturnType() != void.class
        && !Modifier.isStatic(method.getModifiers())
        && !method.isBridge()
        && !NONE.contains(method.getName());
  }

  private static String nameOf(Method method) {
    String name = method.getName();
    boolean isRecord = method.getDeclaringClass().isRecord();
    if (!isRecord && name.startsWith("get") && name.length() > 3) {
      return Introspector.decapitalize(name.substring(3));
    }
    if (!isRecord
        && name.startsWith("is")
        && name.length() > 2
        && method.getReturnType() == boolean.class) {
      return Introspector.decapitalize(name.substring(2));
    }
    return name;
  }
}
