package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.foliot.aggregate.InvariantViolationException.Violation;
import dev.foliot.eventstore.AggregateClosedException;
import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import dev.foliot.handler.WiringProblems;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Shop;
import dev.foliot.testsupport.shop.Voucher;
import dev.foliot.testsupport.shop.Voucher.Change;
import dev.foliot.testsupport.shop.Voucher.Decisions;
import dev.foliot.testsupport.shop.Voucher.Expire;
import dev.foliot.testsupport.shop.Voucher.Issue;
import dev.foliot.testsupport.shop.Voucher.Issued;
import dev.foliot.testsupport.shop.Voucher.Redeem;
import dev.foliot.testsupport.shop.Voucher.Redeemed;
import dev.foliot.testsupport.shop.Voucher.Request;
import dev.foliot.testsupport.shop.Voucher.UsedUp;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.ResolvableType;

/** The functional way to write an event-sourced aggregate, on a real database. */
class DeciderIntegrationTests {
  private final TestFoliot foliot = TestFoliot.jdbc().with(new Decisions());
  private final AggregateRepository<Voucher> vouchers = foliot.repositories.of(Voucher.class);

  @Test
  void storesWhatIsDecided() {
    Object happened = foliot.process(new Issue("v", 10));
    foliot.process(new Redeem("v", 4));
    foliot.process(new Redeem("v", 6));

    assertThat(happened).isEqualTo(List.of(new Issued("v", 10)));
    assertThat(foliot.events("voucher", "v"))
        .containsExactly(new Issued("v", 10), new Redeemed(4), new Redeemed(6), new UsedUp());
    assertThat(vouchers.get("v")).isEqualTo(new Voucher("v", 0));
  }

  @Test
  void rejectionReachesCallerAndStoresNothing() { // R10
    foliot.process(new Issue("v", 10));

    assertThatThrownBy(() -> foliot.process(new Issue("v", 5)))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("voucher v exists");

    assertThat(foliot.events("voucher", "v")).hasSize(1);
  }

  @Test
  void nothingHappensWithoutEvents() { // R6
    foliot.process(new Expire("v"));

    assertThat(vouchers.find("v")).isEmpty();
    assertThatThrownBy(() -> vouchers.get("v"))
        .isInstanceOf(AggregateNotFoundException.class)
        .hasMessageContaining("There is no voucher with the id v.");
  }

  // R3: also if the caller catches the refusal and goes on
  @Test
  void refusedChangeLeavesNothingBehind() {
    foliot.process(new Issue("v", 10));

    foliot.inTransaction(
        () -> {
          DecidedAggregate<Object, Voucher, Object> voucher = decided("v");
          assertThatThrownBy(() -> voucher.decide(new Redeem("v", 11)))
              .isInstanceOf(InvariantViolationException.class)
              .satisfies(
                  refused ->
                      assertThat(((InvariantViolationException) refused).violations())
                          .extracting(Violation::invariant)
                          .containsExactly("neverOverdrawn"));
          assertThat(vouchers.get("v").left()).isEqualTo(10);
          voucher.decide(new Redeem("v", 3));
        });

    assertThat(foliot.events("voucher", "v")).containsExactly(new Issued("v", 10), new Redeemed(3));
  }

  private DecidedAggregate<Object, Voucher, Object> decided(String id) {
    DecidedRepository<Voucher> repository = (DecidedRepository<Voucher>) vouchers;
    return repository.in(dev.foliot.unitofwork.UnitOfWork.required(), id);
  }

  @Test
  void seesItsOwnDecisionsInATransaction() { // R3a
    foliot.inTransaction(
        () -> {
          foliot.process(new Issue("v", 10));
          foliot.process(new Redeem("v", 1));
          assertThat(vouchers.get("v").left()).isEqualTo(9);
        });

    assertThat(foliot.events("voucher", "v")).hasSize(2);
  }

  @Test
  void onlyOneOfTwoWritersCommits() { // R5
    foliot.process(new Issue("v", 10));

    var conflict =
        catchThrowableOfType(
            ConcurrentAggregateChangeException.class,
            () ->
                foliot.inTransaction(
                    () -> {
                      foliot.process(new Redeem("v", 1));
                      foliot.inNewTransaction(() -> foliot.process(new Redeem("v", 2)));
                    }));

    assertThat(conflict)
        .hasMessage(
            "Stream voucher-v is at version 2, expected 1: another transaction changed it. Load it again and retry.");
    assertThat(vouchers.get("v").left()).isEqualTo(8);
  }

