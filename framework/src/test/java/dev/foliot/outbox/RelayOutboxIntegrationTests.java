package dev.foliot.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.CommandOptions;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.Around;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.message.Lane;
import dev.foliot.message.Message;
import dev.foliot.message.MessageKind;
import dev.foliot.message.Metadata;
import dev.foliot.message.Priority;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Cancelled;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.FullDisk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The outbox: with the transaction, by priority, and in order for each key. */
class RelayOutboxIntegrationTests extends ShopTest {
  private Around<OutboxEntry> around = entry -> Around.Scope.NONE;
  private static final OutboxSettings SETTINGS =
      new OutboxSettings(
          100,
          Duration.ofDays(7),
          new RetryPolicy(3, Duration.ofMillis(100), 2, Duration.ofSeconds(30), 0));

  @Autowired private Outbox outbox;
  @Autowired private PlatformTransactionManager manager;
  private final FakeBroker broker = new FakeBroker();
  private final TestGuard guard = new TestGuard();

  /** Takes what it gets, unless a test lets it fail for a key. */
  private static final class FakeBroker implements MessageBroker {
    private final List<String> published = new ArrayList<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private Runnable before = () -> {};

    @Override
    public void publish(OutboundMessage message) {
      before.run();
      int left = failures.getOrDefault(message.key(), 0);
      if (left > 0) {
        failures.put(message.key(), left - 1);
        throw new IllegalStateException("the broker refuses " + message.key());
      }
      published.add(message.key() + " " + message.json());
    }
  }

  // R1
  @Test
  void rowsAreWrittenWithTheirTransactionOrNotAtAll() {
    place("a", "b");
    TransactionTemplate transaction = new TransactionTemplate(manager);
    transaction.executeWithoutResult(
        status -> {
          domain.process(new Cancel("a"));
          domain.process(new Cancel("b"));
        });
    assertThat(outbox.list(OutboxStatus.PENDING, 10)).hasSize(2);

    place("c");
    transaction.executeWithoutResult(
        status -> {
          domain.process(new Cancel("c"));
          status.setRollbackOnly();
        });
    assertThat(outbox.list(OutboxStatus.PENDING, 10)).hasSize(2);
  }

  @Test
  void publishesByPriority() {
    place("low", "high", "normal");
    domain.process(new Cancel("low"), CommandOptions.priority(Priority.LOW));
    domain.process(new Cancel("normal"));
    domain.process(new Cancel("high"), CommandOptions.priority(Priority.CRITICAL));

    relay().step();
    run(relay());

    assertThat(keys()).containsExactly("order-high", "order-normal", "order-low");
  }

  @Test
  void hasWorkWhenRetryIsDueOrAfterSignal() {
    place("a");
    domain.process(new Cancel("a"));
    broker.failures.put("order-a", 1);
    RelayOutbox relay = relay();
    assertThat(relay.hasWork()).as("at the beginning").isTrue();

    run(relay);

    assertThat(relay.hasWork()).isFalse();
    assertThat(relay.nextDue()).contains(START.plusMillis(100));
    relay.wakeUp();
    assertThat(relay.hasWork()).isTrue();
    run(relay);
    assertThat(relay.hasWork()).isFalse();
    clock.advance(Duration.ofMillis(100));
    assertThat(relay.hasWork()).isTrue();
    run(relay);
    assertThat(keys()).containsExactly("order-a");
    assertThat(relay.nextDue()).isEmpty();
  }

  @Test
  void retriesAsThePolicySaysAndMarksFailedAtLast() {
    place("a");
    domain.process(new Cancel("a"));
    broker.failures.put("order-a", 3);
    RelayOutbox relay = relay();

    run(relay);
    assertThat(pending().nextAttemptAt()).isEqualTo(START.plusMillis(100));
    clock.advance(Duration.ofMillis(99));
    run(relay);
    assertThat(pending().attempts()).isEqualTo(1);
    clock.advance(Duration.ofMillis(1));
    run(relay);
    assertThat(pending().nextAttemptAt()).isEqualTo(START.plusMillis(300));
    clock.advance(Duration.ofMillis(200));
    run(relay);

    OutboxEntry failed = outbox.list(OutboxStatus.FAILED, 10).get(0);
    assertThat(failed.attempts()).isEqualTo(3);
    assertThat(failed.error()).contains("the broker refuses order-a");
    clock.advance(Duration.ofHours(1));
    run(relay);
    assertThat(keys()).isEmpty();
    assertThat(outbox.retry(failed.id())).isTrue();
    assertThat(outbox.retry(failed.id())).isFalse();
    run(relay);
    assertThat(keys()).containsExactly("order-a");
  }

