package dev.foliot.personaldata;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * Finds the messages that may have personal data, directly or in a record or class within them.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class PersonalDataTypes {
  private static final ClassValue<Boolean> CARRIERS =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return isCarrier(type, new HashSet<>());
        }
      };

  private PersonalDataTypes() {}

  /** Whether the stored form of such a message may differ from the raised object. */
  public static boolean isCarrier(Class<?> message) {
    return CARRIERS.get(message);
  }

  /** Whether a component may have personal data: itself, or in a record within it. */
  public static boolean isPersonal(RecordComponent component) {
    return isPersonal(new DataPart.Component(component));
  }

  /**
   * Whether a property of a class may be personal data. Records within the property do not count:
   * their own properties are checked separately. A property without a field may be computed from
   * any field.
   */
  public static boolean isPersonal(Class<?> type, String property) {
    List<DataPart> parts = DataPart.of(type);
    return parts.stream()
        .filter(each -> each.name().equals(property))
        .findFirst()
        .map(each -> each.is(PersonalData.class))
        .orElseGet(() -> parts.stream().anyMatch(PersonalDataTypes::isPersonal));
  }

  private static boolean isPersonal(DataPart part) {
    return part.is(PersonalData.class) || isCarrier(part.genericType(), new HashSet<>());
  }

  private static boolean isCarrier(Type type, Set<Class<?>> seen) {
    if (type instanceof ParameterizedType generic) {
      return isCarrier(generic.getRawType(), seen)
          || Stream.of(generic.getActualTypeArguments()).anyMatch(each -> isCarrier(each, seen));
    }
    if (type instanceof GenericArrayType array) {
      return isCarrier(array.getGenericComponentType(), seen);
    }
    if (type instanceof TypeVariable<?> variable) {
      return Stream.of(variable.getBounds()).anyMatch(each -> isCarrier(each, seen));
    }
    if (type instanceof WildcardType wildcard) {
      return Stream.of(wildcard.getUpperBounds()).anyMatch(each -> isCarrier(each, seen));
    }
    return type instanceof Class<?> named && seen.add(named) && isCarrierClass(named, seen);
  }

  private static boolean isCarrierClass(Class<?> type, Set<Class<?>> seen) {
    if (type.isArray()) {
      return isCarrier(type.getComponentType(), seen);
    }
    if (type.isSealed()) {
      return Stream.of(type.getPermittedSubclasses()).anyMatch(each -> isCarrier(each, seen));
    }
    return DataPart.of(type).stream()
        .anyMatch(part -> part.is(PersonalData.class) || isCarrier(part.genericType(), seen));
  }
}
