package dev.foliot.personaldata;

import org.apiguardian.api.API;

/**
 * A place that may contain data of a person outside of sealed payloads: texts of errors, states of
 * aggregates.
 *
 * @hidden
 */
@FunctionalInterface
@API(status = API.Status.INTERNAL)
public interface SubjectTraces {
  /**
   * Removes the data, in the transaction that forgets the person. Data in memory must be dropped
   * after the commit.
   *
   * @param subject the id of the data subject
   */
  void remove(String subject);
}
