package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.engine.Ownership.Holding;
import dev.foliot.message.Lane;
import dev.foliot.shop.ShopTest;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * R28: a process that is stopped just before a commit holds the rows of its segment. The server
 * ends its session after a lease, so that others can take the segment over.
 */
class PostgresStalledOwnerIntegrationTests extends ShopTest {
  private EngineParts parts;
  private Holding free;

  @BeforeEach
  void register() {
    node.register();
    parts =
        EngineOf.copy(node, settings -> EngineOf.withLease(settings, Duration.ofSeconds(7)))
            .parts();
    SegmentId id = new SegmentId("reservation", 0);
    long token =
        jdbc.queryForObject(
            "select token from foliot_segment where subscription = 'reservation'", Long.class);
    free = new Holding(id, null, token, false);
  }

  @Test
  void deliveryIsLimitedFromItsCheckpointToItsCommit() {
    var store = new SegmentStore(parts.storage(), free.id(), free.token(), endIfIdle(parts));

    String limit =
        parts
            .storage()
            .transactions()
            .inNew(
                () -> {
                  assertThat(limit()).isEqualTo("0");
                  store.moveTo(Lane.PRIMARY, 1, 0);
                  return limit();
                });

    assertThat(limit).isEqualTo("7s");
    assertThat(limit()).as("of the application's transactions").isEqualTo("0");
  }

  @Test
  void takeOverIsLimitedFromItsLockToItsCommit() {
    var store = new ClaimStore(parts.storage(), endIfIdle(parts));

    String limit =
        parts
            .storage()
            .transactions()
            .inNew(
                () -> {
                  assertThat(store.claim(free.id(), free.token(), "other")).isPresent();
                  return limit();
                });

    assertThat(limit).isEqualTo("7s");
  }

  @Test
  void relayIsLimitedFromItsProofToItsCommit() {
    var store = new ClaimStore(parts.storage(), endIfIdle(parts));
    SegmentId relay = new SegmentId("foliot:outbox", 0);
    store.addWork("foliot:outbox");
    long token =
        jdbc.queryForObject(
            "select token from foliot_segment where subscription = 'foliot:outbox'", Long.class);

    String limit =
        parts
            .storage()
            .transactions()
            .inNew(
                () -> {
                  store.lockWork(relay, token);
                  return limit();
                });

    assertThat(limit).isEqualTo("7s");
  }

  // A pause of the JVM of a second is no reason
  @Test
  void shortLeaseMakesNoShorterLimitThanFiveSeconds() {
    EngineParts hasty =
        EngineOf.copy(node, settings -> EngineOf.withLease(settings, Duration.ofSeconds(1)))
            .parts();

    assertThat(endIfIdle(hasty)).contains("'5000'");
  }

  private static String endIfIdle(EngineParts parts) {
    return parts.storage().endIfIdle(parts.settings().lease());
  }

  private String limit() {
    return jdbc.queryForObject("show idle_in_transaction_session_timeout", String.class);
  }
}
