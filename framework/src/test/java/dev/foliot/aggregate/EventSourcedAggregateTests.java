package dev.foliot.aggregate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.message.MissingComponentException;
import dev.foliot.testsupport.shop.Account;
import dev.foliot.testsupport.shop.Shop.AccountAudited;
import dev.foliot.testsupport.shop.Shop.AccountOpened;
import dev.foliot.testsupport.shop.Shop.Deposited;
import dev.foliot.testsupport.shop.Shop.Withdrawn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventSourcedAggregateTests {

  private static final List<Object> HISTORY =
      List.of(new AccountOpened("a"), new Deposited("a", 10), new Withdrawn("a", 3));

  private static Account loaded() {
    return AggregateLifecycle.recreate(Account.class, HISTORY);
  }

  private static List<Integer> amounts(Account account) {
    return account.entries().stream().map(Account.Entry::amount).toList();
  }

  @Test
  void raisingChangesStateAtOnce() {
    Account account = Account.open("a");

    account.deposit(10);
    account.withdraw(3);

    assertThat(account.balance()).isEqualTo(7);
    assertThat(account.pendingEvents()).isEqualTo(HISTORY);
    assertThat(account.version()).isEqualTo(3);
  }

  @Test
  void loadingGivesTheSameState() {
    Account raised = Account.open("a");
    raised.deposit(10);
    raised.withdraw(3);

    Account loaded = loaded();

    assertThat(loaded.id()).isEqualTo(raised.id());
    assertThat(loaded.balance()).isEqualTo(raised.balance());
    assertThat(amounts(loaded)).isEqualTo(amounts(raised));
    assertThat(loaded.version()).isEqualTo(3);
    assertThat(loaded.pendingEvents()).isEmpty();
  }

  static class Draft extends EventSourcedAggregate {
    private @Nullable String id;

    @Override
    public String id() {
      return requireNonNull(id, "the id is not known yet");
    }

    void raiseAll(Object... events) {
      Stream.of(events).forEach(this::raise);
    }

    @Apply
    void on(Deposited event) {}

    @Apply
    void on(AccountOpened event) {
      id = "a";
    }
  }

  @Test
  void raisesBeforeTheIdIsKnown() {
    var draft = new Draft();

    draft.raiseAll(new Deposited("a", 1), new AccountOpened("a"));

    assertThat(draft.id()).isEqualTo("a");
    assertThat(draft.pendingEvents()).hasSize(2);
  }

  @Test
  void refusesAnEventThatChangesTheId() {
    Account account = loaded();

    assertThatThrownBy(() -> account.raise(new AccountOpened("b")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "AccountOpened changed the id of dev.foliot.testsupport.shop.Account from a to b. The id names the stream and never changes: store a value that changes in another field.");

    assertThat(account.id()).isEqualTo("a");
    assertThat(account.balance()).isEqualTo(7);
    assertThat(account.pendingEvents()).isEmpty();
  }

  @Test
  void mayTakeAnotherIdAfterItsFirstEventWasRefused() {
    Account account = Account.blank();
    assertThatThrownBy(() -> account.raise(new Withdrawn("a", 3)))
        .isInstanceOf(InvariantViolationException.class);
    account.raise(new AccountOpened("b"));

    assertThat(account.id()).isEqualTo("b");
  }

  @Test
  void refusesAHistoryOfTwoIds() {
    assertThatThrownBy(
            () ->
                AggregateLifecycle.recreate(
                    Account.class, List.of(new AccountOpened("a"), new AccountOpened("b"))))
        .hasMessageContaining("from a to b");
  }

  @Test
  void refusesAnEventWithoutARequiredComponent() {
    Account account = loaded();

    assertThatThrownBy(() -> account.raise(new Deposited(null, 1)))
        .isInstanceOf(MissingComponentException.class)
        .hasMessageContaining("its component accountId is null");
    assertThat(account.balance()).isEqualTo(7);
    assertThat(account.pendingEvents()).isEmpty();
  }

  @Test
  void namesEventAndAggregateWithoutApply() { // R38
    Account account = loaded();

    assertThatThrownBy(account::audit)
        .isInstanceOf(MissingApplyException.class)
        .hasMessage(
            "dev.foliot.testsupport.shop.Account has no method that applies %s. Add: @Apply void on(AccountAudited event)."
                .formatted(AccountAudited.class.getName()));

    assertThat(account.version()).isEqualTo(3);
    assertThat(account.pendingEvents()).isEmpty();
  }

  // ---- R3: a refused change leaves neither state nor event

  @Test
  void refusedChangeOfALoadedAggregateLeavesNoTrace() {
    Account account = loaded();
    account.deposit(1);

    assertThatThrownBy(() -> account.withdraw(100))
        .isInstanceOf(InvariantViolationException.class)
        .hasMessage(
            "Account a refuses Withdrawn[accountId=a, amount=100]: notOverdrawn must hold.");

    assertThat(account.balance()).isEqualTo(8);
    assertThat(amounts(account)).containsExactly(10, -3, 1);
    assertThat(account.pendingEvents()).containsExactly(new Deposited("a", 1));
    assertThat(account.version()).isEqualTo(4);
  }

  @Test
  void refusedChangeOfANewAggregateLeavesNoTrace() {
    Account account = Account.open("a");

    assertThatThrownBy(() -> account.withdraw(1)).isInstanceOf(InvariantViolationException.class);

    assertThat(account.id()).isEqualTo("a");
    assertThat(account.balance()).isZero();
    assertThat(account.entries()).isEmpty();
    assertThat(account.pendingEvents()).containsExactly(new AccountOpened("a"));
  }

  @Test
  void partsStillBelongToTheirWholeAfterARefusal() {
    Account account = loaded();
    assertThatThrownBy(() -> account.withdraw(100)).isInstanceOf(InvariantViolationException.class);

    account.entries().get(0).repeat();

    assertThat(account.balance()).isEqualTo(17);
    assertThat(account.pendingEvents()).containsExactly(new Deposited("a", 10));
  }

  @Test
  void keepsWhatAUnitOfWorkHasTaken() {
    Account account = loaded();
    account.deposit(1);
    ((EventSourcedAggregate) account).pending().takePendingEvents(Long.MAX_VALUE);

    assertThatThrownBy(() -> account.withdraw(100)).isInstanceOf(InvariantViolationException.class);

    assertThat(account.balance()).isEqualTo(8);
    assertThat(account.version()).isEqualTo(4);
    assertThat(account.pendingEvents()).isEmpty();
  }

  @Test
  void tellsWhatAnInvariantThrew() {
    Account account = loaded();

    assertThatThrownBy(() -> account.deposit(2_000_000))
        .hasMessageEndingWith("atMostAMillion (balance is 2000007) must hold.")
        .satisfies(
            e ->
                assertThat(((InvariantViolationException) e).violations())
                    .singleElement()
                    .satisfies(v -> assertThat(v.invariant()).isEqualTo("atMostAMillion")));
  }

  static class Flawed extends EventSourcedAggregate {
    private final List<String> trace = new ArrayList<>();

    @Override
    public String id() {
      return "flawed";
    }

    void happen(Object event) {
      raise(event);
    }

    @Apply
    void on(AccountOpened event) throws IOException {
      trace.add("half");
      throw new IOException("apply failed");
    }

    @Apply
    void on(Deposited event) {
      raise(event);
    }

    @Apply
    void on(Withdrawn event) {
      trace.add("whole");
    }

    @Invariant
    boolean first() {
      return trace.size() < 2;
    }

    @Invariant
    boolean second() {
      return trace.size() < 2;
    }
  }

  @Test
  void undoesAHalfAppliedEvent() {
    Flawed aggregate = new Flawed();

    assertThatThrownBy(() -> aggregate.happen(new AccountOpened("a")))
        .isInstanceOf(IOException.class)
        .hasMessage("apply failed");

    assertThat(aggregate.trace).isEmpty();
    assertThat(aggregate.version()).isZero();
  }

  @Test
  void refusesToRaiseWhileApplying() {
    Flawed aggregate = new Flawed();

    assertThatThrownBy(() -> aggregate.happen(new Deposited("a", 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("while an event was being applied");

    assertThat(aggregate.pendingEvents()).isEmpty();
  }

  @Test
  void namesAllInvariantsThatDoNotHold() {
    Flawed aggregate = new Flawed();
    aggregate.happen(new Withdrawn("a", 1));

    assertThatThrownBy(() -> aggregate.happen(new Withdrawn("a", 2)))
        .hasMessageEndingWith(": first, second must hold.");
  }

  static class Uncreatable extends EventSourcedAggregate {
    private final int limit;
    private int sum;

    Uncreatable(int limit) {
      this.limit = limit;
    }

    @Override
    public String id() {
      return "u";
    }

    void add(int amount) {
      raise(new Deposited("u", amount));
    }

    @Apply
    void on(Deposited event) {
      sum += event.amount();
    }

    @Invariant
    boolean withinLimit() {
      return sum <= limit;
    }
  }

  @Test
  void cannotBeStoredWhenARefusalCannotBeUndone() {
    var aggregate = new Uncreatable(5);
    assertThatThrownBy(() -> aggregate.add(6))
        .isInstanceOf(InvariantViolationException.class)
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .singleElement()
                    .satisfies(
                        s ->
                            assertThat(s)
                                .hasMessageContaining("no constructor without parameters")));

    assertThatThrownBy(() -> aggregate.add(1))
        .hasMessageContaining("cannot be used or stored any more");
    assertThatThrownBy(() -> aggregate.pending().takePendingEvents(Long.MAX_VALUE))
        .hasMessageContaining("cannot be used or stored any more");
  }

  @Test
  void needsAConstructorToBeLoaded() {
    assertThatThrownBy(() -> AggregateLifecycle.recreate(Uncreatable.class, List.of()))
        .hasMessage(
            "%s cannot be made from its events: it is abstract, or has no constructor without parameters. Give it such a constructor, which may be private."
                .formatted(Uncreatable.class.getName()));
  }

  @Aggregate(category = "base")
  abstract static class Base extends EventSourcedAggregate {
    int opened;

    @Apply
    private void on(AccountOpened event) {
      opened++;
    }
  }

  static class Derived extends Base {
    @Override
    public String id() {
      return "d";
    }

    void open() {
      raise(new AccountOpened("d"));
    }
  }

  @Test
  void inheritsApplyMethodsAndCategory() {
    var aggregate = new Derived();

    aggregate.open();

    assertThat(aggregate.opened).isEqualTo(1);
    assertThat(AggregateLifecycle.categoryOf(Derived.class)).isEqualTo("base");
    assertThat(AggregateLifecycle.categoryOf(Account.class)).isEqualTo("account");
  }
}
