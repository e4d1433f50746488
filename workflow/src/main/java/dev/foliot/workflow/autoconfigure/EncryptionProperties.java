package dev.foliot.workflow.autoconfigure;

import dev.foliot.workflow.encryption.PayloadKey;
import dev.foliot.workflow.encryption.PayloadKeys;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys that encrypt the payloads of runs. Without keys, nothing is encrypted. A value that is
 * not allowed is refused at the start; its text is never shown.
 *
 * @param currentKey the id of the key that encrypts new payloads
 * @param keys the keys by their ids: 32 random bytes each, in Base64
 */
@ConfigurationProperties("foliot.workflow.encryption")
public record EncryptionProperties(
    @Nullable String currentKey, @DefaultValue Map<String, String> keys) {
  private static final String PREFIX = "The property foliot.workflow.encryption.";

  public EncryptionProperties {
    keys = Map.copyOf(keys);
    keys.forEach(EncryptionProperties::key);
    if (currentKey == null && !keys.isEmpty()) {
      throw new IllegalArgumentException(
          PREFIX
              + "current-key is missing: give the id of the key that encrypts new payloads, one of %s."
                  .formatted(new TreeMap<>(keys).keySet()));
    }
    if (currentKey != null && !keys.containsKey(currentKey)) {
      throw new IllegalArgumentException(
          PREFIX
              + "current-key is %s, and there is no key with this id below foliot.workflow.encryption.keys; there are %s."
                  .formatted(currentKey, new TreeMap<>(keys).keySet()));
    }
  }

  private static PayloadKey key(String id, String base64) {
    byte[] secret;
    try {
      secret = Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          PREFIX + "keys.%s must be Base64, and is not.".formatted(id)); // the cause quotes it
    }
    return PayloadKey.of(id, secret);
  }

  /** The keys; null if there are none. */
  @Nullable PayloadKeys payloadKeys() {
    if (currentKey == null) {
      return null;
    }
    Map<String, PayloadKey> all = new TreeMap<>();
    keys.forEach((id, base64) -> all.put(id, key(id, base64)));
    PayloadKey current = Objects.requireNonNull(all.get(currentKey));
    return new PayloadKeys() {
      @Override
      public PayloadKey current() {
        return current;
      }

      @Override
      public Optional<PayloadKey> find(String id) {
        return Optional.ofNullable(all.get(id));
      }
    };
  }

  /** A text without the keys. */
  @Override
  public String toString() {
    return "current-key %s of %s".formatted(currentKey, new TreeMap<>(keys).keySet());
  }
}
