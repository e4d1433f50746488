package dev.foliot.work;

/** Another node has taken a work over. The current transaction is rolled back. */
public class WorkLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param what the lost work, as the subject of a sentence
   * @param by the new owner, or the reason for the loss
   */
  protected WorkLostException(String what, String by) {
    super("%s was taken over, by %s; this node rolls back its current batch.".formatted(what, by));
  }

  /** Made by the engine, and by a fence in a test. */
  public WorkLostException(String work) {
    this("Work " + work, "another node");
  }
}
