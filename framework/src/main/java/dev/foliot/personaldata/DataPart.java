package dev.foliot.personaldata;

import dev.foliot.message.MessageJson;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A part of a class that may be personal data: a component of a record, or a field of a state. */
sealed interface DataPart {
  /** The parts of a class: its components, or its fields that are state. */
  static List<DataPart> of(Class<?> type) {
    if (type.isRecord()) {
      return Stream.of(type.getRecordComponents()).<DataPart>map(Component::new).toList();
    }
    List<DataPart> fields = new ArrayList<>();
    for (Class<?> each = type; each != null && isOfApplication(each); each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
          fields.add(new InstanceField(field));
        }
      }
    }
    return fields;
  }

  private static boolean isOfApplication(Class<?> type) {
    return !type.isInterface() && !type.getName().startsWith("java.");
  }

  /** The class that declares it. */
  Class<?> owner();

  String name();

  Class<?> type();

  Type genericType();

  /** Whether the part may be null. */
  boolean takesNull();

  <A extends Annotation> @Nullable A annotation(Class<A> annotation);

  /** The value in an object of its class. */
  @Nullable Object read(Object object);

  default boolean is(Class<? extends Annotation> annotation) {
    return annotation(annotation) != null;
  }

  /** The name with the name of its class. */
  default String fullName() {
    return owner().getName() + "." + name();
  }

  /** A component of a record. */
  record Component(RecordComponent component) implements DataPart {
    @Override
    public Class<?> owner() {
      return component.getDeclaringRecord();
    }

    @Override
    public String name() {
      return component.getName();
    }

    @Override
    public Class<?> type() {
      return component.getType();
    }

    @Override
    public Type genericType() {
      return component.getGenericType();
    }

    @Override
    public boolean takesNull() {
      return !component.getType().isPrimitive() && !MessageJson.isRequired(component);
    }

    @Override
    public <A extends Annotation> @Nullable A annotation(Class<A> annotation) {
      return component.getAnnotation(annotation);
    }

    @Override
    public @Nullable Object read(Object object) {
      Method accessor = component.getAccessor();
      try {
        accessor.setAccessible(true);
        return accessor.invoke(object);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("Cannot read " + accessor, e);
      }
    }
  }

  /** A field of a class whose objects are a state. */
  record InstanceField(Field field) implements DataPart {
    @Override
    public Class<?> owner() {
      return field.getDeclaringClass();
    }

    @Override
    public String name() {
      return field.getName();
    }

    @Override
    public Class<?> type() {
      return field.getType();
    }

    @Override
    public Type genericType() {
      return field.getGenericType();
    }

    @Override
    public boolean takesNull() {
      return !field.getType().isPrimitive();
    }

    @Override
    public <A extends Annotation> @Nullable A annotation(Class<A> annotation) {
      return field.getAnnotation(annotation);
    }

    @Override
    public @Nullable Object read(Object object) {
      try {
        field.setAccessible(true);
        return field.get(object);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException("Cannot read " + field, e);
      }
    }
  }
}
