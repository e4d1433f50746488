package dev.foliot.message;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedField;

/** Fills the collections that the constructor made, and writes the classes of sealed types. */
final class StateFields extends PatternsFirst {
  private static final long serialVersionUID = 1;

  @Override
  public @Nullable Boolean findMergeInfo(MapperConfig<?> config, Annotated annotated) {
    Boolean declared = super.findMergeInfo(config, annotated);
    return (declared == null && isFinalCollection(annotated)) ? Boolean.TRUE : declared;
  }

  private static boolean isFinalCollection(Annotated annotated) {
    Class<?> type = annotated.getRawType();
    return annotated instanceof AnnotatedField field
        && Modifier.isFinal(field.getModifiers())
        && !field.getDeclaringClass().isRecord()
        && (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type));
  }

  @Override
  public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(
      MapperConfig<?> config, Annotated annotated) {
    JsonTypeInfo.Value declared = super.findPolymorphicTypeInfo(config, annotated);
    boolean sealed = annotated instanceof AnnotatedClass && isSealedAbove(annotated.getRawType());
    return (declared == null && sealed)
        ? JsonTypeInfo.Value.construct(
            JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "@class", null, false, true)
        : declared;
  }

  /**
   * The class itself, or a superclass, so that it is named everywhere. An enum whose constants have
   * bodies is sealed, too, but its constants have names.
   */
  private static boolean isSealedAbove(Class<?> type) {
    return !Enum.class.isAssignableFrom(type) && isSealedOrBelow(type);
  }

  private static boolean isSealedOrBelow(Class<?> type) {
    return type.isSealed()
        || Stream.of(type.getInterfaces()).anyMatch(Class::isSealed)
        || (type.getSuperclass() != null && type.getSuperclass().isSealed());
  }
}
