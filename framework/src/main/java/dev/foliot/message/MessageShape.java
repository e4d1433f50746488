package dev.foliot.message;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks from its declared types whether a message can be read, without an instance: Jackson must
 * have a reader for each of its parts.
 */
final class MessageShape {
  private final DeserializationContext context;
  private final Set<JavaType> visited = new HashSet<>();
  private final Set<String> problems = new LinkedHashSet<>();
  private boolean open;

  private MessageShape(DeserializationContext context) {
    this.context = context;
  }

  static MessageShape of(Class<?> message, JsonMapper mapper) {
    MessageShape shape = new MessageShape(mapper._deserializationContext());
    JavaType type = mapper.constructType(message);
    try {
      shape.visitMessage(message.getSimpleName(), type);
    } catch (JacksonException unreadable) {
      shape.problems.add(MessageJson.describe(unreadable));
    }
    return shape;
  }

  /** The shape of a value that is read as its declared type. */
  static MessageShape ofValue(String name, JavaType declared, JsonMapper mapper) {
    MessageShape shape = new MessageShape(mapper._deserializationContext());
    try {
      shape.visit(name, declared);
    } catch (JacksonException unreadable) {
      shape.problems.add(MessageJson.describe(unreadable));
    }
    return shape;
  }

  /** Parts that can never be read, each with the reason. */
  List<String> problems() {
    return new ArrayList<>(problems);
  }

  /** Whether an instance may have values of other classes than declared. */
  boolean isOpen() {
    return open;
  }

  /** Visits a message, which is read as the class of its type name. */
  private void visitMessage(String name, JavaType type) {
    visited.add(type);
    if (context.findContextualValueDeserializer(type, null) instanceof BeanDeserializerBase bean) {
      visitBean(name, type, bean);
    }
  }

  private void visit(String path, JavaType type) {
    if (type.isMapLikeType()) {
      open |= mayChangeAsKey(type.getKeyType().getRawClass());
      visit(path + "[]", type.getContentType());
    } else if (type.isContainerType() || type.isReferenceType()) {
      visit(path + "[]", type.getContentType());
    } else if (visited.add(type)) {
      open |= mayHoldOther(type.getRawClass());
      open |= type.hasGenericTypes(); // ProvenParts does not see type arguments
      visitValue(path, type, context.findContextualValueDeserializer(type, null));
    }
  }

  /** A key is written by its toString(), and read by a constructor that takes a text. */
  private static boolean mayChangeAsKey(Class<?> key) {
    return key == Object.class || !(key.isEnum() || isOfJava(key));
  }

  /**
   * Value classes of Java, such as BigDecimal, count as their declared type. Any other class that
   * is no record counts as open, because its fields may be others than the properties that Jackson
   * writes.
   */
  static boolean mayHoldOther(Class<?> type) {
    boolean isFixed = type.isPrimitive() || type.isEnum() || type.isRecord();
    return !isFixed && (type == Object.class || !isOfJava(type) || isOpenInJava(type));
  }

  private static boolean isOpenInJava(Class<?> type) {
    return Modifier.isAbstract(type.getModifiers()) && !type.getName().startsWith("java.time.");
  }

  static boolean isOfJava(Class<?> type) {
    return type.getName().startsWith("java.");
  }

  private void visitValue(String path, JavaType type, ValueDeserializer<?> reader) {
    if (context.findTypeDeserializer(type) != null) {
      return; // the JSON says which class it is
    }
    if (reader instanceof AbstractDeserializer) {
      problems.add(
          "%s is %s %s, and its JSON does not say which class it was"
              .formatted(
                  path,
                  type.isInterface() ? "the interface" : "the abstract class",
                  type.getRawClass().getName()));
    } else if (reader instanceof BeanDeserializerBase bean) {
      visitBean(path, type, bean);
    }
  }

  private void visitBean(String path, JavaType type, BeanDeserializerBase bean) {
    ValueInstantiator maker = bean.getValueInstantiator();
    if (!maker.canInstantiate()) {
      problems.add(
          "%s is a %s, which Jackson cannot make: it has no constructor without parameters and no @JsonCreator"
              .formatted(path, type.getRawClass().getName()));
      return;
    }
    visitProperties(path, bean.creatorProperties());
    visitProperties(path, bean.properties());
  }

  private void visitProperties(String path, Iterator<SettableBeanProperty> properties) {
    while (properties.hasNext()) {
      SettableBeanProperty property = properties.next();
      boolean annotated =
          property.hasValueTypeDeserializer()
              || property.getAnnotation(JsonTypeInfo.class) != null
              || property.getAnnotation(JsonDeserialize.class) != null;
      open |= annotated;
      if (!annotated) {
        visit(path + "." + property.getName(), property.getType());
      }
    }
  }
}
