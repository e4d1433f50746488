package dev.foliot.workflow.encryption;

import dev.foliot.personaldata.AesGcm;
import dev.foliot.personaldata.KeysUnavailableException;
import java.security.GeneralSecurityException;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts the payloads of runs before they are stored, and decrypts them when they are read. A
 * stored text names its key, so that older keys still work. It can be decrypted only for its run
 * and in its place. Texts from before encryption was turned on are read as they are. Safe for use
 * by several threads.
 *
 * <p>Encrypted texts begin with {@code foliot:}, and JSON never does. If a codec of the application
 * writes such a beginning, the text is marked as plain.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class EncryptPayloads {
  private static final String RESERVED = "foliot:";
  private static final String ENCRYPTED = RESERVED + "encrypted:";
  private static final String PLAIN = RESERVED + "plain:";

  private final @Nullable PayloadKeys keys;
  private final AesGcm cipher;

  /**
   * @param keys null to store payloads as they are
   */
  public EncryptPayloads(@Nullable PayloadKeys keys, AesGcm cipher) {
    this.keys = keys;
    this.cipher = cipher;
  }

  /** Whether new payloads are encrypted. */
  public boolean isOn() {
    return keys != null;
  }

  /**
   * The text as stored; null for null.
   *
   * @param place the place of the text within the run
   * @throws KeysUnavailableException if the store of the keys does not answer
   */
  public @Nullable String encrypt(String runId, String place, @Nullable String text) {
    if (text == null) {
      return null;
    }
    PayloadKeys store = keys;
    if (store == null) {
      return text.startsWith(RESERVED) ? PLAIN + text : text;
    }
    PayloadKey key = KeysUnavailableException.call(store, store::current);
    String sealed = cipher.seal(key.secret(), binding(runId, place), text);
    return ENCRYPTED + key.id() + ":" + sealed;
  }

  /**
   * The plain text of a stored text; null for null.
   *
   * @throws PayloadUnreadableException if it cannot be decrypted
   * @throws KeysUnavailableException if the store of the keys does not answer
   */
  public @Nullable String decrypt(String runId, String place, @Nullable String stored) {
    if (stored == null || !stored.startsWith(RESERVED)) {
      return stored;
    }
    if (stored.startsWith(PLAIN)) {
      return stored.substring(PLAIN.length());
    }
    String rest = stored.substring(Math.min(stored.length(), ENCRYPTED.length()));
    String id = rest.substring(0, Math.max(0, rest.indexOf(':')));
    PayloadKey key = find(id);
    if (key == null) {
      throw PayloadUnreadableException.noKey(runId, place, id);
    }
    try {
      return cipher.open(key.secret(), binding(runId, place), rest.substring(id.length() + 1));
    } catch (GeneralSecurityException e) {
      throw PayloadUnreadableException.changed(runId, place, id, e);
    }
  }

  private @Nullable PayloadKey find(String id) {
    PayloadKeys store = keys;
    return store == null
        ? null
        : KeysUnavailableException.call(store, () -> store.find(id)).orElse(null);
  }

  private static String binding(String runId, String place) {
    return runId.length() + ":" + runId + "/" + place;
  }
}