  // Whoever took over meanwhile has published it
  @Test
  void relayThatLostItsDutyMarksNothing() {
    place("a", "b");
    domain.process(new Cancel("a"));
    domain.process(new Cancel("b"));
    RelayOutbox relay = relay();
    relay.step();
    broker.before = guard::lose;

    assertThatThrownBy(relay::step).hasMessageContaining("another node relays");

    assertThat(keys()).containsExactly("order-a");
    assertThat(outbox.list(OutboxStatus.PENDING, 10)).hasSize(2);
  }

  // A relay that stalled in the broker does not undo what its successor has done
  @Test
  void lateFailureOfFormerRelayChangesNothing() {
    place("a");
    domain.process(new Cancel("a"));
    RelayOutbox relay = relay();
    relay.step();
    broker.failures.put("order-a", 1);
    broker.before = guard::lose;

    assertThatThrownBy(relay::step).hasMessageContaining("another node relays");

    assertThat(pending().attempts()).isZero();
    assertThat(pending().error()).isNull();
  }

  // A broker has it, but the database refuses the mark
  @Test
  void messageThatCannotBeMarkedIsNotSentAgain() {
    place("a");
    domain.process(new Cancel("a"));
    RelayOutbox relay = relay();
    relay.step();
    FullDisk.of(jdbc, "foliot_outbox")
        .during(
            () -> {
              assertThatThrownBy(relay::step).isInstanceOf(DataAccessException.class);
              assertThatThrownBy(relay::step).isInstanceOf(DataAccessException.class);
            });
    place("b");
    domain.process(new Cancel("b"));

    run(relay);

    assertThat(keys()).containsExactly("order-a", "order-b");
    assertThat(outbox.list(OutboxStatus.PUBLISHED, 10)).hasSize(2);
  }

