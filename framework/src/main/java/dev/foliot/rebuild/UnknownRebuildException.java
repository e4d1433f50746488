package dev.foliot.rebuild;

/** No rebuild has the given id. */
public final class UnknownRebuildException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final long id;

  UnknownRebuildException(long id) {
    super(
        "There is no rebuild with the id %s. domain.rebuilds().list() and foliot rebuild list show all."
            .formatted(id));
    this.id = id;
  }

  /** The given id. */
  public long id() {
    return id;
  }
}
