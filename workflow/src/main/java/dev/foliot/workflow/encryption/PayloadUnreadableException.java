package dev.foliot.workflow.encryption;

import org.jspecify.annotations.Nullable;

/**
 * A stored payload of a run cannot be decrypted: its key is missing, or the text was changed or
 * moved. The run is tried again later, so it continues when the key is there.
 */
public final class PayloadUnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String runId;
  private final String keyId;

  private PayloadUnreadableException(
      String message, String runId, String keyId, @Nullable Throwable cause) {
    super(message, cause);
    this.runId = runId;
    this.keyId = keyId;
  }

  static PayloadUnreadableException noKey(String runId, String place, String keyId) {
    return new PayloadUnreadableException(
        "Run %s: the %s is encrypted with the payload key %s, and there is no such key. Add it to foliot.workflow.encryption.keys, or to the PayloadKeys bean."
            .formatted(runId, place, keyId),
        runId,
        keyId,
        null);
  }

  static PayloadUnreadableException changed(
      String runId, String place, String keyId, Throwable cause) {
    return new PayloadUnreadableException(
        "Run %s: the payload key %s does not decrypt the %s. The stored text was changed or moved, or the key was replaced under the same id."
            .formatted(runId, keyId, place),
        runId,
        keyId,
        cause);
  }

  /** The run. */
  public String runId() {
    return runId;
  }

  /** The key that is needed. */
  public String keyId() {
    return keyId;
  }
}
