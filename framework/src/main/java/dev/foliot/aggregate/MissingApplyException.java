package dev.foliot.aggregate;

/** An event-sourced aggregate raised or stored an event that it cannot apply (R38). */
public final class MissingApplyException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final Class<?> aggregate;
  private final Class<?> event;

  MissingApplyException(Class<?> aggregate, Class<?> event) {
    super(
        "%s has no method that applies %s. Add: @Apply void on(%s event).%s"
            .formatted(
                aggregate.getName(), event.getName(), event.getSimpleName(), hint(aggregate)));
    this.aggregate = aggregate;
    this.event = event;
  }

  /** A hint for a stored event: the class of an aggregate is not stored. */
  private static String hint(Class<?> aggregate) {
    Class<?> root = AggregateModel.root(aggregate);
    return root == aggregate
        ? ""
        : " If the stream belongs to another class that extends %s, load it with the repository of that class."
            .formatted(root.getName());
  }

  /** The aggregate's class. */
  public Class<?> aggregate() {
    return aggregate;
  }

  /** The event's class. */
  public Class<?> event() {
    return event;
  }
}
