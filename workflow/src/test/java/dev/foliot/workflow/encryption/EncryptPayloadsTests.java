package dev.foliot.workflow.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.personaldata.AesGcm;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads are encrypted, bound to their run and place, and rotated (R61). */
class EncryptPayloadsTests {
  private final List<PayloadKey> keys = new ArrayList<>(List.of(key("k1", 1)));
  private final EncryptPayloads payloads = encryption(new Rotating());

  /** The last key is the current one. */
  private final class Rotating implements PayloadKeys {
    @Override
    public PayloadKey current() {
      return keys.get(keys.size() - 1);
    }

    @Override
    public Optional<PayloadKey> find(String id) {
      return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }
  }

  private static PayloadKey key(String id, int seed) {
    byte[] secret = new byte[PayloadKey.BYTES];
    Arrays.fill(secret, (byte) seed);
    return PayloadKey.of(id, secret);
  }

  private static EncryptPayloads encryption(@Nullable PayloadKeys keys) {
    return new EncryptPayloads(keys, new AesGcm(new SecureRandom()));
  }

  private String encrypt(String text) {
    return payloads.encrypt("r-1", "input", text);
  }

  private String decrypt(String stored) {
    return payloads.decrypt("r-1", "input", stored);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\"secret\"", "{\"a\":\"ä€𝄞\"}", "foliot:encrypted:x", "foliot:plain:"})
  void decryptsTheSameText(String text) {
    String stored = encrypt(text);

    assertThat(stored).startsWith("foliot:encrypted:k1:").doesNotContain("secret");
    assertThat(decrypt(stored)).isEqualTo(text);
  }

  @Test
  void nothingIsNothing() {
    assertThat(payloads.encrypt("r-1", "result", null)).isNull();
    assertThat(payloads.decrypt("r-1", "result", null)).isNull();
  }

  @Test
  void equalTextsAreStoredDifferently() {
    assertThat(encrypt("\"yes\"")).isNotEqualTo(encrypt("\"yes\""));
  }

  @Test
  void olderKeysStillDecrypt() {
    String old = encrypt("\"old\"");
    keys.add(key("k2", 2));

    assertThat(encrypt("\"new\"")).startsWith("foliot:encrypted:k2:");
    assertThat(decrypt(old)).isEqualTo("\"old\"");
  }

  @Test
  void opensForItsRunAndPlaceOnly() {
    String stored = encrypt("\"secret\"");

    assertThatThrownBy(() -> payloads.decrypt("r-2", "input", stored))
        .isInstanceOf(PayloadUnreadableException.class)
        .hasMessage(
            "Run r-2: the payload key k1 does not decrypt the input. The stored text was changed or moved, or the key was replaced under the same id.");
    assertThatThrownBy(() -> payloads.decrypt("r-1", "result", stored))
        .isInstanceOf(PayloadUnreadableException.class);
    assertThatThrownBy(() -> payloads.decrypt("r-1/in", "put", stored))
        .isInstanceOf(PayloadUnreadableException.class);
  }

  @Test
  void changedTextIsRefused() {
    String stored = encrypt("\"secret\"");
    int middle = stored.length() - 10;
    char other = stored.charAt(middle) == 'A' ? 'B' : 'A';
    String changed = stored.substring(0, middle) + other + stored.substring(middle + 1);

    for (String bad :
        List.of(changed, "foliot:encrypted:k1:", "foliot:encrypted:k1:?", stored + stored)) {
      assertThatThrownBy(() -> decrypt(bad)).isInstanceOf(PayloadUnreadableException.class);
    }
  }

  @Test
  void replacedKeyIsRefused() {
    String stored = encrypt("\"secret\"");
    keys.set(0, key("k1", 7));

    assertThatThrownBy(() -> decrypt(stored)).isInstanceOf(PayloadUnreadableException.class);
  }

  @Test
  void missingKeyNamesItselfAndTheRun() {
    String stored = encrypt("\"secret\"");
    keys.set(0, key("k2", 2));

    assertThatThrownBy(() -> decrypt(stored))
        .isInstanceOfSatisfying(
            PayloadUnreadableException.class,
            e -> {
              assertThat(e.runId()).isEqualTo("r-1");
              assertThat(e.keyId()).isEqualTo("k1");
            })
        .hasMessage(
            "Run r-1: the input is encrypted with the payload key k1, and there is no such key. Add it to foliot.workflow.encryption.keys, or to the PayloadKeys bean.");
    assertThatThrownBy(() -> encryption(null).decrypt("r-1", "input", stored))
        .isInstanceOf(PayloadUnreadableException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"foliot:", "foliot:encrypted:", "foliot:encrypted:k1", "foliot:other"})
  void cutTextIsRefused(String stored) {
    assertThatThrownBy(() -> decrypt(stored)).isInstanceOf(PayloadUnreadableException.class);
  }

  @Test
  void plainTextsFromBeforeAreRead() {
    assertThat(decrypt("\"from before\"")).isEqualTo("\"from before\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"plain\"", "foliot:encrypted:k1:AAAA", "foliot:plain:\"x\"", "foliot:"})
  void storesTextsAsTheyAreWithoutKeys(String text) {
    EncryptPayloads none = encryption(null);
    String stored = none.encrypt("r-1", "input", text);

    assertThat(stored).endsWith(text);
    assertThat(none.decrypt("r-1", "input", stored)).isEqualTo(text);
    assertThat(decrypt(stored)).isEqualTo(text);
  }

  // ---- keys

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 24, 31, 33})
  void keyOfAnotherSizeIsRefused(int size) {
    assertThatThrownBy(() -> PayloadKey.of("k1", new byte[size]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The payload key k1 has %d bytes, expected 32. Make it with a generator of random bytes."
                .formatted(size));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b", "a b", "ä", "a/b"})
  void idOfOtherCharactersIsRefused(String id) {
    assertThatThrownBy(() -> PayloadKey.of(id, new byte[PayloadKey.BYTES]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("letters, digits, dots, hyphens and underscores");
  }

  @Test
  void keyKeepsItsSecretAndNeverShowsIt() {
    byte[] secret = new byte[PayloadKey.BYTES];
    PayloadKey key = PayloadKey.of("k9", secret);
    keys.set(0, key);
    String stored = encrypt("\"x\"");
    secret[0] = 5; // by the caller

    assertThat(decrypt(stored)).isEqualTo("\"x\"");
    assertThat(key).hasToString("payload key k9");
  }
}
