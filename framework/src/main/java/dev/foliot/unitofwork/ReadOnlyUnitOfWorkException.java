package dev.foliot.unitofwork;

/**
 * An aggregate raised an event in a read-only transaction, or was saved there with raised events:
 * they would never be stored (R3).
 */
public final class ReadOnlyUnitOfWorkException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Object event;

  /**
   * @param shown the event as the text may quote it
   */
  public ReadOnlyUnitOfWorkException(Class<?> aggregate, Object event, String shown) {
    super(
        "%s raised %s, but the transaction is read-only and stores nothing. Change aggregates in a transaction that may write: a command handler, or @Transactional without readOnly."
            .formatted(aggregate.getSimpleName(), shown));
    this.event = event;
  }

  /** The event. */
  public Object event() {
    return event;
  }
}
