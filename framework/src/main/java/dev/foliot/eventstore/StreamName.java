package dev.foliot.eventstore;

import dev.foliot.message.StorableText;

/**
 * The stream of one aggregate. Its text is for people, so two streams may have the same text;
 * {@link dev.foliot.message.StreamKey} makes a text that is unique.
 *
 * @param category the kind of aggregate, such as {@code order}
 * @param id the aggregate's id within its category
 */
public record StreamName(String category, String id) {
  private static final int MAX_ID = 500;

  /**
   * @throws IllegalArgumentException if the id cannot be stored as it is: it has more than 500
   *     characters, the character U+0000, or half of a surrogate pair
   */
  public StreamName {
    StorableText.requireId(category, id, MAX_ID);
  }

  @Override
  public String toString() {
    return category + "-" + id;
  }
}
