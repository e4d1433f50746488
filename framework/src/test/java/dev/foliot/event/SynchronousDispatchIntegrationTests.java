package dev.foliot.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.command.CommandHandler;
import dev.foliot.handler.Delivery;
import dev.foliot.handler.EndlessCascadeException;
import dev.foliot.handler.Handle;
import dev.foliot.handler.HandlerKind;
import dev.foliot.handler.On;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import dev.foliot.projection.Projection;
import dev.foliot.projection.Projector;
import dev.foliot.testsupport.LoseConnection;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Account;
import dev.foliot.testsupport.shop.Order;
import dev.foliot.testsupport.shop.Shop.AccountOpened;
import dev.foliot.testsupport.shop.Shop.Deposited;
import dev.foliot.testsupport.shop.Shop.OrderPlaced;
import dev.foliot.testsupport.shop.Shop.OrderTouched;
import dev.foliot.testsupport.shop.Shop.PlaceOrder;
import dev.foliot.testsupport.shop.Shop.TouchOrder;
import dev.foliot.unitofwork.ConnectionLostException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SynchronousDispatchIntegrationTests {
  private final TestFoliot foliot = TestFoliot.jpa().synchronous();
  private final AggregateRepository<Order> orders = foliot.repositories.of(Order.class);
  private final AggregateRepository<Account> accounts = foliot.repositories.of(Account.class);
  private final List<String> trace = new ArrayList<>();

  @CommandHandler
  class Commands {
    @Handle
    void place(PlaceOrder command) {
      orders.save(Order.placed(command.orderId()));
    }

    @Handle
    void touch(TouchOrder command) {
      orders.get(command.orderId()).touch("command");
    }
  }

  /** Opens an account for each order. */
  @EventHandler(name = "a-opener")
  class Opener {
    @Handle
    void on(OrderPlaced event) {
      trace.add("opener: placed");
      accounts.save(Account.open(event.orderId()));
    }
  }

  /** Writes down both events, and pays into the account. */
  @EventHandler(name = "b-clerk")
  class Clerk {
    @Handle
    void on(OrderPlaced event) {
      trace.add("clerk: placed");
      foliot.note("placed " + event.orderId());
    }

    @Handle
    void on(AccountOpened event) {
      trace.add("clerk: opened");
      accounts.get(event.accountId()).deposit(5);
    }
  }

  @EventHandler
  @org.springframework.core.annotation.Order(1)
  class ZFirst {
    @Handle
    void on(OrderPlaced event) {
      trace.add("first: placed");
    }

    @Handle
    void on(Deposited event) {
      trace.add("first: deposited");
    }
  }

  @Test
  void runsTheWholeChainBreadthFirst() { // R16, R17
    foliot.with(new Commands(), new Clerk(), new Opener(), new ZFirst());

    foliot.process(new PlaceOrder("o"));

    assertThat(trace)
        .containsExactly(
            "first: placed",
            "opener: placed",
            "clerk: placed",
            "clerk: opened",
            "first: deposited");
    assertThat(accounts.get("o").balance()).isEqualTo(5);
    assertThat(foliot.notes()).containsExactly("placed o");
    assertThat(foliot.log())
        .extracting(RecordedMessage::payload)
        .containsExactly(new OrderPlaced("o"), new AccountOpened("o"), new Deposited("o", 5));
  }

  @EventHandler
  class Placing {
    @Handle
    void on(OrderPlaced event, RecordedMessage recorded) {
      trace.add(
          "%s is %s@%d at %d"
              .formatted(
                  event.orderId(),
                  recorded.category(),
                  recorded.streamVersion(),
                  recorded.position()));
    }
  }

  @Test
  void eventHasStreamAndVersionButNoPosition() {
    foliot.with(new Commands(), new Placing());

    foliot.process(new PlaceOrder("o"));

    assertThat(trace).containsExactly("o is order@1 at 0");
  }

  @EventHandler
  class LosesConnection {
    @Handle
    void on(OrderPlaced event) throws SQLException {
      LoseConnection.ofTransaction(foliot.dataSource, foliot.sql.unwrap(HikariDataSource.class));
      assertThat(Optional.ofNullable(foliot.entities.find(Order.class, "any")).orElseThrow())
          .isInstanceOf(Order.class);
    }
  }

  @Test
  void lostConnectionReachesTheCallerAsSuch() {
    foliot.with(new Commands(), new LosesConnection());

    assertThatThrownBy(() -> foliot.process(new PlaceOrder("o")))
        .isInstanceOf(ConnectionLostException.class);
    assertThatThrownBy(() -> foliot.inTransaction(() -> orders.save(Order.placed("o"))))
        .isInstanceOf(ConnectionLostException.class);
    assertThat(foliot.log()).isEmpty();
  }

  @Test
  void marksEventsAsDelivered() { // R18
    foliot.with(new Commands());

    foliot.process(new PlaceOrder("o"));

    assertThat(foliot.log()).allMatch(RecordedMessage::deliveredSynchronously);
  }

  @Test
  void causesAreTheEventsThatWereHandled() { // R7
    foliot.with(new Commands(), new Clerk(), new Opener());

    foliot.process(new PlaceOrder("o"));

    List<Metadata> log = foliot.log().stream().map(RecordedMessage::metadata).toList();
    assertThat(log.get(1).causationId()).isEqualTo(log.get(0).id());
    assertThat(log.get(2).causationId()).isEqualTo(log.get(1).id());
    assertThat(log).extracting(Metadata::correlationId).containsOnly(log.get(0).correlationId());
  }

  @EventHandler
  class Failing {
    @Handle
    void on(Deposited event) {
      throw new IllegalStateException("in the middle");
    }
  }

  @Test
  void failureInTheChainUndoesEverything() { // R15
    foliot.with(new Commands(), new Clerk(), new Opener(), new Failing());

    assertThatThrownBy(() -> foliot.process(new PlaceOrder("o")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("in the middle");

    assertThat(orders.find("o")).isEmpty();
    assertThat(accounts.find("o")).isEmpty();
    assertThat(foliot.notes()).isEmpty();
    assertThat(foliot.log()).isEmpty();
  }

  @Test
  void reportsEachDelivery() {
    foliot.with(new Commands(), new Clerk(), new Opener(), new Failing());

    assertThatThrownBy(() -> foliot.process(new PlaceOrder("o")))
        .isInstanceOf(IllegalStateException.class);

    assertThat(foliot.deliveries)
        .extracting(Delivery::subscription)
        .containsExactly("a-opener", "b-clerk", "b-clerk", "failing");
    Delivery last = foliot.deliveries.get(3);
    assertThat(last.outcome()).isEqualTo(Delivery.Outcome.FAILED);
    assertThat(last.error()).hasMessage("in the middle");
    assertThat(last.kind()).isEqualTo(HandlerKind.EVENT);
    assertThat(last.streamVersion()).isEqualTo(2);
    assertThat(last.payload()).isEqualTo(new Deposited("o", 5));
  }

  @Projector(Note.class)
  class Listing {
    @On
    void opened(List<AccountOpened> events) {
      trace.add("opened: " + events);
    }

    @On({OrderPlaced.class, Deposited.class})
    void others(List<RecordedMessage> events) {
      RecordedMessage event = events.get(0);
      trace.add(
          "%s@%d %s %s"
              .formatted(
                  event.streamId(), event.streamVersion(), event.payload(), event.position()));
    }
  }

  @Projection
  record Note() {}

  // whatever a delivery of the engine would bring together
  @Test
  void listsHaveOneEventEach() {
    foliot.with(new Commands(), new Listing(), new Opener(), new Clerk());

    foliot.process(new PlaceOrder("o"));

    assertThat(trace)
        .contains(
            "o@1 OrderPlaced[orderId=o] 0",
            "opened: [AccountOpened[accountId=o]]",
            "o@2 Deposited[accountId=o, amount=5] 0");
  }

  // ---- R17

  @EventHandler
  class Echo {
    @Handle
    void on(OrderTouched event) {
      orders.get(event.orderId()).touch("echo");
    }
  }

  @Test
  void showsTheLoopOfAnEndlessCascade() {
    foliot.with(new Commands(), new Echo());
    foliot.process(new PlaceOrder("o"));

    assertThatThrownBy(() -> foliot.process(new TouchOrder("o")))
        .isInstanceOf(EndlessCascadeException.class)
        .hasMessage(
            "Handlers raised more than 100 messages in one cascade, which ends with: OrderTouched → echo. Break the loop, or set foliot.sync.max-depth higher if the cascade is meant to be that long.");

    assertThat(foliot.events("order", "o")).containsExactly(new OrderPlaced("o"));
  }

  @EventHandler
  class Pong {
    @Handle
    void on(Deposited event) {
      process(event.accountId());
    }

    private void process(String id) {
      foliot.process(new TouchOrder(id));
    }
  }

  @EventHandler
  class Ping {
    @Handle
    void on(OrderTouched event) {
      accounts.get("o").deposit(1);
    }
  }

  @Test
  void showsALoopThroughCommands() {
    foliot.with(new Commands(), new Ping(), new Pong());
    foliot.process(new PlaceOrder("o"));
    accounts.save(Account.open("o"));

    assertThatThrownBy(() -> foliot.process(new TouchOrder("o")))
        .isInstanceOf(EndlessCascadeException.class)
        .hasMessageContaining("Deposited → pong")
        .hasMessageContaining("OrderTouched → ping");
  }

  @Test
  void manyEventsAtOnceAreNoCascade() {
    foliot.with(new Commands(), new Clerk());

    foliot.inTransaction(
        () -> {
          for (int i = 0; i < 150; i++) {
            orders.save(Order.placed("o" + i));
          }
        });

    assertThat(foliot.notes()).hasSize(150);
  }

  // ---- handlers that change state-stored aggregates

  @EventHandler
  class Annotator {
    @Handle
    void on(AccountOpened event) {
      orders.get(event.accountId()).annotate("has an account");
    }
  }

  @Test
  void storesChangesThatRaiseNothing() {
    foliot.with(new Commands(), new Opener(), new Annotator());

    foliot.process(new PlaceOrder("o"));

    assertThat(orders.get("o").note()).isEqualTo("has an account");
  }

  @EventHandler
  class Swallowing {
    @Handle
    void on(OrderPlaced event) {
      assertThatThrownBy(() -> foliot.process(new TouchOrder("missing")))
          .hasMessageContaining("There is no order with the id missing");
    }
  }

  @Test
  void swallowedFailureOfANestedCommandUndoesEverything() { // R2
    foliot.with(new Commands(), new Swallowing());

    assertThatThrownBy(() -> foliot.process(new PlaceOrder("o")))
        .hasMessageContaining("command TouchOrder failed in it");

    assertThat(orders.find("o")).isEmpty();
  }
}
