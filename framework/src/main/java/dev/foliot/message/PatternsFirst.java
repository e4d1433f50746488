package dev.foliot.message;

import com.fasterxml.jackson.annotation.JsonFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * Writes a time by its declared pattern. Jackson reads by the pattern, but ignores the pattern when
 * it writes a time with its zone. Without this class, Jackson could not read such a time back.
 */
class PatternsFirst extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1;
  private static final JsonFormat.Feature WITH_ZONE = JsonFormat.Feature.WRITE_DATES_WITH_ZONE_ID;

  @Override
  public JsonFormat.@Nullable Value findFormat(MapperConfig<?> config, Annotated annotated) {
    JsonFormat.Value declared = super.findFormat(config, annotated);
    boolean byPattern =
        declared != null && declared.hasPattern() && declared.getFeature(WITH_ZONE) == null;
    return byPattern ? declared.withoutFeature(WITH_ZONE) : declared;
  }
}
