package dev.foliot.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.handler.Handle;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerInspection;
import dev.foliot.handler.HandlerKind;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.handler.WiringProblems;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubmittedSubscriptionsTests {
  private static final MessageTypes TYPES =
      new MessageTypes(
          List.of(
              CommandDeclarations.messageType(Place.class),
              CommandDeclarations.messageType(Ship.class)));

  private final WiringProblems problems = new WiringProblems();
  private final HandlerRegistry registry = new HandlerRegistry();

  @Command
  record Place(String order) {}

  @Command
  record Ship(String order) {}

  static class Sales {
    @CommandHandler
    static class Orders {
      @Handle
      void place(Place command) {}
    }
  }

  static class Warehouse {
    @CommandHandler
    static class Orders {
      @Handle
      void ship(Ship command) {}
    }

    @CommandHandler(name = "warehouse-orders")
    static class NamedOrders {
      @Handle
      void ship(Ship command) {}
    }
  }

  private void fill(Object... beans) {
    List<HandlerBean> found = new ArrayList<>();
    for (Object bean : beans) {
      Class<?> type = bean.getClass();
      found.add(
          HandlerInspection.inspect(
              CommandDeclarations.handler(type), type, "bean", bean, TYPES, problems));
    }
    MessageJson json = new MessageJson(TYPES);
    found.addAll(
        new SubmittedSubscriptions(null, json, InstantSource.system(), Duration.ofDays(7))
            .of(found));
    registry.fill(found, problems);
  }

  @Test
  void eachHandlerOfCommandsIsOneSubscription() {
    fill(new Sales.Orders(), new Warehouse.NamedOrders());

    problems.throwIfAny();
    assertThat(registry.subscriptions())
        .extracting(HandlerBean::name)
        .containsExactly("orders", "warehouse-orders");
    assertThat(registry.submitted(Ship.class).orElseThrow())
        .returns("warehouse-orders", HandlerBean::name)
        .returns(HandlerKind.SUBMITTED, HandlerBean::kind);
  }

  @Test
  void twoHandlersOfOneNameAreRefused() {
    fill(new Sales.Orders(), new Warehouse.Orders());

    assertThatThrownBy(problems::throwIfAny)
        .hasMessageContaining(
            "The name orders is taken by both %s and %s. Names are stored with checkpoints and must be unique: give one of them another name."
                .formatted(Sales.Orders.class.getName(), Warehouse.Orders.class.getName()));
  }
}
