package dev.foliot.test.scenario;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.test.AggregateScenario;
import dev.foliot.test.TestClock;
import dev.foliot.test.scenario.Cart.CartOpened;
import dev.foliot.test.scenario.Cart.CheckedOut;
import dev.foliot.test.scenario.Cart.Line;
import dev.foliot.test.scenario.Cart.LineAdded;
import dev.foliot.test.scenario.Cart.Noted;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;

/** What a test can expect, and what it is told if something else came. */
class ExpectedEventTests {
  private final AggregateScenario<Cart> cart =
      AggregateScenario.of(Cart.class).given(new CartOpened("c-1", "ann"));

  private static LineAdded added(String product, int quantity, String price) {
    return new LineAdded("c-1", new Line(product, quantity, new BigDecimal(price)));
  }

  private AggregateScenario.Outcome<Cart> addPenAndInk() {
    return cart.when(
        asked -> {
          asked.add("pen", 6, "1.50");
          asked.add("ink", 4, "9.00");
        });
  }

  @Test
  void comparesNestedComponents() {
    assertThatThrownBy(
            () -> addPenAndInk().thenRaised(added("pen", 6, "1.5"), added("ink", 5, "9.00")))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            Cart c-1 did not raise the expected events:
              1. differs     LineAdded
                             line.price: expected 1.5 but was 1.50
              2. differs     LineAdded
                             line.quantity: expected 5 but was 4
            """);
  }

  @Test
  void marksWhatIsMissingAndUnexpected() {
    assertThatThrownBy(
            () ->
                addPenAndInk()
                    .thenRaised(CartOpened.class, added("pen", 6, "1.50"), added("ink", 4, "9.00")))
        .hasMessage(
            """
            Cart c-1 did not raise the expected events:
              1. missing     CartOpened
              2. same        LineAdded[cartId=c-1, line=Line[product=pen, quantity=6, price=1.50]]
              3. same        LineAdded[cartId=c-1, line=Line[product=ink, quantity=4, price=9.00]]
            """);
    assertThatThrownBy(() -> addPenAndInk().thenRaised(added("ink", 4, "9.00")))
        .hasMessage(
            """
            Cart c-1 did not raise the expected events:
              1. unexpected  LineAdded[cartId=c-1, line=Line[product=pen, quantity=6, price=1.50]]
              2. same        LineAdded[cartId=c-1, line=Line[product=ink, quantity=4, price=9.00]]
            """);
    assertThatThrownBy(() -> addPenAndInk().thenRaisedNothing())
        .hasMessageContaining("  1. unexpected  LineAdded[")
        .hasMessageContaining("  2. unexpected  LineAdded[");
  }

  @Test
  void comparesInAnyOrder() {
    addPenAndInk().thenRaisedInAnyOrder(added("ink", 4, "9.00"), added("pen", 6, "1.50"));
    assertThatThrownBy(
            () ->
                addPenAndInk()
                    .thenRaisedInAnyOrder(
                        added("ink", 4, "9.00"), added("pen", 7, "1.50"), Noted.class))
        .hasMessage(
            """
            Cart c-1 did not raise the expected events, in any order:
              1. same        LineAdded[cartId=c-1, line=Line[product=ink, quantity=4, price=9.00]]
              2. differs     LineAdded
                             line.quantity: expected 7 but was 6
              3. missing     Noted
            """);
  }

  @Test
  void takesConditionsAndRequirements() {
    var expensive =
        new Condition<LineAdded>(e -> e.line().price().intValue() > 5, "an expensive line");

    addPenAndInk()
        .thenRaised(
            event(LineAdded.class, e -> assertThat(e.line().quantity()).isEqualTo(6)), expensive);
    assertThatThrownBy(
            () ->
                addPenAndInk()
                    .thenRaised(
                        expensive,
                        event(LineAdded.class, e -> assertThat(e.line().quantity()).isZero())))
        .hasMessage(
            """
            Cart c-1 did not raise the expected events:
              1. expected    an expensive line
                 but was     LineAdded[cartId=c-1, line=Line[product=pen, quantity=6, price=1.50]]
              2. differs     LineAdded
                             expected: 0
                              but was: 4
            """);
  }

  @Test
  void findsAnOwnEventForEachRequirement() {
    addPenAndInk()
        .thenRaisedInAnyOrder(
            event(LineAdded.class, e -> assertThat(e.line().quantity()).isGreaterThan(3)),
            event(LineAdded.class, e -> assertThat(e.line().quantity()).isGreaterThan(5)));
  }

  @Test
  void takesPredicates() {
    addPenAndInk()
        .thenRaisedMatching(
            e -> e instanceof LineAdded added && added.line().product().equals("pen"),
            LineAdded.class::isInstance);
    assertThatThrownBy(() -> addPenAndInk().thenRaisedMatching(e -> true, Noted.class::isInstance))
        .hasMessage(
            """
            Cart c-1 did not raise the expected events:
              1. same        LineAdded[cartId=c-1, line=Line[product=pen, quantity=6, price=1.50]]
              2. expected    what matches the predicate
                 but was     LineAdded[cartId=c-1, line=Line[product=ink, quantity=4, price=9.00]]
            """);
    assertThatThrownBy(() -> addPenAndInk().thenRaisedMatching(e -> true))
        .hasMessageContaining("2. unexpected  LineAdded[");
  }

  @Test
  void ignoresComponents() {
    addPenAndInk()
        .thenRaised(
            eventIgnoring(added("pen", 6, "0"), "line.price"),
            eventIgnoring(added("any", 0, "0"), "line"));
    assertThatThrownBy(
            () ->
                addPenAndInk()
                    .thenRaised(eventIgnoring(added("pen", 5, "0"), "line.price"), LineAdded.class))
        .hasMessageContaining(
            """
              1. differs     LineAdded
                             line.quantity: expected 5 but was 6
            """);
    assertThatThrownBy(() -> eventIgnoring(added("pen", 5, "0"), "lines.price"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("LineAdded has no lines.price to ignore. It has [cartId, line].");
  }

  @Test
  void ignoresAComponentOfEachElement() {
    record Order(List<Line> lines) {}
    Order one = new Order(List.of(new Line("pen", 1, BigDecimal.ONE)));
    Order other = new Order(List.of(new Line("pen", 1, BigDecimal.TEN)));
    Ledger ledger = new Ledger();
    ledger.record(one);

    assertThat(ledger).raised(eventIgnoring(other, "lines.price"));
    assertThatThrownBy(() -> assertThat(ledger).raised(eventIgnoring(other, "lines.product")))
        .hasMessageContaining("lines[0].price: expected 10 but was 1");
  }

  @Test
  void comparesWithoutEquals() {
    record Counts(int[] counts) {}
    Ledger ledger = new Ledger();
    ledger.record(new Counts(new int[] {1, 2}));

    assertThat(ledger).raised(new Counts(new int[] {1, 2}));
    assertThatThrownBy(() -> assertThat(ledger).raised(new Counts(new int[] {1, 3})))
        .hasMessageContaining("counts[1]: expected 3 but was 2");
  }

  @Test
  void comparesValuesOfJavaWithoutEquals() {
    record Priced(BigDecimal price, Currency currency) {}
    Ledger ledger = new Ledger();
    ledger.record(new Priced(BigDecimal.ONE, Currency.getInstance("USD")));

    assertThatThrownBy(
            () ->
                assertThat(ledger).raised(new Priced(BigDecimal.ONE, Currency.getInstance("EUR"))))
        .hasMessageContaining("currency: expected EUR but was USD");
  }

  @Test
  void failsByAnErrorWithoutText() {
    assertThatThrownBy(
            () ->
                addPenAndInk()
                    .thenRaised(
                        LineAdded.class,
                        event(
                            LineAdded.class,
                            e -> {
                              throw new AssertionError("");
                            })))
        .hasMessageContaining("2. differs     LineAdded")
        .hasMessageContaining("does not meet the requirements");
  }

  @Test
  void ignoresGeneratedIds() {
    cart.when((asked, context) -> asked.checkOut(context.newId(), context.now()))
        .thenRaised(eventIgnoring(new CheckedOut(new UUID(0, 0), TestClock.START), "orderId"));
  }
}
