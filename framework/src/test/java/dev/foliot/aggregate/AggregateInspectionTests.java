package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.WiringException;
import dev.foliot.handler.WiringProblems;
import dev.foliot.testsupport.shop.Account;
import dev.foliot.testsupport.shop.Order;
import dev.foliot.testsupport.shop.Shop;
import dev.foliot.testsupport.shop.Shop.AccountOpened;
import dev.foliot.testsupport.shop.Shop.PlaceOrder;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** R38, for aggregates. */
class AggregateInspectionTests {

  private static List<String> problemsOf(Class<?>... aggregates) {
    var problems = new WiringProblems();
    AggregateInspection.inspect(List.of(aggregates), Shop.TYPES, new Deciders(), problems);
    return Assertions.catchThrowable(problems::throwIfAny) instanceof WiringException e
        ? e.problems()
        : List.of();
  }

  @Test
  void acceptsRightOnes() {
    assertThat(problemsOf(Account.class, Order.class)).isEmpty();
  }

  abstract static class Named extends EventSourcedAggregate {
    @Override
    public String id() {
      return "id";
    }
  }

  static class Odd extends Named {
    @Apply
    void on(AccountOpened event) {}

    @Apply
    void again(AccountOpened event) {}

    @Apply
    void unknown(String event) {}

    @Apply
    void command(PlaceOrder event) {}

    @Apply
    void two(AccountOpened event, String more) {}

    @Invariant
    boolean with(int parameter) {
      return true;
    }

    @Invariant
    String text() {
      return "";
    }
  }

  @Test
  void listsWrongMethods() {
    String odd = Odd.class.getName();

    assertThat(problemsOf(Odd.class))
        .containsExactlyInAnyOrder(
            odd + ".again and " + odd + ".on both apply AccountOpened. Keep one of them.",
            odd
                + ".unknown applies java.lang.String, which is not a known event. Annotate it with @DomainEvent, and check that its package is scanned.",
            odd
                + ".command applies "
                + PlaceOrder.class.getName()
                + ", which is not a known event. Annotate it with @DomainEvent, and check that its package is scanned.",
            odd + ".two must take one event: it is annotated with @Apply.",
            odd + ".with must take nothing, and return boolean or nothing: it is an @Invariant.",
            odd + ".text must take nothing, and return boolean or nothing: it is an @Invariant.");
  }

  static class NoConstructor extends Named {
    NoConstructor(int parameter) {}
  }

  @Test
  void asksForAConstructor() {
    assertThat(problemsOf(NoConstructor.class, Named.class))
        .containsExactly(
            NoConstructor.class.getName()
                + " has no constructor without parameters, so that it cannot be made from its events. Give it one; it may be private.");
  }

  @Aggregate(category = "account")
  static class OtherAccount extends Named {}

  static class SubAccount extends OtherAccount {}

  @Test
  void asksForDistinctCategories() {
    assertThat(problemsOf(OtherAccount.class, SubAccount.class)).isEmpty();
    assertThat(problemsOf(Account.class, OtherAccount.class))
        .singleElement()
        .asString()
        .startsWith("The category account is taken by both");
  }

  @Aggregate
  static class Neither {}

  abstract static class StateWithApply extends StateStoredAggregate {
    @Apply
    void on(AccountOpened event) {}
  }

  @Test
  void asksForTheRightSuperclass() {
    assertThat(problemsOf(Neither.class)).singleElement().asString().contains("extends neither");
    assertThat(problemsOf(StateWithApply.class))
        .singleElement()
        .asString()
        .contains("the state of a StateStoredAggregate is its row");
  }
}
