package dev.foliot.aggregate;

/** No aggregate of this category has the id. */
public final class AggregateNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String category;
  private final String id;

  AggregateNotFoundException(String category, String id) {
    this(
        category,
        id,
        "There is no %s with the id %s. Check the id, or use find(id) if the aggregate may be missing."
            .formatted(category, id));
  }

  private AggregateNotFoundException(String category, String id, String text) {
    super(text);
    this.category = category;
    this.id = id;
  }

  /**
   * Creates the exception for an aggregate that did not exist yet.
   *
   * @param past the time, such as {@code at version 0}
   */
  static AggregateNotFoundException before(String category, String id, String past) {
    return new AggregateNotFoundException(
        category,
        id,
        "There was no %s with the id %s %s: it has no event up to that point. Use a later version or instant, or check the id."
            .formatted(category, id, past));
  }

  /** The category. */
  public String category() {
    return category;
  }

  /** The given id. */
  public String id() {
    return id;
  }
}
