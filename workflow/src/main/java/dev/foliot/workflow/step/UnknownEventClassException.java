package dev.foliot.workflow.step;

/** The journal of a run has an event whose class this application does not have. */
public final class UnknownEventClassException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String className;

  UnknownEventClassException(String className, Class<?> workflow, Throwable cause) {
    super(
        "The run of %s has an event of the class %s, which this application does not have. Add the class again, with this name."
            .formatted(workflow.getName(), className),
        cause);
    this.className = className;
  }

  /** The name of the class. */
  public String className() {
    return className;
  }
}
