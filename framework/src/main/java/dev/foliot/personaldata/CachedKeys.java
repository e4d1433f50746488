package dev.foliot.personaldata;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * A cache of keys, for a short time. Keys that a transaction has read, created or destroyed are
 * used only by it until it commits: after a rollback, a created key must not encrypt anything else.
 * Each destruction is counted. If the count has changed since the query of a reader, the reader
 * drops its keys from the cache: they may have been read before a subject was forgotten.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class CachedKeys {
  private final PersonalDataKeys keys;
  private final Cache<String, SubjectKey> cache;
  private final AtomicLong destructions = new AtomicLong();

  /**
   * @param keys the store of the keys
   * @param maxEntries the maximum number of keys to remember
   * @param expireAfter how long this node may still read data that was forgotten on another node
   * @param ticker time in nanoseconds
   */
  public CachedKeys(PersonalDataKeys keys, int maxEntries, Duration expireAfter, Ticker ticker) {
    this.keys = keys;
    this.cache =
        Caffeine.newBuilder()
            .maximumSize(maxEntries)
            .expireAfterWrite(expireAfter)
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  /** See {@link PersonalDataKeys#find}. */
  Map<String, SubjectKey> find(Set<String> subjects) {
    return look(subjects, keys::find);
  }

  /** See {@link PersonalDataKeys#findOrCreate}. */
  Map<String, SubjectKey> findOrCreate(Set<String> subjects) {
    return look(subjects, keys::findOrCreate);
  }

  private Map<String, SubjectKey> look(
      Set<String> subjects, Function<Set<String>, Map<String, SubjectKey>> ask) {
    Map<String, SubjectKey> found = new HashMap<>();
    Set<String> unknown = new HashSet<>();
    KeysOfTransaction own = KeysOfTransaction.current(this);
    for (String subject : subjects) {
      SubjectKey key = own == null ? null : own.found.get(subject);
      key = key == null ? cache.getIfPresent(subject) : key;
      if (key == null) {
        unknown.add(subject);
      } else {
        found.put(subject, key);
      }
    }
    if (!unknown.isEmpty()) {
      long before = destructions.get();
      Map<String, SubjectKey> asked = KeysUnavailableException.call(keys, () -> ask.apply(unknown));
      keep(asked, before, 0);
      found.putAll(asked);
    }
    return found;
  }

  /** See {@link PersonalDataKeys#destroy}. */
  boolean destroy(String subject) {
    boolean destroyed = KeysUnavailableException.call(keys, () -> keys.destroy(subject));
    keep(Map.of(subject, SubjectKey.FORGOTTEN), destructions.get(), 1);
    return destroyed;
  }

  /** Drops a key that was destroyed, unless a rollback to a savepoint has undone this. */
  void forgotten(String subject) {
    destructions.incrementAndGet();
    cache.invalidate(subject);
  }

  /** Drops everything: for a test that has emptied the tables. */
  public void clear() {
    destructions.incrementAndGet();
    cache.invalidateAll();
  }

  private void keep(Map<String, SubjectKey> found, long before, int destroyed) {
    if (TransactionSynchronizationManager.isSynchronizationActive()) {
      KeysOfTransaction.currentOrNew(this, before).add(found, destroyed);
    } else {
      publish(found, before, destroyed);
    }
  }

  private void publish(Map<String, SubjectKey> found, long before, int destroyed) {
    destructions.addAndGet(destroyed);
    cache.putAll(found);
    if (destructions.get() != before + destroyed) {
      cache.invalidateAll(found.keySet());
    }
  }

  /** The keys of one transaction, until it ends. */
  private static final class KeysOfTransaction implements TransactionSynchronization, Ordered {
    private final CachedKeys owner;
    private final long before;
    private final Map<String, SubjectKey> found = new HashMap<>();
    private int destroyed;

    KeysOfTransaction(CachedKeys owner, long before) {
      this.owner = owner;
      this.before = before;
    }

    static @Nullable KeysOfTransaction current(CachedKeys owner) {
      if (TransactionSynchronizationManager.isSynchronizationActive()) {
        for (TransactionSynchronization each :
            TransactionSynchronizationManager.getSynchronizations()) {
          if (each instanceof KeysOfTransaction keys && keys.owner == owner) {
            return keys;
          }
        }
      }
      return null;
    }

    static KeysOfTransaction currentOrNew(CachedKeys owner, long before) {
      KeysOfTransaction current = current(owner);
      if (current == null) {
        current = new KeysOfTransaction(owner, before);
        TransactionSynchronizationManager.registerSynchronization(current);
      }
      return current;
    }

    void add(Map<String, SubjectKey> more, int destructions) {
      found.putAll(more);
      destroyed += destructions;
    }

    /** Keys that were created after the savepoint do not exist any more. */
    @Override
    public void savepointRollback(Object savepoint) {
      found.clear();
    }

    @Override
    public void afterCompletion(int status) {
      if (status == STATUS_COMMITTED) {
        owner.publish(found, before, destroyed);
      }
    }

    @Override
    public int getOrder() {
      return Ordered.HIGHEST_PRECEDENCE;
    }
  }
}
