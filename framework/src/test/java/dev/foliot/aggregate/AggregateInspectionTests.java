package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.handler.WiringException;
import dev.foliot.handler.WiringProblems;
import dev.foliot.testsupport.shop.Account;
import dev.foliot.testsupport.shop.Order;
import dev.foliot.testsupport.shop.Shop;
import dev.foliot.testsupport.shop.Shop.AccountOpened;
import dev.foliot.testsupport.shop.Shop.PlaceOrder;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.AliasFor;

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

  static class Static extends Named {
    @Apply
    static void on(AccountOpened event) {}
  }

  @Test
  void refusesStaticMethods() {
    assertThat(problemsOf(Static.class))
        .containsExactly(
            Static.class.getName()
                + ".on is static, so it belongs to no aggregate. Make it an instance method.");
  }

  @Aggregate
  @Retention(RetentionPolicy.RUNTIME)
  @interface Root {
    @AliasFor(annotation = Aggregate.class)
    String category() default "";
  }

  @Root(category = "aliased")
  static class Aliased extends Named {}

  @Test
  void refusesAliasesThatItDoesNotRead() {
    assertThat(problemsOf(Aliased.class))
        .singleElement()
        .asString()
        .contains("Aliased has an annotation of your own that sets attributes of @Aggregate");
  }

  interface Opens<E> {
    @Apply
    void opened(E event);

    @Invariant
    default boolean isNamed() {
      return false;
    }
  }

  static class Opened extends Named implements Opens<AccountOpened> {
    @Override
    public void opened(AccountOpened event) {}
  }

  @Test
  void findsMethodsOfInterfaces() {
    assertThat(problemsOf(Opened.class)).isEmpty();
    assertThat(AggregateInspection.appliedEvents(Opened.class, new Deciders()))
        .containsExactly(AccountOpened.class);
    assertThatThrownBy(
            () -> AggregateModel.of(Opened.class).checkInvariants(new Opened(), () -> "", null))
        .isInstanceOf(InvariantViolationException.class)
        .hasMessageContaining("isNamed");
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
            odd + ".with is an @Invariant: it must have no parameter, and return boolean or void.",
            odd + ".text is an @Invariant: it must have no parameter, and return boolean or void.");
  }

  static class NoConstructor extends Named {
    NoConstructor(int parameter) {}
  }

  @Test
  void asksForAConstructor() {
    assertThat(problemsOf(NoConstructor.class, Named.class))
        .containsExactly(
            NoConstructor.class.getName()
                + " has no constructor without parameters, so it cannot be made from its events. Give it such a constructor, which may be private.");
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