  @Test
  void sparedMessageIsNeverGivenUp() {
    place("a", "b");
    domain.process(new Cancel("a"));
    domain.process(new Cancel("b"));
    broker.failures.put("order-a", 50);
    guard.spare(true);
    RelayOutbox relay = relay();

    for (int i = 0; i < 50; i++) {
      run(relay);
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(keys()).containsExactly("order-b");
    assertThat(pending().attempts()).isZero();
    assertThat(pending().error()).contains("the broker refuses order-a");
    run(relay);

    assertThat(keys()).containsExactly("order-b", "order-a");
  }

  @Test
  void failedMessageThatAPersonRetriesBeginsAnew() {
    place("a");
    domain.process(new Cancel("a"));
    broker.failures.put("order-a", 5);
    guard.spare(true);
    RelayOutbox relay = relay();
    run(relay);
    guard.spare(false);
    for (int i = 0; i < 3; i++) {
      clock.advance(Duration.ofHours(1));
      run(relay);
    }
    OutboxEntry failed = outbox.list(OutboxStatus.FAILED, 10).get(0);
    outbox.retry(failed.id());

    run(relay);

    assertThat(guard.failingFor).isZero();
  }

  // However many wait: each look tries a few only
  @Test
  void pausesWhileTheDatabaseRefusesEverything() {
    for (int i = 0; i < 10; i++) {
      place("o" + i);
      domain.process(new Cancel("o" + i));
      broker.failures.put("order-o" + i, 1);
    }
    guard.spare(true);
    RelayOutbox relay = relay();
    relay.step();

    assertThat(relay.step()).isFalse();

    assertThat(broker.failures.values()).filteredOn(left -> left == 0).hasSize(3);
    clock.advance(Duration.ofMinutes(1));
    for (int look = 0; look < 10; look++) {
      run(relay);
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(keys()).hasSize(10);
  }

  // Retries and priorities included
  @Test
  void messageNeverOvertakesAnEarlierOneOfItsKey() {
    place("a", "b");
    domain.process(new Cancel("a"));
    domain.process(new Cancel("b"));
    domain.process(new Cancel("a"), CommandOptions.priority(Priority.CRITICAL));
    broker.failures.put("order-a", 1);
    RelayOutbox relay = relay();

    run(relay);
    assertThat(keys()).containsExactly("order-b");
    clock.advance(Duration.ofMillis(100));
    run(relay);

    assertThat(keys()).containsExactly("order-b", "order-a", "order-a");
    List<Long> ids =
        outbox.list(OutboxStatus.PUBLISHED, 10).stream()
            .filter(entry -> entry.message().key().equals("order-a"))
            .map(OutboxEntry::id)
            .toList();
    assertThat(ids).isSorted();
  }

  // A failed one keeps later ones of its key, and no others
  @Test
  void failedMessageHoldsBackItsKeyOnly() {
    place("a", "b");
    domain.process(new Cancel("a"));
    domain.process(new Cancel("a"));
    domain.process(new Cancel("b"));
    broker.failures.put("order-a", 100);
    RelayOutbox relay = relay();

    for (int i = 0; i < 5; i++) {
      run(relay);
      clock.advance(Duration.ofMinutes(1));
    }

    assertThat(keys()).containsExactly("order-b");
    assertThat(outbox.list(OutboxStatus.FAILED, 10)).hasSize(1);
    assertThat(outbox.list(OutboxStatus.PENDING, 10)).hasSize(1);
  }

  // The streams "line-1" of "order" and "1" of "order-line" print the same
  @Test
  void failedMessageHoldsBackNoStreamThatPrintsTheSame() {
    outbox.write(List.of(cancelled("order", "line-1"), cancelled("order-line", "1")));
    broker.failures.put("order-line-1", 100);

    run(relay());

    assertThat(keys()).containsExactly("order%2Dline-1");
  }

  private static NewMessage cancelled(String category, String id) {
    Metadata metadata =
        new Metadata(
            UUID.randomUUID(),
            "c-1",
            null,
            Priority.NORMAL,
            START,
            "cancelled",
            1,
            null,
            null,
            Map.of());
    return new NewMessage(
        MessageKind.EVENT,
        new StreamName(category, id),
        1L,
        new Message(new Cancelled(id), metadata),
        Lane.PRIMARY,
        false);
  }

  @Test
  void oldPublishedRowsAreRemoved() {
    place("a", "b");
    domain.process(new Cancel("a"));
    RelayOutbox relay = relay();
    run(relay);
    clock.advance(Duration.ofDays(4));
    domain.process(new Cancel("b"));
    run(relay);
    clock.advance(Duration.ofDays(4));
    run(relay);

    assertThat(outbox.list(OutboxStatus.PUBLISHED, 10))
        .extracting(entry -> entry.message().key())
        .containsExactly("order-b");
  }

  // The relay dies after the broker took the message: it is sent again, and has one effect
  @Test
  void messagePublishedTwiceHasOneEffect() {
    place("a");
    domain.process(new Cancel("a"));
    engine().run();
    jdbc.update("update foliot_outbox set status = 'pending'");

    engine().run();

    assertThat(
            jdbc.queryForObject("select count(*) from foliot_message where kind = 4", Long.class))
        .isEqualTo(2);
    assertThat(faults.calls()).containsOnlyOnce("mail a");
  }

  // R25: a subscriber that fails is tried again like any handler
  @Test
  void subscriberThatFailsIsTriedAgain() {
    place("a");
    domain.process(new Cancel("a"));
    faults.fail("mail", "a", 2);

    assertThat(engine().runUntilIdle().isQuiescent()).isTrue();

    assertThat(faults.calls()).filteredOn(call -> call.equals("mail a")).hasSize(3);
  }

  // An error may be thrown by any code of a broker, such as a client that is too old
  @Test
  void errorOfBrokerIsAFailedAttemptOfItsMessage() {
    place("a", "b");
    domain.process(new Cancel("a"));
    domain.process(new Cancel("b"));
    AtomicInteger calls = new AtomicInteger();
    broker.before =
        () -> {
          if (calls.getAndIncrement() == 0) {
            throw new StackOverflowError();
          }
        };

    run(relay());

    assertThat(keys()).containsExactly("order-b");
    assertThat(pending().attempts()).isEqualTo(1);
    assertThat(pending().error()).isEqualTo("java.lang.StackOverflowError");
  }

  @Test
  void longErrorIsCutBetweenCharacters() {
    place("a");
    domain.process(new Cancel("a"));
    String text = "x".repeat(3_999 - "java.lang.IllegalStateException: ".length());
    broker.before =
        () -> {
          throw new IllegalStateException(text + "\uD83D\uDCE6");
        };

    run(relay());

    assertThat(pending().error()).hasSize(3_999).endsWith("x");
  }

  private void place(String... orders) {
    for (String order : orders) {
      domain.process(new Place(order, "none", 1));
    }
  }

  private RelayOutbox relay() {
    return new RelayOutbox(outbox, broker, SETTINGS, clock, () -> 0.5, guard, around);
  }

  private static void run(RelayOutbox relay) {
    boolean progress = true;
    while (progress) {
      progress = relay.step();
    }
  }

  private OutboxEntry pending() {
    return outbox.list(OutboxStatus.PENDING, 10).get(0);
  }

  private List<String> keys() {
    return broker.published.stream().map(each -> each.substring(0, each.indexOf(' '))).toList();
  }
}
