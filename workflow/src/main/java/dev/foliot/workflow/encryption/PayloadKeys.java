package dev.foliot.workflow.encryption;

import java.util.Optional;

/**
 * The keys of the payloads of runs. A bean of this type takes the place of the keys in the
 * properties {@code foliot.workflow.encryption}, and turns encryption on.
 *
 * <p>A method is called for each payload that is written or read, by several threads, and also
 * while a transaction is open. So cache the keys. If a method throws, {@code Workflows} calls fail
 * with {@link dev.foliot.personaldata.KeysUnavailableException}, and an executing run is tried
 * again later.
 */
public interface PayloadKeys {
  /** The key that encrypts new payloads. The other keys are for reading only. */
  PayloadKey current();

  /** The key with this id; empty if there is none. */
  Optional<PayloadKey> find(String id);
}
