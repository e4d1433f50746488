package dev.foliot.test.oracle;

import dev.foliot.workflow.PayloadCodec;
import java.lang.reflect.Type;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Codecs of the cases. */
final class Codecs {
  private Codecs() {}

  /** Writes and reads by two functions. */
  static PayloadCodec of(
      Function<@Nullable Object, String> write, Function<String, @Nullable Object> read) {
    return new PayloadCodec() {
      @Override
      public String write(@Nullable Object value) {
        return write.apply(value);
      }

      @Override
      public @Nullable Object read(String payload, Type type) {
        return read.apply(payload);
      }
    };
  }

  static String json(@Nullable Object value) {
    return OracleCase.JSON.writeValueAsString(value);
  }

  static @Nullable Object fromJson(String payload) {
    return OracleCase.JSON.readValue(payload, Object.class);
  }
}
