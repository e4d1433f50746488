package dev.foliot.workflow;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Converts values into stored texts and back. Must be thread-safe. */
public interface PayloadCodec {
  /** Writes a value. */
  String write(@Nullable Object value);

  /** Reads a value of the type. */
  @Nullable Object read(String payload, Type type);
}
