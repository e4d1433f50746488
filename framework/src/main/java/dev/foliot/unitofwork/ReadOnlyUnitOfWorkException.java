package dev.foliot.unitofwork;

/** An aggregate raised an event in a read-only transaction, which would never store it (R3). */
public final class ReadOnlyUnitOfWorkException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Object event;

  /**
   * @param shown the event as the text may quote it
   */
  public ReadOnlyUnitOfWorkException(Class<?> aggregate, Object event, String shown) {
    super(
        "%s raised %s in a read-only transaction, which stores nothing. Change aggregates in a transaction that may write: a command handler, or @Transactional without readOnly."
            .formatted(aggregate.getSimpleName(), shown));
    this.event = event;
  }

  /** The event. */
  public Object event() {
    return event;
  }
}
