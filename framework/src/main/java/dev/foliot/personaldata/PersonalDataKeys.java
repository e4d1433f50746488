package dev.foliot.personaldata;

import java.util.Map;
import java.util.Set;

/**
 * The store of the keys of data subjects: by default the table {@code foliot_data_key}. A bean of
 * this type replaces it, for example with a vault. Results are cached. Safe for use by several
 * threads.
 */
public interface PersonalDataKeys {
  /**
   * The keys of these subjects, with {@link SubjectKey#FORGOTTEN} for those that were forgotten. A
   * subject that never had a key is left out.
   *
   * @throws RuntimeException if the store does not answer; a command then fails with {@link
   *     KeysUnavailableException}, and a delivery or a run is tried again later
   */
  Map<String, SubjectKey> find(Set<String> subjects);

  /**
   * Finds the keys as {@link #find} does, and creates a key for each subject that never had one, so
   * that the result is complete. If two callers create the key of a subject at the same time, both
   * get the same key. A new key is durable when the caller's transaction commits, or earlier. If
   * the transaction rolls back and the key stays, this does no harm.
   */
  Map<String, SubjectKey> findOrCreate(Set<String> subjects);

  /**
   * Destroys the key of a subject, and remembers that the subject was forgotten, whether it had a
   * key or not: the subject never gets a key again. A store outside of the database may do so at
   * once, even if the caller's transaction then rolls back.
   *
   * @return whether there was a key to destroy
   */
  boolean destroy(String subject);
}
