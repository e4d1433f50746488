package dev.foliot.projection;

import dev.foliot.message.CompleteMessage;
import dev.foliot.message.MessageJson;
import dev.foliot.message.ProvenParts;
import dev.foliot.message.StorableText;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * Documents as JSON. A document is read back from its JSON before it is stored, until each field
 * had a value once: see {@link ProvenParts}. If the declared types do not determine the classes of
 * its values, this is done for every document. A document that would be different when it is read
 * is refused at once.
 */
final class DocumentJson<T> {
  private final Class<T> type;
  private final MessageJson json;
  private final ProvenParts parts;

  DocumentJson(Class<T> type, MessageJson json) {
    this.type = type;
    this.json = json;
    this.parts = new ProvenParts(json.isOpen(type));
  }

  /**
   * @throws dev.foliot.message.MissingComponentException if a required component is null
   * @throws IllegalArgumentException if the document could not be read again, or has text that no
   *     database stores
   */
  String write(Object id, T document) {
    CompleteMessage.require(document);
    String text;
    try {
      text = json.write(document);
    } catch (JacksonException e) {
      throw unstorable(MessageJson.describeWithoutValues(e));
    }
    String what = "The document of " + type.getSimpleName() + " with id " + id;
    StorableText.require(what, text);
    StorableText.requireJsonColumn(what, text);
    if (!parts.isProven(document)) {
      prove(document, text);
      parts.proved(document);
    }
    return text;
  }

  private void prove(T document, String text) {
    Optional<String> difference;
    try {
      difference = MessageJson.changeWithoutKeys(document, json.read(text, type));
    } catch (JacksonException e) {
      throw unstorable(MessageJson.describeWithoutValues(e));
    }
    if (difference.isPresent()) {
      throw unstorable(difference.get());
    }
  }

  private IllegalArgumentException unstorable(String reason) {
    return new IllegalArgumentException(
        "%s cannot be stored as a document, because it would not be the same when it is read: %s. Correct the record."
            .formatted(type.getName(), reason));
  }

  /**
   * @throws UnreadableDocumentException if the record has changed and does not fit any more
   */
  T read(Object id, String text) {
    try {
      return json.read(text, type);
    } catch (JacksonException e) {
      throw new UnreadableDocumentException(type, id, MessageJson.describeWithoutValues(e));
    }
  }
}
