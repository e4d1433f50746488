package dev.foliot.work;

/** Prevents further effects of a node that no longer owns a work. */
public interface Fence {
  /** The fencing token: it rises with each change of the owner. */
  long token();

  /**
   * Makes sure, in the caller's transaction, that this node owns the work, and that no other node
   * takes it over before the transaction ends.
   *
   * @throws WorkLostException if another node has taken it over; let it end the transaction and the
   *     step
   */
  void check();

  /**
   * Whether an effect outside of the database may begin. If true, the database has proved within
   * this lease that no other node can have taken the work over yet. If false, the lease has ended:
   * the step then returns, and is repeated when the node holds its lease again.
   *
   * @throws WorkLostException if another node has taken it over; let it end the step
   */
  boolean prove();
}
