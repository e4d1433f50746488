package dev.foliot.docs;

import dev.foliot.personaldata.PersonalDataKeys;
import dev.foliot.personaldata.SubjectKey;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

// docs: vault
@Component
class VaultKeys implements PersonalDataKeys {
  private final Vault vault; // a store outside of the database
  private final SecureRandom random = new SecureRandom();

  VaultKeys(Vault vault) {
    this.vault = vault;
  }

  @Override
  public Map<String, SubjectKey> find(Set<String> subjects) {
    Map<String, SubjectKey> found = new HashMap<>();
    for (String subject : subjects) {
      vault.read(subject).ifPresent(entry -> found.put(subject, key(entry)));
    }
    return found;
  }

  @Override
  public Map<String, SubjectKey> findOrCreate(Set<String> subjects) {
    Map<String, SubjectKey> found = new HashMap<>();
    for (String subject : subjects) {
      byte[] secret = new byte[SubjectKey.BYTES];
      random.nextBytes(secret);
      found.put(subject, key(vault.putIfAbsent(subject, secret))); // an existing entry wins
    }
    return found;
  }

  @Override
  public boolean destroy(String subject) {
    return vault.replaceByTombstone(subject); // the tombstone must stay for ever
  }

  private static SubjectKey key(Vault.Entry entry) {
    return entry.isTombstone() ? SubjectKey.FORGOTTEN : SubjectKey.of(entry.secret());
  }
}

// docs: end

/** Stands for the client of a vault. */
interface Vault {
  Optional<Entry> read(String subject);

  Entry putIfAbsent(String subject, byte[] secret);

  boolean replaceByTombstone(String subject);

  /** A secret, or a tombstone in its place. */
  interface Entry {
    boolean isTombstone();

    byte[] secret();
  }
}