  /** Which command comes first is the decider's affair: it decides again, about what exists. */
  @Test
  void laterOneOfTwoFirstCommandsIsAConflict() {
    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      foliot.process(new Issue("v", 1));
                      foliot.inNewTransaction(() -> foliot.process(new Issue("v", 2)));
                    }))
        .isInstanceOf(ConcurrentAggregateChangeException.class)
        .hasMessageContaining("at version 1, expected 0");
  }

  @Test
  void refusesToBeSaved() {
    assertThatThrownBy(() -> vouchers.save(new Voucher("v", 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Voucher is the state of a decider, which cannot be saved: it follows from the events. Send a command of the decider Decisions by domain.process(…).");
  }

  @Test
  void pastStatesCanBeRead() { // R21
    foliot.process(new Issue("v", 10));
    foliot.process(new Redeem("v", 4));

    AggregateHistory<Voucher> history = foliot.repositories.historyOf(Voucher.class, "v");

    assertThat(history.entries().map(HistoryEntry::event))
        .containsExactly(new Issued("v", 10), new Redeemed(4));
    assertThat(history.at(1)).isEqualTo(new Voucher("v", 10));
    assertThat(history.asOf(foliot.clock.instant())).isEqualTo(new Voucher("v", 6));
    assertThatThrownBy(() -> history.at(0)).isInstanceOf(AggregateNotFoundException.class);
    assertThatThrownBy(() -> history.at(3)).isInstanceOf(NoSuchVersionException.class);
  }

  @Test
  void closedOneTakesNoCommand() {
    foliot.process(new Issue("v", 10));

    vouchers.close("v", "withdrawn");

    assertThatThrownBy(() -> foliot.process(new Redeem("v", 4)))
        .isInstanceOf(AggregateClosedException.class)
        .hasMessageContaining("(withdrawn)");
    assertThat(vouchers.find("v")).isEmpty();
    assertThatThrownBy(() -> vouchers.get("v")).isInstanceOf(AggregateClosedException.class);
    assertThatThrownBy(() -> vouchers.close("w", "withdrawn"))
        .isInstanceOf(AggregateNotFoundException.class);
  }

  // ---- wrong deciders

  static class WithoutId extends Decisions {
    @Override
    public String aggregateId(Request command) {
      return " ";
    }
  }

  static class WithoutList extends Decisions {
    @Override
    @SuppressWarnings("NullAway")
    public List<Change> decide(Request command, Voucher voucher) {
      return null;
    }
  }

  static class WithoutState extends Decisions {
    @Override
    @SuppressWarnings("NullAway")
    public Voucher evolve(Voucher voucher, Change event) {
      return null;
    }
  }

  @Test
  void tellsWhatADeciderForgot() {
    foliot.with(new WithoutId());
    assertThatThrownBy(() -> foliot.process(new Expire("v")))
        .hasMessageContaining(
            "WithoutId.aggregateId(…) returned   for Expire[code=v]. Let it return the id");
    foliot.with(new Decisions());
    assertThatThrownBy(() -> foliot.process(new Expire(String.valueOf((Object) null))))
        .hasMessageContaining("Decisions.aggregateId(…) returned null for Expire[code=null].");
    foliot.with(new WithoutList());
    assertThatThrownBy(() -> foliot.repositories.of(Voucher.class).get("v"))
        .isInstanceOf(AggregateNotFoundException.class);
    assertThatThrownBy(() -> foliot.process(new Expire("v")))
        .hasMessageContaining(
            "WithoutList.decide(…) returned null for Expire[code=v]. Let it return a list");
    foliot.with(new WithoutState());
    assertThatThrownBy(() -> foliot.process(new Issue("v", 1)))
        .hasMessageContaining(
            "WithoutState.evolve(…) of Issued[code=v, amount=1] returned null. Let it return a Voucher.");
    assertThat(foliot.events("voucher", "v")).isEmpty();
  }

  interface Generic<S> extends Decider<Request, S, Change> {}

  interface OfAnything extends Decider<Object, String, Runnable> {}

  @Test
  void wrongDeclarationsAreListed() { // R38
    var problems = new WiringProblems();

    for (Class<?> wrong : List.of(Generic.class, OfAnything.class)) {
      assertThat(
              DeciderDeclaration.of(
                  ResolvableType.forClass(wrong), new Decisions(), Shop.TYPES, problems))
          .satisfies(each -> {});
    }
    var twice =
        Stream.of(new Decisions(), new WithoutId())
            .map(
                each ->
                    DeciderDeclaration.of(
                            ResolvableType.forClass(each.getClass()), each, Shop.TYPES, problems)
                        .orElseThrow())
            .toList();
    new Deciders().fill(twice, problems);

    assertThatThrownBy(problems::throwIfAny)
        .hasMessageContaining("$Generic does not declare the three types of its Decider<C, S, E>.")
        .hasMessageContaining(
            "$OfAnything decides about java.lang.String, which is not an aggregate.")
        .hasMessageContaining(
            "$OfAnything has java.lang.Object for its commands, which is neither a known command nor")
        .hasMessageContaining(
            "$OfAnything has java.lang.Runnable for its events, which is neither a known event nor")
        .hasMessageContaining(
            "both decide about dev.foliot.testsupport.shop.Voucher. Keep one of them.");
  }
}
