package dev.foliot.personaldata;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;

/** Lets a mapper write the components and fields that are {@link PersonalData} with a mark. */
final class SealedProperties extends ValueSerializerModifier {
  private static final long serialVersionUID = 1;
  private static final JsonMapper PLACEHOLDERS = new JsonMapper();

  private final transient Set<Class<?>> seen = ConcurrentHashMap.newKeySet();

  /** Returns the mapper with this modifier. */
  JsonMapper marking(JsonMapper plain) {
    return plain
        .rebuild()
        .addModule(new SimpleModule("foliot").setSerializerModifier(this))
        .build();
  }

  /** Whether this class was written component by component, rather than in a way of its own. */
  boolean has(Class<?> record) {
    return seen.contains(record);
  }

  @Override
  public List<BeanPropertyWriter> changeProperties(
      SerializationConfig config,
      BeanDescription.Supplier description,
      List<BeanPropertyWriter> properties) {
    Class<?> type = description.getBeanClass();
    seen.add(type);
    Map<String, DataPart> personal =
        DataPart.of(type).stream()
            .filter(part -> part.is(PersonalData.class))
            .collect(Collectors.toMap(DataPart::name, part -> part, (below, above) -> below));
    return personal.isEmpty()
        ? properties
        : properties.stream().map(property -> sealed(property, personal)).toList();
  }

  /** In a record, the member of a property has its name; in a class, it may be a getter. */
  private static BeanPropertyWriter sealed(
      BeanPropertyWriter property, Map<String, DataPart> personal) {
    DataPart byMember = personal.get(property.getMember().getName());
    DataPart part = byMember != null ? byMember : personal.get(property.getName());
    return part == null ? property : SealedProperty.of(property, placeholder(part));
  }

  /** Returns the placeholder of the value, as JSON; other text is a JSON string. */
  static JsonNode placeholder(DataPart part) {
    String declared = Objects.requireNonNull(part.annotation(PersonalData.class)).placeholder();
    if (part.type() == String.class) {
      return JsonNodeFactory.instance.stringNode(declared);
    }
    if (declared.isBlank()) {
      return JsonNodeFactory.instance.nullNode();
    }
    try {
      return PLACEHOLDERS.readTree(declared);
    } catch (JacksonException text) {
      return JsonNodeFactory.instance.stringNode(declared);
    }
  }
}
