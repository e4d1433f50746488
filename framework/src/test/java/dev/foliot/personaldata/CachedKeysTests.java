package dev.foliot.personaldata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionSynchronizationUtils;

/** A node never encrypts with a key that is not there, and soon knows what is forgotten. */
class CachedKeysTests {
  private final AtomicLong nanos = new AtomicLong();
  private final KeysInMemory store = new KeysInMemory();
  private final CachedKeys keys = new CachedKeys(store, 100, Duration.ofMinutes(1), nanos::get);

  @AfterEach
  void endTransaction() {
    if (TransactionSynchronizationManager.isSynchronizationActive()) {
      TransactionSynchronizationManager.clearSynchronization();
    }
  }

  private static void begin() {
    TransactionSynchronizationManager.initSynchronization();
  }

  private static void end(int status) {
    var all = TransactionSynchronizationManager.getSynchronizations();
    TransactionSynchronizationManager.clearSynchronization();
    TransactionSynchronizationUtils.invokeAfterCompletion(all, status);
  }

  private static void rollBackToSavepoint() {
    TransactionSynchronizationManager.getSynchronizations()
        .forEach(each -> each.savepointRollback("savepoint"));
  }

  private SubjectKey ann() {
    return keys.find(Set.of("ann")).getOrDefault("ann", SubjectKey.FORGOTTEN);
  }

  @Test
  void asksOnceForAKey() {
    keys.findOrCreate(Set.of("ann"));
    ann();
    keys.find(Set.of("ann", "bob"));

    assertThat(store.asked).containsExactly(Set.of("ann"), Set.of("bob"));
  }

  @Test
  void asksOnceWithinATransaction() {
    begin();
    keys.findOrCreate(Set.of("ann"));
    ann();

    assertThat(store.asked).hasSize(1);
    end(TransactionSynchronization.STATUS_COMMITTED);
    ann();
    assertThat(store.asked).hasSize(1);
  }

  @Test
  void dropsKeyOfRolledBackTransaction() {
    begin();
    keys.findOrCreate(Set.of("ann"));
    end(TransactionSynchronization.STATUS_ROLLED_BACK);
    store.keys.clear();

    assertThat(keys.find(Set.of("ann"))).isEmpty();
  }

  @Test
  void dropsKeyThatASavepointUndid() {
    begin();
    keys.findOrCreate(Set.of("ann"));
    store.keys.clear();
    rollBackToSavepoint();

    SubjectKey key = keys.findOrCreate(Set.of("ann")).get("ann");
    end(TransactionSynchronization.STATUS_COMMITTED);

    assertThat(store.keys).containsEntry("ann", key);
    assertThat(ann()).isEqualTo(key);
  }

  @Test
  void keepsKeyFromOthersUntilTheCommit() {
    begin();
    keys.findOrCreate(Set.of("ann"));
    var suspended = TransactionSynchronizationManager.getSynchronizations();
    TransactionSynchronizationManager.clearSynchronization();
    store.keys.clear(); // nobody else sees it yet

    assertThat(keys.find(Set.of("ann"))).isEmpty();
    assertThat(suspended).hasSize(1);
  }

  @Test
  void knowsAtOnceWhatItForgot() {
    keys.findOrCreate(Set.of("ann"));
    begin();
    keys.destroy("ann");

    assertThat(ann().isForgotten()).isTrue();
    end(TransactionSynchronization.STATUS_COMMITTED);
    assertThat(ann().isForgotten()).isTrue();
  }

  @Test
  void knowsKeyAgainIfForgettingIsRolledBack() {
    SubjectKey key = keys.findOrCreate(Set.of("ann")).get("ann");
    begin();
    keys.destroy("ann");
    end(TransactionSynchronization.STATUS_ROLLED_BACK);

    assertThat(ann()).isEqualTo(key);
  }

  @Test
  void knowsKeyAgainIfASavepointUndidForgetting() {
    SubjectKey key = keys.findOrCreate(Set.of("ann")).get("ann");
    begin();
    keys.destroy("ann");
    store.keys.put("ann", key);
    rollBackToSavepoint();
    assertThat(ann()).isEqualTo(key);

    keys.forgotten("ann"); // after the commit of the rest
    end(TransactionSynchronization.STATUS_COMMITTED);

    assertThat(ann()).isEqualTo(key);
  }

  @Test
  void knowsAfterATimeWhatOthersForgot() {
    keys.findOrCreate(Set.of("ann"));
    store.destroy("ann");
    assertThat(ann().isForgotten()).isFalse();

    nanos.addAndGet(Duration.ofMinutes(1).toNanos());

    assertThat(ann().isForgotten()).isTrue();
  }

  @Test
  void dropsKeyThatWasReadBeforeItWasForgotten() {
    KeysInMemory slow =
        new KeysInMemory() {
          private boolean done;

          @Override
          public Map<String, SubjectKey> find(Set<String> subjects) {
            Map<String, SubjectKey> found = super.find(subjects);
            if (!done) {
              done = true;
              slowKeys().destroy("ann"); // by another thread, before the answer arrives
            }
            return found;
          }
        };
    byte[] secret = new byte[SubjectKey.BYTES];
    slow.keys.put("ann", SubjectKey.of(secret));
    slowKeys = new CachedKeys(slow, 100, Duration.ofMinutes(1), nanos::get);

    assertThat(slowKeys().find(Set.of("ann")).get("ann")).isEqualTo(SubjectKey.of(secret));

    assertThat(slowKeys().find(Set.of("ann")).get("ann")).isEqualTo(SubjectKey.FORGOTTEN);
  }

  private CachedKeys slowKeys = keys;

  private CachedKeys slowKeys() {
    return slowKeys;
  }
}
