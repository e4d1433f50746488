package dev.foliot.message;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.OptBoolean;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;

/** Every component of a record is required, except a nullable or optional one. */
final class RequiredComponents extends PatternsFirst {
  private static final long serialVersionUID = 1;
  private static final Set<Class<?>> OPTIONALS =
      Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

  @Override
  public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    Boolean declared = super.hasRequiredMarker(config, member);
    if (declared != null || !member.getDeclaringClass().isRecord()) {
      return declared;
    }
    RecordComponent component = componentOf(member);
    return component == null ? null : isRequired(component);
  }

  private static @Nullable RecordComponent componentOf(AnnotatedMember member) {
    RecordComponent[] components = member.getDeclaringClass().getRecordComponents();
    if (member instanceof AnnotatedParameter parameter) {
      boolean canonical = parameter.getOwner().getParameterCount() == components.length;
      return canonical ? components[parameter.getIndex()] : null;
    }
    return Stream.of(components)
        .filter(component -> component.getName().equals(member.getName()))
        .findFirst()
        .orElse(null);
  }

  static boolean isRequired(RecordComponent component) {
    return !OPTIONALS.contains(component.getType())
        && !isDeclaredOptional(component)
        && !hasNullable(
            Stream.of(component.getAnnotatedType().getAnnotations(), component.getAnnotations())
                .flatMap(Stream::of));
  }

  static boolean hasNullable(Stream<Annotation> annotations) {
    return annotations
        .map(Annotation::annotationType)
        .anyMatch(type -> type.getSimpleName().equals("Nullable"));
  }

  private static boolean isDeclaredOptional(RecordComponent component) {
    JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
    return component.getAccessor().isAnnotationPresent(JsonIgnore.class)
        || (property != null && property.isRequired() == OptBoolean.FALSE);
  }
}
