package dev.foliot.aggregate;

/** No aggregate of this category has the id. */
public final class AggregateNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String category;
  private final String id;

  AggregateNotFoundException(String category, String id) {
    super(
        "There is no %s with the id %s. Check the id, or ask with find(id) where it may be missing."
            .formatted(category, id));
    this.category = category;
    this.id = id;
  }

  /** The category. */
  public String category() {
    return category;
  }

  /** The id that was asked for. */
  public String id() {
    return id;
  }
}
