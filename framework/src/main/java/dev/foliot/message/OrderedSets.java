package dev.foliot.message;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.type.CollectionType;

/**
 * Lets a mapper write the elements of sets in an order that depends on the elements alone. The
 * iteration order of {@code Set.of} and of a {@code HashSet} of enums differs from one virtual
 * machine to the next.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class OrderedSets extends ValueSerializerModifier {
  private static final long serialVersionUID = 1;

  private final transient JsonMapper plain;

  private OrderedSets(JsonMapper plain) {
    this.plain = plain;
  }

  /** The same mapper, which orders sets. */
  public static JsonMapper in(JsonMapper plain) {
    return plain
        .rebuild()
        .addModule(new SimpleModule("foliot-sets").setSerializerModifier(new OrderedSets(plain)))
        .build();
  }

  @Override
  @SuppressWarnings("unchecked")
  public ValueSerializer<?> modifyCollectionSerializer(
      SerializationConfig config,
      CollectionType type,
      BeanDescription.Supplier description,
      ValueSerializer<?> serializer) {
    Class<?> raw = type.getRawClass();
    boolean isUnordered =
        Set.class.isAssignableFrom(raw)
            && !SortedSet.class.isAssignableFrom(raw)
            && !EnumSet.class.isAssignableFrom(raw);
    return isUnordered ? new Ordered(plain, (ValueSerializer<Object>) serializer) : serializer;
  }

  /** Gives the elements to another serializer in the order of their JSON. */
  private static final class Ordered extends ValueSerializer<Set<?>> {
    private final JsonMapper plain;
    private final ValueSerializer<Object> elements;

    Ordered(JsonMapper plain, ValueSerializer<Object> elements) {
      this.plain = plain;
      this.elements = elements;
    }

    @Override
    @SuppressWarnings("unchecked")
    public ValueSerializer<?> createContextual(
        SerializationContext context, BeanProperty property) {
      return new Ordered(
          plain, (ValueSerializer<Object>) elements.createContextual(context, property));
    }

    @Override
    public boolean isEmpty(SerializationContext context, Set<?> value) {
      return value.isEmpty();
    }

    @Override
    public void serialize(Set<?> value, JsonGenerator json, SerializationContext context) {
      elements.serialize(ordered(value), json, context);
    }

    @Override
    public void serializeWithType(
        Set<?> value, JsonGenerator json, SerializationContext context, TypeSerializer type) {
      elements.serializeWithType(ordered(value), json, context, type);
    }

    private Set<?> ordered(Set<?> value) {
      return value.stream()
          .sorted(Comparator.comparing(plain::writeValueAsString))
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }
  }
}
