package dev.foliot.workflow.run;

import dev.foliot.message.MessageJson;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a value that a person enters as JSON: the result of a callback, or the input of a run.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class CallbackValue {
  private final MessageJson json;

  public CallbackValue(MessageJson json) {
    this.json = json;
  }

  /**
   * The value of the text; null if there is no text.
   *
   * @throws IllegalArgumentException if it is not JSON
   */
  public @Nullable JsonNode read(@Nullable String text) {
    if (text == null || text.isBlank() || text.equals("null")) {
      return null;
    }
    try {
      return json.read(text, JsonNode.class);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "The value is not JSON. Put a text in quotes, such as \"yes\".", e);
    }
  }
}
