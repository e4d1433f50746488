package dev.foliot.benchmarks.workload;

/**
 * Keeps balances of accounts up to date in the background, from the accounts' events: rows of a
 * table {@code balance}, each with the number of its {@code deposits}.
 */
public interface FollowAccounts extends AutoCloseable {
  /** The name in the report. */
  String name();

  /** What is followed. */
  Accounts accounts();

  /** Forgets the balances: the next start begins at the first event. Only while it is stopped. */
  void reset();

  /**
   * Goes on where it stopped.
   *
   * @param handled is run for each event once the transaction that wrote its row has committed
   */
  void start(Runnable handled);

  /** Is called after each deposit, for a projector that does not notice it itself. */
  default void wake() {}

  /** Returns when nothing is handled any more. */
  void stop();

  @Override
  void close();
}
