package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.message.MissingComponentException;
import dev.foliot.testsupport.shop.Order;
import dev.foliot.testsupport.shop.Shop.AccountOpened;
import dev.foliot.testsupport.shop.Shop.OrderPlaced;
import dev.foliot.testsupport.shop.Shop.OrderTouched;
import dev.foliot.testsupport.shop.Shop.TicketOpened;
import dev.foliot.testsupport.shop.Ticket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StateStoredAggregateTests {

  @Test
  void needsNothingToRaise() {
    Order order = Order.placed("o");

    order.touch("x");

    assertThat(order.pendingEvents())
        .containsExactly(new OrderPlaced("o"), new OrderTouched("o", "x"));
  }

  @Test
  void dropsAnEventThatAnInvariantRefuses() {
    Order order = Order.placed("o");
    order.annotate("forbidden");

    assertThatThrownBy(() -> order.touch("x"))
        .isInstanceOf(InvariantViolationException.class)
        .hasMessage("Order o refuses OrderTouched[orderId=o, by=x]: notForbidden must hold.");

    assertThat(order.pendingEvents()).containsExactly(new OrderPlaced("o"));
  }

  @Test
  void refusesNull() {
    Order order = new Order("o");

    assertThatThrownBy(() -> order.raise(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void needsAnIdWhenItsEventsAreGathered() {
    StateStoredAggregate order = new Order(null);
    order.raise(new AccountOpened("any"));

    assertThatThrownBy(() -> order.pending().stream())
        .hasMessageContaining(
            "but its id() is null or blank. Set the id before the first event is stored.");
  }

  /** Makes a text of an id that is not generated yet. */
  static class Draft extends StateStoredAggregate {
    private final @Nullable Long number = null;

    @Override
    public String id() {
      return String.valueOf(number);
    }
  }

  @Test
  void refusesAnIdThatIsTheTextOfNull() {
    StateStoredAggregate draft = new Draft();
    draft.raise(new TicketOpened("first"));

    assertThatThrownBy(() -> draft.pending().stream())
        .hasMessageContaining("but its id() is null or blank");
  }

  @Test
  void refusesAnEventWithTheTextOfAMissingId() {
    StateStoredAggregate draft = new Draft();

    assertThatThrownBy(() -> draft.raise(new OrderPlaced(draft.id())))
        .isInstanceOf(MissingComponentException.class)
        .hasMessage(
            "%s cannot be stored: its component orderId is the text \"null\", and it is required. Raise it when the id is known, or annotate it with @Nullable, or make it an Optional.",
            OrderPlaced.class.getName());

    assertThat(draft.pendingEvents()).isEmpty();
  }

  @Test
  void raisesBeforeItsIdIsGenerated() {
    var ticket = new Ticket("a");

    assertThat(ticket.pendingEvents()).containsExactly(new TicketOpened("a"));
  }

  @Test
  void namesAnInvariantBeforeItsIdIsGenerated() {
    assertThatThrownBy(() -> new Ticket(""))
        .isInstanceOf(InvariantViolationException.class)
        .hasMessageContaining("hasATitle must hold");
  }

  @Test
  void saysThatAnIdIsMissingWhichIsNotGenerated() {
    StateStoredAggregate ticket = new Ticket("a");

    assertThatThrownBy(() -> ticket.pending().stream())
        .hasMessageContaining("A dev.foliot.testsupport.shop.Ticket raised")
        .hasMessageContaining("but its id() is null");
  }
}
