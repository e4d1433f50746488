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
   * Removes rows whose time is over, in the transaction of the caller.
   *
   * @param most how many at once
   * @return how many were removed
   */
  int removeSome(int most);
}
