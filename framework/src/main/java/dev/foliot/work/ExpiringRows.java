package dev.foliot.work;

import org.apiguardian.api.API;

/**
 * Rows that are kept for a while and then removed by the clean-up of the engine.
 *
 * @hidden
 */
@FunctionalInterface
@API(status = API.Status.INTERNAL)
public interface ExpiringRows {
  /**
   * Removes rows whose time is over, in the caller's transaction or in its own transactions.
   *
   * @param most the maximum number of rows
   * @return the number of checked rows; if it is less than {@code most}, the clean-up pauses
   */
  int removeSome(int most);

  /** Whether it opens its own transactions. Otherwise the clean-up opens one for each call. */
  default boolean hasOwnTransactions() {
    return false;
  }
}
