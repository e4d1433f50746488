package dev.foliot.personaldata;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apiguardian.api.API;

/**
 * Authenticated encryption of a text (AES-256-GCM). Each text has its own random initialisation
 * vector, which precedes the ciphertext. A text can be opened only with the name of the place for
 * which it was sealed. Safe for use by several threads.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class AesGcm {
  private static final int IV_BYTES = 12;
  private static final int TAG_BYTES = 16;

  private final SecureRandom random;

  public AesGcm(SecureRandom random) {
    this.random = random;
  }

  /**
   * The encrypted text, in Base64.
   *
   * @param key 32 bytes
   */
  public String seal(byte[] key, String place, String text) {
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(iv);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, key, iv, place)
              .doFinal(text.getBytes(StandardCharsets.UTF_8));
      byte[] both = ByteBuffer.allocate(IV_BYTES + sealed.length).put(iv).put(sealed).array();
      return Base64.getEncoder().encodeToString(both);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot encrypt with AES-256-GCM", e);
    }
  }

  /**
   * Decrypts a text.
   *
   * @throws GeneralSecurityException if it was sealed with another key or for another place, or was
   *     changed
   */
  public String open(byte[] key, String place, String sealed) throws GeneralSecurityException {
    byte[] both = decoded(sealed);
    byte[] iv = Arrays.copyOf(both, IV_BYTES);
    byte[] text =
        cipher(Cipher.DECRYPT_MODE, key, iv, place).doFinal(both, IV_BYTES, both.length - IV_BYTES);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static byte[] decoded(String sealed) throws GeneralSecurityException {
    try {
      byte[] both = Base64.getDecoder().decode(sealed);
      if (both.length >= IV_BYTES + TAG_BYTES) {
        return both;
      }
    } catch (IllegalArgumentException noBase64) {
      throw new GeneralSecurityException("no Base64", noBase64);
    }
    throw new GeneralSecurityException("too short");
  }

  private static Cipher cipher(int mode, byte[] key, byte[] iv, String place)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BYTES * 8, iv));
    cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  /** Combines keys to one key, which needs all of them. Their order matters. */
  static byte[] combined(Iterable<SubjectKey> keys) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec("foliot sealed text".getBytes(StandardCharsets.UTF_8), "Hmac"));
      keys.forEach(key -> mac.update(key.secret()));
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot derive keys", e);
    }
  }
}
