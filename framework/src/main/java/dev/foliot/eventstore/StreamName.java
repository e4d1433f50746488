package dev.foliot.eventstore;

/**
 * The stream of one aggregate. It prints itself for a reader: two streams may print the same, and
 * only {@link dev.foliot.message.StreamKey} tells them apart in one text.
 *
 * @param category the kind of aggregate, such as {@code order}
 * @param id the aggregate's id within its category
 */
public record StreamName(String category, String id) {
  @Override
  public String toString() {
    return category + "-" + id;
  }
}
