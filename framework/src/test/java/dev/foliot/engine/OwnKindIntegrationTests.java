package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.foliot.EngineRun;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.Handle;
import dev.foliot.handler.HandlerAnnotation;
import dev.foliot.handler.HandlerDeclaration;
import dev.foliot.handler.HandlerKind;
import dev.foliot.handler.StartPosition;
import dev.foliot.message.Lane;
import dev.foliot.message.MessageFactory;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.shop.Shop.Faults;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Placed;
import dev.foliot.shop.ShopTest;
import dev.foliot.unitofwork.UnitOfWork;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A module's own kind of messages is delivered like events: the engine need not know it. */
@Import(OwnKindIntegrationTests.AlarmModule.class)
class OwnKindIntegrationTests extends ShopTest {
  private static final MessageKind ALARM = new MessageKind(90, "ALARM");

  @Autowired private MessageFactory messages;
  @Autowired private PlatformTransactionManager manager;

  record Rung(String house, int number) {}

  @Retention(RetentionPolicy.RUNTIME)
  @interface Alarms {}

  @Configuration(proxyBeanMethods = false)
  @Import(Guard.class)
  static class AlarmModule {
    @Bean
    MessageType rung() {
      return new MessageType(ALARM, "foliot:rung", 1, Rung.class, null);
    }

    @Bean
    HandlerAnnotation alarms() {
      return new HandlerAnnotation(
          Alarms.class,
          type ->
              new HandlerDeclaration(
                  HandlerKind.EVENT,
                  "guard",
                  Handle.class,
                  0,
                  "",
                  StartPosition.BEGINNING,
                  null,
                  null,
                  Set.of(ALARM, MessageKind.EVENT)));
    }
  }

  @Alarms
  static class Guard {
    private final Faults faults;

    Guard(Faults faults) {
      this.faults = faults;
    }

    @Handle
    void on(Rung alarm) {
      faults.call("guard", alarm.house() + " " + alarm.number());
    }

    @Handle
    void on(Placed event) {
      faults.call("guard", event.orderId());
    }
  }

  @Test
  void subscriptionReadsEveryKindThatItDeclares() {
    ring("h1", 1, Lane.PRIMARY);
    domain.process(new Place("o1", "p1", 1));
    ring("h1", 2, Lane.PRIMARY);

    EngineRun run = engine().run();

    assertThat(calls()).containsExactly("guard h1 1", "guard o1", "guard h1 2");
    assertThat(run.steps())
        .filteredOn(step -> step.category().equals("alarm"))
        .extracting(Step::subscription, Step::messageType, Step::outcome)
        .containsOnly(tuple("guard", "foliot:rung", Outcome.HANDLED));
  }

  @Test
  void ownKindTravelsInItsLane() { // R31
    ring("h1", 1, Lane.BACKFILL);
    ring("h2", 1, Lane.PRIMARY);

    engine().run();

    assertThat(calls()).containsExactly("guard h2 1", "guard h1 1");
  }

  @Test
  void ownKindIsRetriedAndParked() { // R25
    faults.fail("guard", "h1 1", 1);
    faults.fail("guard", "h2 1", 100);
    ring("h1", 1, Lane.PRIMARY);
    ring("h2", 1, Lane.PRIMARY);
    ring("h2", 2, Lane.PRIMARY);
    ring("h3", 1, Lane.PRIMARY);

    EngineRun run = engine().runUntilIdle();

    assertThat(calls()).contains("guard h3 1").doesNotContain("guard h2 2");
    assertThat(calls()).filteredOn("guard h1 1"::equals).hasSize(2);
    assertThat(run.leftovers())
        .extracting(Leftover::what, Leftover::messageType)
        .containsExactly(tuple(Leftover.What.PARKED, "foliot:rung"));

    faults.reset();
    domain.subscriptions().retryAll("guard");
    engine().runUntilIdle();

    assertThat(calls()).containsExactly("guard h2 1", "guard h2 2");
  }

  @Test
  void unknownTypeOfAKnownKindIsParked() { // R27
    ring("h1", 1, Lane.PRIMARY);
    jdbc.update("update foliot_message set type = 'foliot:later' where kind = 90");

    EngineRun run = engine().runUntilIdle();

    assertThat(run.leftovers())
        .extracting(Leftover::what, Leftover::messageType)
        .containsExactly(tuple(Leftover.What.PARKED, "foliot:later"));
  }

  @Test
  void engineDeliversOwnKindInSynchronousModeToo() {
    EngineNode synchronous = EngineOf.synchronous(node, true);
    synchronous.register();
    ring("h1", 1, Lane.PRIMARY);

    new TestCycles(synchronous, 1_000).run(1);

    assertThat(calls()).containsExactly("guard h1 1");
  }

  private void ring(String house, int number, Lane lane) {
    NewMessage alarm =
        new NewMessage(
            ALARM,
            new StreamName("alarm", house),
            null,
            messages.raised(new Rung(house, number), null, null),
            lane,
            false);
    new TransactionTemplate(manager)
        .executeWithoutResult(status -> UnitOfWork.required().append(alarm));
  }

  private List<String> calls() {
    return faults.calls().stream().filter(call -> call.startsWith("guard ")).toList();
  }
}
