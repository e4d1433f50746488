package dev.foliot.eventstore;

/**
 * The stream of one aggregate.
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
