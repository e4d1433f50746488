package dev.foliot.personaldata;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The key of one data subject, or the mark that it was destroyed. {@link #toString} never shows the
 * key.
 */
public final class SubjectKey {
  /** The length of a secret, in bytes. */
  public static final int BYTES = 32;

  /** The subject was forgotten: there is no key, and there will be none. */
  public static final SubjectKey FORGOTTEN = new SubjectKey(null);

  private final byte @Nullable [] secret;

  private SubjectKey(byte @Nullable [] secret) {
    this.secret = secret;
  }

  /**
   * A key with this secret.
   *
   * @throws IllegalArgumentException if the secret does not have {@value #BYTES} bytes
   */
  public static SubjectKey of(byte[] secret) {
    if (secret.length != BYTES) {
      throw new IllegalArgumentException(
          "The key of a data subject has %s bytes; this one has %s. Make it with a generator of random bytes."
              .formatted(BYTES, secret.length));
    }
    return new SubjectKey(secret.clone());
  }

  /** Whether the subject was forgotten. */
  public boolean isForgotten() {
    return secret == null;
  }

  byte[] secret() {
    if (secret == null) {
      throw new IllegalStateException("A forgotten data subject has no key.");
    }
    return secret;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SubjectKey key && Arrays.equals(secret, key.secret);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(secret);
  }

  @Override
  public String toString() {
    return isForgotten() ? "forgotten" : "a key";
  }
}
