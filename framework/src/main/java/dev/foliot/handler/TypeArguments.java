package dev.foliot.handler;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The types that a class has for the type variables of its superclasses and interfaces. */
final class TypeArguments {
  private final Map<TypeVariable<?>, Type> arguments = new HashMap<>();
  private final Set<Class<?>> hierarchy = new LinkedHashSet<>();

  TypeArguments(Class<?> type) {
    for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
      hierarchy.add(each);
      read(each.getGenericSuperclass());
    }
    List.copyOf(hierarchy).forEach(this::addInterfaces);
  }

  private void addInterfaces(Class<?> type) {
    for (Type each : type.getGenericInterfaces()) {
      read(each);
    }
    for (Class<?> each : type.getInterfaces()) {
      if (hierarchy.add(each)) {
        addInterfaces(each);
      }
    }
  }

  private void read(Type above) {
    if (above instanceof ParameterizedType parameterized) {
      TypeVariable<?>[] variables = ((Class<?>) parameterized.getRawType()).getTypeParameters();
      for (int i = 0; i < variables.length; i++) {
        arguments.putIfAbsent(variables[i], parameterized.getActualTypeArguments()[i]);
      }
    }
  }

  /** The class, then its superclasses, then all interfaces. */
  Set<Class<?>> hierarchy() {
    return hierarchy;
  }

  /**
   * Returns a type without type variables and wildcards at its top: their value in the class, or
   * their bound.
   */
  Type resolve(Type type) {
    if (type instanceof WildcardType wildcard) {
      return resolve(wildcard.getUpperBounds()[0]);
    }
    if (type instanceof TypeVariable<?> variable) {
      Type argument = arguments.get(variable);
      return resolve(argument == null ? variable.getBounds()[0] : argument);
    }
    return type;
  }

  /** The class of a type. */
  Class<?> classOf(Type type) {
    Type resolved = resolve(type);
    if (resolved instanceof ParameterizedType parameterized) {
      return (Class<?>) parameterized.getRawType();
    }
    if (resolved instanceof GenericArrayType array) {
      return Array.newInstance(classOf(array.getGenericComponentType()), 0).getClass();
    }
    return (Class<?>) resolved;
  }
}
