package dev.foliot.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.aggregate.AggregateCache;
import dev.foliot.engine.EngineNode;
import dev.foliot.failure.Parcels.Broker;
import dev.foliot.failure.Parcels.Mail;
import dev.foliot.failure.Parcels.Parcel;
import dev.foliot.failure.Parcels.Ship;
import dev.foliot.operation.HeldMessage;
import dev.foliot.outbox.Outbox;
import dev.foliot.outbox.OutboxStatus;
import dev.foliot.personaldata.KeysUnavailableException;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.FoliotTables;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ContextConfiguration;

/** Each port of the application takes whatever may be thrown there. */
@SpringBootTest(
    classes = Parcels.class,
    properties = {
      "foliot.engine.enabled=false",
      "foliot.engine.notifications=false",
      "foliot.engine.retry.max-attempts=2",
      "foliot.outbox.retry.max-attempts=2",
      "foliot.schema.initialize=always",
      "spring.main.banner-mode=off"
    })
@ContextConfiguration(initializers = ShopTest.DatabaseOfSuite.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForeignErrorsIntegrationTests {
  private static final String BAD = "bad";
  private static final String GOOD = "good";
  private static final String REFUSED = "refused";

  @Autowired private Domain domain;
  @Autowired private Outbox outbox;
  @Autowired private Mail mail;
  @Autowired private Broker broker;
  @Autowired private EngineNode node;
  @Autowired private AggregateCache cache;
  @Autowired private JdbcTemplate jdbc;

  /** Nobody needs what they do. */
  private static Stream<Arguments> listeners() {
    return withEachError(
        "command listener, started",
        "command listener, succeeded",
        "commit listener",
        "delivery listener",
        "around commands, enter",
        "around commands, trace",
        "around commands, exit",
        "around commands, end",
        "around deliveries, enter",
        "around deliveries, trace",
        "around deliveries, exit",
        "around deliveries, end",
        "around relays, enter",
        "around relays, trace",
        "around relays, exit",
        "around relays, end");
  }

  /** A command cannot do without them. */
  private static Stream<Arguments> partsOfCommands() {
    return withEachError(
        "command handler",
        "@Apply method",
        "constructor of an event",
        "generator of ids",
        "clock",
        "validator",
        "keys of personal data");
  }

  /** A delivery cannot do without them. */
  private static Stream<Arguments> partsOfDeliveries() {
    return withEachError("event handler", "constructor of an event");
  }

  private static Stream<Arguments> withEachError(String... ports) {
    return Stream.of(ports)
        .flatMap(port -> Stream.of(Thrown.values()).map(thrown -> Arguments.of(port, thrown)));
  }

  private Engine engine() {
    return Engine.inTestMode(domain);
  }

  @BeforeEach
  void beginAgain() {
    Parcels.PORTS.repair();
    FoliotTables.empty(jdbc);
    cache.clear();
    mail.sent().clear();
    broker.published.clear();
    node.register();
  }

  @ParameterizedTest
  @MethodSource("listeners")
  void listenerChangesNothing(String port, Thrown thrown) {
    Parcels.PORTS.breaks(port, "", thrown.error());

    assertThat(domain.<String>process(new Ship(GOOD))).isEqualTo(GOOD);
    engine().runUntilIdle();

    assertThat(Parcels.PORTS.hasThrown()).isTrue();
    assertThat(mail.sent()).containsOnlyOnce(GOOD);
    assertThat(broker.published).containsOnlyOnce("parcel-" + GOOD);
    assertThat(outbox.list(OutboxStatus.PENDING, 1)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void listenerOfFailedCommandChangesNothing(Thrown thrown) {
    Parcels.PORTS.breaks("command listener, failed", "", thrown.error());

    Throwable seen = catchThrowable(() -> domain.process(new Ship("")));

    assertThat(seen).isInstanceOf(IllegalStateException.class).hasMessageContaining("its id()");
    assertThat(Parcels.PORTS.hasThrown()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("partsOfCommands")
  void commandFailsAsAWhole(String port, Thrown thrown) {
    String unknown = UUID.randomUUID().toString(); // keys are remembered
    Throwable error = thrown.error();
    Parcels.PORTS.breaks(port, "", error);
    Parcels.PORTS.afterCalls(port.equals("generator of ids") ? 1 : 0);

    Throwable seen = catchThrowable(() -> domain.process(new Ship(unknown)));

    Throwable thrownByPort = seen instanceof KeysUnavailableException ? Causes.direct(seen) : seen;
    assertThat(thrownByPort == error).as("what was thrown reaches the caller").isTrue();
    Parcels.PORTS.repair();
    assertThat(domain.repositoryFor(Parcel.class).find(unknown)).isEmpty();
    assertThat(domain.<String>process(new Ship(unknown)))
        .as("nothing is left behind")
        .isEqualTo(unknown);
    assertThat(domain.repositoryFor(Parcel.class).find(unknown)).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void callbackAfterCommitReachesCallerAndChangesNothing(Thrown thrown) {
    Throwable error = thrown.error();
    Parcels.PORTS.breaks("callback after the commit", "", error);

    Throwable seen = catchThrowable(() -> domain.process(new Ship(GOOD)));

    assertThat(seen == error).as("what was thrown reaches the caller").isTrue();
    Parcels.PORTS.repair();
    assertThat(domain.repositoryFor(Parcel.class).find(GOOD)).isPresent();
    engine().runUntilIdle();
    assertThat(mail.sent()).containsOnlyOnce(GOOD);
  }

  @ParameterizedTest
  @MethodSource("partsOfDeliveries")
  void failedDeliveryHoldsUpOnlyItsKey(String port, Thrown thrown) {
    Throwable error = thrown.error();
    domain.process(new Ship(BAD));
    domain.process(new Ship(GOOD));
    Parcels.PORTS.breaks(port, BAD, error);

    engine().runUntilIdle();

    assertThat(mail.sent()).contains(GOOD).doesNotContain(BAD);
    HeldMessage parked = parked(BAD);
    assertThat(parked.errorText()).isNotBlank();
    assertThat(domain.subscriptions().show("mail", parked.messageId()).stackTrace())
        .contains(parked.errorClass());
    Parcels.PORTS.repair();
    domain.subscriptions().retry("mail", parked.messageId());
    engine().runUntilIdle();
    assertThat(mail.sent()).containsOnlyOnce(BAD);
  }

  @ParameterizedTest
  @EnumSource
  void errorMethodThatThrowsLeavesTheDecisionToThePolicy(Thrown thrown) {
    domain.process(new Ship(REFUSED));
    domain.process(new Ship(GOOD));
    Parcels.PORTS.breaks("@OnError method", "", thrown.error());

    engine().runUntilIdle();

    assertThat(Parcels.PORTS.hasThrown()).isTrue();
    assertThat(mail.sent()).contains(GOOD);
    HeldMessage parked = parked(REFUSED);
    assertThat(parked.attempts()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void failedPublicationHoldsUpOnlyItsKey(Thrown thrown) {
    domain.process(new Ship(BAD));
    domain.process(new Ship(GOOD));
    Parcels.PORTS.breaks("broker", BAD, thrown.error());

    engine().runUntilIdle();

    assertThat(broker.published).contains("parcel-" + GOOD).doesNotContain("parcel-" + BAD);
    assertThat(outbox.list(OutboxStatus.FAILED, 100))
        .filteredOn(entry -> entry.message().key().equals("parcel-" + BAD))
        .singleElement()
        .satisfies(entry -> assertThat(entry.error()).isNotBlank())
        .satisfies(entry -> assertThat(entry.attempts()).isEqualTo(2));
  }

  private HeldMessage parked(String id) {
    List<HeldMessage> parked = domain.subscriptions().parked("mail", 0, 100);
    return parked.stream().filter(each -> each.streamId().equals(id)).findFirst().orElseThrow();
  }
}
