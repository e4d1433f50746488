package dev.foliot.personaldata;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;

/** Lets a mapper write the components of records that are {@link PersonalData} with a mark. */
final class SealedProperties extends ValueSerializerModifier {
  private static final long serialVersionUID = 1;
  private static final JsonMapper PLACEHOLDERS = new JsonMapper();

  private final transient Set<Class<?>> seen = ConcurrentHashMap.newKeySet();

  /** The same mapper, which marks. */
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
    if (!type.isRecord()) {
      return properties;
    }
    seen.add(type);
    Map<String, RecordComponent> personal =
        Stream.of(type.getRecordComponents())
            .filter(component -> component.isAnnotationPresent(PersonalData.class))
            .collect(Collectors.toMap(RecordComponent::getName, Function.identity()));
    return properties.stream()
        .map(
            property -> {
              RecordComponent component = personal.get(property.getMember().getName());
              return component == null
                  ? property
                  : SealedProperty.of(property, placeholder(component));
            })
        .toList();
  }

  /** Returns the placeholder of the component's value, as JSON; other text is a JSON string. */
  static JsonNode placeholder(RecordComponent component) {
    String declared = component.getAnnotation(PersonalData.class).placeholder();
    if (component.getType() == String.class) {
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
