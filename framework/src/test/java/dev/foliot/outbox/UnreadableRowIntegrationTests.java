package dev.foliot.outbox;

import static org.assertj.core.api.Assertions.assertThat;

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

/** A row of the outbox that cannot be read is the failure of its own key. */
class UnreadableRowIntegrationTests extends ShopTest {
  private static final OutboxSettings TWO_ATTEMPTS =
      new OutboxSettings(
          100,
          Duration.ofDays(7),
          new RetryPolicy(2, Duration.ofMillis(100), 2, Duration.ofSeconds(30), 0));

  @Autowired private Outbox outbox;
  private final List<String> published = new ArrayList<>();

  /** Two messages of one key, and one of another. */
  @BeforeEach
  void threeWait() {
    for (String order : List.of("a", "b")) {
      domain.process(new Place(order, "none", 1));
      domain.process(new Cancel(order));
    }
    domain.process(new Cancel("a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "null", "{}", "[]", ""})
  void brokenMetadataHoldsUpItsKeyOnly(String metadata) {
    breakFirst("metadata", metadata);

    relay();

    assertThat(published).containsExactly("order-b");
    assertThat(outbox.list(OutboxStatus.PENDING, 10))
        .hasSize(2)
        .first()
        .satisfies(
            each -> {
              assertThat(each.attempts()).isEqualTo(1);
              assertThat(each.nextAttemptAt()).isEqualTo(clock.instant().plusMillis(100));
            });
  }

  @Test
  void brokenMetadataIsGivenUpWithTheReason() {
    breakFirst("metadata", "{");

    giveUp();

    assertThat(outbox.report()).isEqualTo(new OutboxReport(1, 1, 1));
    OutboxEntry failed = outbox.list(OutboxStatus.FAILED, 10).get(0);
    assertThat(failed.attempts()).isEqualTo(2);
    assertThat(failed.message().key()).isEqualTo("order-a");
    assertThat(failed.error())
        .contains(
            "The metadata of entry %s in foliot_outbox cannot be read: ".formatted(failed.id()))
        .endsWith("Repair the column metadata of the row and retry the entry, or discard it.");
  }

  @Test
  void brokenMetadataIsShownBeforeTheFirstAttempt() {
    breakFirst("metadata", "{");

    assertThat(outbox.list(OutboxStatus.PENDING, 10).get(0).error())
        .startsWith("The metadata of entry ");
  }

  @Test
  void repairedRowIsPublishedInOrder() {
    String metadata = jdbc.queryForObject("select min(metadata) from foliot_outbox", String.class);
    breakFirst("metadata", "{");
    giveUp();
    breakFirst("metadata", metadata);

    outbox.retry(FailedEntries.all());
    relay();

    assertThat(published).containsExactly("order-b", "order-a", "order-a");
  }

  @Test
  void discardedRowLetsItsKeyGoOn() {
    breakFirst("metadata", "{");
    giveUp();

    assertThat(outbox.discard(FailedEntries.all(), "broken", "ann")).isEqualTo(1);
    relay();

    assertThat(published).containsExactly("order-b", "order-a");
    assertThat(outbox.list(OutboxStatus.DISCARDED, 10)).hasSize(1);
  }

  /** The broker in the database carries a payload as it is; the subscriber cannot read it. */
  @Test
  void brokenPayloadStopsNoOther() {
    breakFirst("payload", "{");

    engine().runUntilIdle();

    assertThat(faults.calls()).containsOnlyOnce("mail b");
    assertThat(outbox.report()).isEqualTo(new OutboxReport(0, 0, 0));
  }

  private void breakFirst(String column, String value) {
    jdbc.update(
        "update foliot_outbox set %s = ? where id = (select min(id) from foliot_outbox)"
            .formatted(column),
        value);
  }

  private void giveUp() {
    relay();
    clock.advance(Duration.ofMillis(100));
    relay();
  }

  private void relay() {
    RelayOutbox relay =
        new RelayOutbox(
            outbox,
            message -> published.add(message.key()),
            TWO_ATTEMPTS,
            clock,
            () -> 0.5,
            new TestGuard(),
            entry -> Around.Scope.NONE);
    while (relay.step()) {}
  }
}
