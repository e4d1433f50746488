package dev.foliot.workflow.journal;

import dev.foliot.message.MessageJson;
import dev.foliot.workflow.PayloadCodec;
import java.lang.reflect.Type;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Stores values as JSON, by the settings of messages.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class JsonPayloads implements PayloadCodec {
  private static final String NULL = "null";

  private final MessageJson json;

  public JsonPayloads(MessageJson json) {
    this.json = json;
  }

  @Override
  public String write(@Nullable Object value) {
    return value == null ? NULL : json.write(value);
  }

  @Override
  public @Nullable Object read(String payload, Type type) {
    boolean isNothing = type == void.class || type == Void.class || payload.equals(NULL);
    return isNothing ? null : json.read(payload, type);
  }
}
