package dev.foliot.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.foliot.handler.Around;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What operators see of the outbox, and can do about what failed. */
class OutboxOperationsIntegrationTests extends ShopTest {
  private static final OutboxSettings ONE_ATTEMPT =
      new OutboxSettings(
          100,
          Duration.ofDays(7),
          new RetryPolicy(1, Duration.ofMillis(100), 2, Duration.ofSeconds(30), 0));

  @Autowired private Outbox outbox;
  private final List<String> published = new ArrayList<>();
  private boolean refuses;

  /** Three keys failed to two destinations; behind one of them two messages wait. */
  @BeforeEach
  void threeFailed() {
    cancel("a", "a", "a", "b", "c");
    jdbc.update("update foliot_outbox set destination = 'letters' where message_key = 'order-c'");
    refuses = true;
    relay();
    refuses = false;
  }

  @Test
  void reportsWhatFailedAndWhatWaitsBehindIt() {
    cancel("d");

    assertThat(outbox.report()).isEqualTo(new OutboxReport(3, 2, 3));
  }

  @Test
  void retriesOneAndWhatWaitsBehindItFollowsInOrder() {
    long id = failed("order-a").id();

    assertThat(outbox.retry(FailedEntries.withId(id))).isEqualTo(1);
    relay();

    assertThat(published).containsExactly("order-a", "order-a", "order-a");
    assertThat(outbox.report()).isEqualTo(new OutboxReport(0, 0, 2));
    assertThat(outbox.retry(FailedEntries.withId(id))).isZero();
  }

  @Test
  void retriesAKey() {
    assertThat(outbox.retry(FailedEntries.ofKey("letters", "order-b"))).isZero();
    assertThat(outbox.retry(FailedEntries.ofKey("cancellations", "order-b"))).isEqualTo(1);
    relay();

    assertThat(published).containsExactly("order-b");
  }

  @Test
  void textThatNoDatabaseStoresNamesNothing() {
    assertThat(outbox.retry(FailedEntries.ofKey("cancellations", "order-b\0"))).isZero();
    assertThat(outbox.discard(FailedEntries.toDestination("\0"), "sent by hand", "ann")).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 10_001})
  void refusesAWrongLimit(int limit) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> outbox.list(OutboxStatus.FAILED, limit))
        .withMessageStartingWith("A list has from 1 to 10000 messages, not " + limit);
  }

  @Test
  void retriesADestination() {
    assertThat(outbox.retry(FailedEntries.toDestination("cancellations"))).isEqualTo(2);
    relay();

    assertThat(published).containsExactlyInAnyOrder("order-a", "order-a", "order-a", "order-b");
  }

  @Test
  void retriesAll() {
    assertThat(outbox.retry(FailedEntries.all())).isEqualTo(3);
    relay();

    assertThat(published).hasSize(5);
    assertThat(outbox.report()).isEqualTo(new OutboxReport(0, 0, 0));
  }

  @Test
  void discardsOneAndGoesOnBehindIt() {
    long id = failed("order-a").id();

    assertThat(outbox.discard(FailedEntries.withId(id), "sent by hand", "ann")).isEqualTo(1);
    relay();

    assertThat(published).containsExactly("order-a", "order-a");
    assertThat(outbox.list(OutboxStatus.DISCARDED, 10))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.id()).isEqualTo(id);
              assertThat(each.discard())
                  .isEqualTo(new OutboxEntry.Discard("ann", clock.instant(), "sent by hand"));
              assertThat(each.error()).contains("the broker refuses it");
            });
  }

  @Test
  void discardsADestinationAKeyAndAll() {
    assertThat(outbox.discard(FailedEntries.toDestination("letters"), "obsolete", "ann"))
        .isEqualTo(1);
    assertThat(outbox.discard(FailedEntries.ofKey("cancellations", "order-b"), "obsolete", "ann"))
        .isEqualTo(1);
    assertThat(outbox.discard(FailedEntries.all(), "obsolete", "ann")).isEqualTo(1);

    assertThat(outbox.list(OutboxStatus.DISCARDED, 10)).hasSize(3);
    assertThat(outbox.report()).isEqualTo(new OutboxReport(2, 0, 0));
  }

  @Test
  void discardsNothingWithoutAReasonAndAName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> outbox.discard(FailedEntries.all(), " ", "ann"))
        .withMessage("Nothing was discarded: give a reason, in 1 to 1000 characters.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> outbox.discard(FailedEntries.all(), "r", "n".repeat(201)))
        .withMessage("Nothing was discarded: give the name of the person, in 1 to 200 characters.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> outbox.discard(FailedEntries.all(), "r\0", "ann"))
        .withMessageStartingWith("The text for a reason has the character U+0000 at index 1");

    assertThat(outbox.report().failed()).isEqualTo(3);
  }

  @Test
  void listsPageByPage() {
    List<OutboxEntry> first = outbox.list(OutboxStatus.FAILED, 0, 2);
    List<OutboxEntry> second = outbox.list(OutboxStatus.FAILED, first.get(1).id(), 2);

    assertThat(first).hasSize(2);
    assertThat(second).hasSize(1).doesNotContainAnyElementsOf(first);
  }

  @Test
  void namesExactlyOneThing() {
    assertThat(FailedEntries.named(7L, null, null, false)).hasToString("with the id 7");
    assertThat(FailedEntries.named(null, "d", "k", false)).hasToString("of the key k to d");
    assertThat(FailedEntries.named(null, "d", null, false)).hasToString("to d");
    assertThat(FailedEntries.named(null, null, null, true)).hasToString("of all destinations");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FailedEntries.named(null, null, null, false))
        .withMessage(
            "Nothing was done: name one entry by its id, or a destination, or a destination and a key, or all.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FailedEntries.named(7L, "d", null, false));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FailedEntries.named(7L, null, "k", false));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FailedEntries.named(null, "d", null, true));
  }

  private OutboxEntry failed(String key) {
    return outbox.list(OutboxStatus.FAILED, 10).stream()
        .filter(each -> each.message().key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private void cancel(String... orders) {
    for (String order : orders) {
      if (jdbc.queryForObject("select count(*) from orders where order_id = ?", Long.class, order)
          == 0) {
        domain.process(new Place(order, "none", 1));
      }
      domain.process(new Cancel(order));
    }
  }

  private void relay() {
    RelayOutbox relay =
        new RelayOutbox(
            outbox,
            this::publish,
            ONE_ATTEMPT,
            clock,
            () -> 0.5,
            new TestGuard(),
            entry -> Around.Scope.NONE);
    while (relay.step()) {}
  }

  private void publish(OutboundMessage message) {
    if (refuses) {
      throw new IllegalStateException("the broker refuses it");
    }
    published.add(message.key());
  }
}
