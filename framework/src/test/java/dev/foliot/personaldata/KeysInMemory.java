package dev.foliot.personaldata;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A key store that a test can look into, as a vault would be one. */
class KeysInMemory implements PersonalDataKeys {
  final Map<String, SubjectKey> keys = new HashMap<>();
  final List<Set<String>> asked = new ArrayList<>();

  /** The keys behind a cache that forgets at once. */
  CachedKeys uncached() {
    return new CachedKeys(this, 0, Duration.ZERO, Ticker.systemTicker());
  }

  @Override
  public Map<String, SubjectKey> find(Set<String> subjects) {
    asked.add(new TreeSet<>(subjects));
    Map<String, SubjectKey> found = new HashMap<>(keys);
    found.keySet().retainAll(subjects);
    return found;
  }

  @Override
  public Map<String, SubjectKey> findOrCreate(Set<String> subjects) {
    for (String subject : subjects) {
      byte[] secret = new byte[SubjectKey.BYTES];
      secret[0] = (byte) (keys.size() + 1);
      keys.putIfAbsent(subject, SubjectKey.of(secret));
    }
    return find(subjects);
  }

  @Override
  public boolean destroy(String subject) {
    SubjectKey before = keys.put(subject, SubjectKey.FORGOTTEN);
    return before != null && !before.isForgotten();
  }
}
