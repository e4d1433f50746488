package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.foliot.eventstore.StreamName;
import dev.foliot.failure.ErrorText;
import dev.foliot.personaldata.DataSubject;
import dev.foliot.personaldata.PersonalData;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.unitofwork.ReadOnlyUnitOfWorkException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Exceptions about an event get into logs and answers: they quote nobody's personal data. */
class QuotedPersonalDataTests {
  record Registered(@DataSubject String id, @PersonalData String name) {}

  @Aggregate
  static class Member extends EventSourcedAggregate {
    private String id = "";
    private String name = "";

    @Override
    public String id() {
      return id;
    }

    void register(String newId, String newName) {
      raise(new Registered(newId, newName));
    }

    @Apply
    void on(Registered event) {
      if (event.name().equals("Ada twice")) {
        raise(new Registered(event.id(), "Ada"));
      }
      id = event.name().equals("Ada the id") ? event.name() : event.id();
      name = event.name();
    }

    @Invariant
    void isNoRobot() {
      if (name.equals("Ada 2000")) {
        throw new IllegalArgumentException(name + " is a robot");
      }
    }
  }

  private final Member member = new Member();

  @Test
  void readOnlyTransaction() {
    assertRedacted(
        ReadOnlyUnitOfWorkException.class,
        () ->
            TestFoliot.jdbc().inReadOnlyTransaction(() -> member.register("m-1", "Ada Lovelace")));
  }

  @Test
  void invariantAndItsReason() {
    var refused =
        assertRedacted(InvariantViolationException.class, () -> member.register("m-1", "Ada 2000"));

    assertThat(refused).hasMessageContaining("isNoRobot ([personal data] is a robot)");
    assertThat(refused.violations().toString()).doesNotContain("Ada");
  }

  @Test
  void missingId() {
    member.register("", "Ada Lovelace");

    assertRedacted(IllegalStateException.class, () -> member.pending().stream());
  }

  @Test
  void eventRaisedWhileOneIsApplied() {
    assertRedacted(IllegalStateException.class, () -> member.register("m-1", "Ada twice"));
  }

  /** Forgets what it was, which it must not. */
  static class Registrations implements Decider<String, Member, Registered> {
    @Override
    public String aggregateId(String name) {
      return "m-1";
    }

    @Override
    public Member initialState() {
      return new Member();
    }

    @Override
    public List<Registered> decide(String name, Member state) {
      return List.of(new Registered("m-1", name));
    }

    @Override
    public Member evolve(Member state, Registered event) {
      return null;
    }
  }

  @Test
  void deciderThatGivesNoState() {
    var decisions = Decisions.of(new Registrations(), "m-1", List.of());

    var refused =
        assertRedacted(IllegalStateException.class, () -> decisions.decide("Ada Lovelace"));

    assertThat(refused)
        .hasMessageContaining(
            "evolve(…) of Registered[id=m-1, name=[personal data]] returned null. Let it return a Member.");
  }

  @Test
  void changeOfTheId() {
    member.register("m-1", "Grace");

    var refused =
        assertRedacted(IllegalStateException.class, () -> member.register("m-1", "Ada the id"));

    assertThat(refused).hasMessageContaining("from m-1 to [personal data]. The id names");
  }

  @Test
  void idOfAnotherStream() {
    member.register("m-1", "Ada the id");

    assertThatThrownBy(() -> member.loadedFrom(new StreamName("member", "m-1")))
        .hasMessageContaining("made a " + Member.class.getName() + " whose id() is different.");
  }

  @Test
  void changeOfThePast() {
    member.register("m-1", "Grace");
    member.loadedFromPast(1);

    var refused =
        assertRedacted(PastAggregateException.class, () -> member.register("m-1", "Ada Lovelace"));

    assertThat(refused.stream()).isEqualTo(new StreamName("member", "m-1"));
  }

  @Test
  void twoCopiesThatBothRaised() {
    Member copy = new Member();
    member.register("m-1", "Ada Lovelace");
    copy.register("m-1", "Ada King");

    assertRedacted(IllegalStateException.class, () -> member.pending().moveFrom(copy.pending()));
  }

  @Test
  void reasonThatQuotesNobodyStaysWhatItIs() {
    assertThatThrownBy(() -> new Choosy().choose())
        .isInstanceOfSatisfying(
            InvariantViolationException.class,
            refused ->
                assertThat(refused.violations().get(0).reason())
                    .isInstanceOf(UnsupportedOperationException.class));
  }

  @Aggregate
  static class Choosy extends EventSourcedAggregate {
    @Override
    public String id() {
      return "c-1";
    }

    void choose() {
      raise(new Registered("c-1", "Ada"));
    }

    @Apply
    void on(Registered event) {}

    @Invariant
    void isNever() {
      throw new UnsupportedOperationException("not today");
    }
  }

  private static <T extends Throwable> T assertRedacted(Class<T> type, ThrowingCallable change) {
    T refused = catchThrowableOfType(type, change);
    assertThat(refused).isNotNull();
    assertThat(refused.getMessage()).contains("[personal data]");
    assertThat(withoutFrames(refused)).doesNotContain("Ada");
    return refused;
  }

  /** The names of frames have nothing to do with persons. */
  private static String withoutFrames(Throwable error) {
    return ErrorText.stackTrace(error).replaceAll("\\tat .*", "");
  }
}
