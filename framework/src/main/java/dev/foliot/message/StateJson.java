package dev.foliot.message;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.apiguardian.api.API;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The state of an aggregate or a process as JSON: the fields of the class and of everything in it,
 * of any visibility, without static and transient ones. For a sealed type, the JSON names the
 * class. JSON settings of the application have no effect. Safe for use by several threads.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class StateJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(JsonLimits.factory())
          .changeDefaultVisibility(
              visibility ->
                  visibility
                      .withVisibility(PropertyAccessor.GETTER, Visibility.NONE)
                      .withVisibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
                      .withVisibility(PropertyAccessor.SETTER, Visibility.NONE)
                      .withVisibility(PropertyAccessor.FIELD, Visibility.ANY))
          .enable(MapperFeature.ALLOW_FINAL_FIELDS_AS_MUTATORS)
          .enable(MapperFeature.PROPAGATE_TRANSIENT_MARKER)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
          .disable(DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID)
          .disable(EnumFeature.READ_ENUMS_USING_TO_STRING)
          .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
          .defaultLocale(Locale.ROOT)
          .annotationIntrospector(new StateFields())
          .addModule(
              new SimpleModule("sets in order")
                  .addAbstractTypeMapping(Set.class, LinkedHashSet.class))
          .build();

  private StateJson() {}

  /**
   * A state as JSON.
   *
   * @param type the declared class of the state
   * @throws RuntimeException if something in it has no JSON
   */
  public static <S> String write(S state, Class<? super S> type) {
    return MAPPER.writerFor(type).writeValueAsString(state);
  }

  /**
   * Reads a state from JSON: a record, or an object of another class that Jackson makes in one
   * step.
   *
   * @throws RuntimeException if the JSON does not fit the class
   */
  public static <S> S read(String json, Class<S> type) {
    return MAPPER.readValue(json, type);
  }

  /**
   * Gives an object the state in the JSON. A collection in a final field keeps its class.
   *
   * @param state new, as its constructor left it
   * @return the same object
   * @throws RuntimeException if the JSON does not fit the class
   */
  public static <S> S readInto(S state, String json) {
    return MAPPER.readerForUpdating(state).readValue(json);
  }

  /** As {@link #readInto}; the JSON may have fields that the class has no longer. */
  public static <S> S readKnownInto(S state, String json) {
    return MAPPER
        .readerForUpdating(state)
        .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .readValue(json);
  }

  /** The parts of a state that could be written and never read, each as one text. */
  public static List<String> unreadableParts(Class<?> type) {
    return MessageShape.of(type, MAPPER).problems();
  }

  /** Whether an instance may have values of other classes than declared. */
  public static boolean isOpen(Class<?> type) {
    return MessageShape.of(type, MAPPER).isOpen();
  }

  /** Converts states to stored JSON and back, and encrypts personal data in between. */
  public static PayloadSeal sealed(Function<JsonMapper, PayloadSeal> seal) {
    return seal.apply(MAPPER);
  }
}
