package dev.foliot.workflow.encryption;

import dev.foliot.message.Given;
import java.util.regex.Pattern;

/** A key of payloads, for AES-256-GCM. Its text never shows the secret. Immutable. */
public final class PayloadKey {
  /** The length of a secret, in bytes. */
  public static final int BYTES = 32;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final String id;
  private final byte[] secret;

  private PayloadKey(String id, byte[] secret) {
    this.id = id;
    this.secret = secret;
  }

  /**
   * A key.
   *
   * @param id is stored beside each payload that the key has encrypted, so that the key is found
   *     again: at most 64 letters, digits, dots, hyphens and underscores. Never use an id for
   *     another secret.
   * @param secret random bytes
   * @throws IllegalArgumentException if the id has other characters, or if the secret does not have
   *     {@value #BYTES} bytes
   */
  public static PayloadKey of(String id, byte[] secret) {
    if (!ID.matcher(Given.text(id, "PayloadKey.of", "an id")).matches()) {
      throw new IllegalArgumentException(
          "The id of a payload key has 1 to 64 letters, digits, dots, hyphens and underscores; this one is \"%s\"."
              .formatted(id));
    }
    if (Given.value(secret, "PayloadKey.of", "a secret").length != BYTES) {
      throw new IllegalArgumentException(
          "The payload key %s has %s bytes, expected %s. Make it with a generator of random bytes."
              .formatted(id, secret.length, BYTES));
    }
    return new PayloadKey(id, secret.clone());
  }

  /** Its id. */
  public String id() {
    return id;
  }

  byte[] secret() {
    return secret;
  }

  @Override
  public String toString() {
    return "payload key " + id;
  }
}
