package dev.foliot.message;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.DeserializationProblemHandler;

/** Collects the fields that a read ignores. */
final class IgnoredFields extends DeserializationProblemHandler {
  private final Class<?> root;
  private final Set<String> found = new LinkedHashSet<>();

  IgnoredFields(Class<?> root) {
    this.root = root;
  }

  @Override
  public boolean handleUnknownProperty(
      DeserializationContext context,
      JsonParser json,
      ValueDeserializer<?> deserializer,
      Object beanOrClass,
      String name) {
    Class<?> owner = deserializer.handledType();
    found.add(owner == null || owner == root ? name : owner.getSimpleName() + "." + name);
    json.skipChildren();
    return true;
  }

  List<String> found() {
    return List.copyOf(found);
  }
}
