package dev.foliot.workflow.journal;

import dev.foliot.message.MessageJson;
import dev.foliot.message.StorableText;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.workflow.PayloadCodec;
import java.lang.reflect.Type;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Stores values as JSON, by the settings of messages, with their personal data sealed.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class JsonPayloads implements PayloadCodec {
  private static final String NULL = "null";

  private final MessageJson json;
  private final @Nullable Transactions transactions;

  /** Creates a codec without a database, which seals nothing. */
  public JsonPayloads(MessageJson json) {
    this.json = json;
    this.transactions = null;
  }

  /**
   * @param transactions stores the keys of personal data
   */
  public JsonPayloads(MessageJson json, Transactions transactions) {
    this.json = json;
    this.transactions = transactions;
  }

  @Override
  public String write(@Nullable Object value) {
    if (value == null) {
      return NULL;
    }
    String plain = json.writeIfPlain(value);
    String written = plain == null ? writeSealed(value) : plain;
    StorableText.require("The JSON of " + value.getClass().getName(), written);
    return written;
  }

  private String writeSealed(Object value) {
    return transactions == null
        ? json.writeSealed(value)
        : transactions.inCurrentOrNew(() -> json.writeSealed(value));
  }

  @Override
  public @Nullable Object read(String payload, Type type) {
    boolean isNothing = type == void.class || type == Void.class || payload.equals(NULL);
    return isNothing ? null : json.readSealed(payload, type);
  }
}
