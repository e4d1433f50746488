package dev.foliot.workflow;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Turns values into stored texts and back. Safe for use by several threads. */
public interface PayloadCodec {
  /** Writes a value. */
  String write(@Nullable Object value);

  /** Reads a value of the type. */
  @Nullable Object read(String payload, Type type);
}
