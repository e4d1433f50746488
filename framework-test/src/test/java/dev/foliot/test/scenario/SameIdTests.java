package dev.foliot.test.scenario;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.StateStoredAggregate;
import dev.foliot.event.DomainEvent;
import dev.foliot.message.MissingComponentException;
import dev.foliot.test.AggregateScenario;
import dev.foliot.test.ScenarioCheck;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A scenario finds an aggregate whose id changes, and knows that a generated id comes late. */
class SameIdTests {
  @DomainEvent
  record SignPainted(String text) {}

  @DomainEvent
  record SignNumbered(String signId) {}

  /** Nothing but its own code keeps the id as it is. */
  @Aggregate
  static class Sign extends StateStoredAggregate {
    private @Nullable Long number;

    Sign(@Nullable Long number) {
      this.number = number;
    }

    void paint(String text) {
      raise(new SignPainted(text));
    }

    void announce() {
      raise(new SignNumbered(String.valueOf(number)));
    }

    void renumber(long other) {
      number = other;
    }

    /** Fails until the number is generated. */
    @Override
    public String id() {
      return number.toString();
    }
  }

  private final AggregateScenario<Sign> sign = AggregateScenario.of(Sign.class);

  @Test
  void namesTheStepThatChangesTheId() {
    var outcome = sign.given(new Sign(7L)).when(painted -> painted.paint("a"));

    assertThatThrownBy(() -> outcome.andState(ok -> {}).when(moved -> moved.renumber(8)))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            Sign has changed its id() from 7 to 8. The id names the stream and never changes: store a value that changes in another field.
            If it is intended: withoutChecking(ScenarioCheck.SAME_ID).
            """);
  }

  @Test
  void acceptsWhatIsMeantSo() {
    sign.withoutChecking(ScenarioCheck.SAME_ID)
        .given(new Sign(7L))
        .when(moved -> moved.renumber(8))
        .thenRaisedNothing();
  }

  @Test
  void acceptsAnIdThatIsNotGeneratedYet() {
    sign.given(new Sign(null))
        .when(painted -> painted.paint("a"))
        .thenRaised(new SignPainted("a"))
        .when(generated -> generated.renumber(1))
        .thenRaisedNothing();
  }

  @Test
  void findsTheTextOfAMissingIdInAnEvent() {
    sign.given(new Sign(null)).when(Sign::announce).thenRejected(MissingComponentException.class);
  }
}
