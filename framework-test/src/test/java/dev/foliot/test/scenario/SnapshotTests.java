package dev.foliot.test.scenario;

import static dev.foliot.test.FoliotAssertions.*;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.Decider;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.command.Command;
import dev.foliot.event.DomainEvent;
import dev.foliot.test.AggregateScenario;
import dev.foliot.test.ScenarioCheck;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is restored from a snapshot is what was there. */
class SnapshotTests {
  private static final String OFF = "If it is intended: withoutChecking(ScenarioCheck.SNAPSHOT).\n";
  private static final String REMEDY =
      "A snapshot is the JSON of all fields but transient ones. Keep state in records, enums, text, numbers, types of java.time, or lists, sets and maps of these, or set snapshotEvery = 0.\n";

  @Command
  record Begin(String id, String at) {}

  @DomainEvent
  record Begun(String id, String at) {}

  abstract static class Meeting extends EventSourcedAggregate {
    private String id;

    @JsonFormat(without = JsonFormat.Feature.WRITE_DATES_WITH_ZONE_ID)
    @Nullable ZonedDateTime at;

    void begin(String at) {
      raise(new Begun("m-1", at));
    }

    @Override
    public String id() {
      return id;
    }

    @Apply
    void on(Begun event) {
      id = event.id();
      at = ZonedDateTime.parse(event.at());
    }
  }

  @Aggregate
  static class WithoutSnapshots extends Meeting {}

  @Aggregate(snapshotEvery = 10)
  static class WithSnapshots extends Meeting {
    private final Map<String, String> seats = new HashMap<>();
  }

  private static final String BERLIN = "2026-01-01T12:00:00+01:00[Europe/Berlin]";
  private static final String UTC = "2026-01-01T12:00:00Z";

  @Test
  void namesTheFieldThatIsLost() {
    assertThatThrownBy(
            () -> AggregateScenario.of(WithSnapshots.class).when(asked -> asked.begin(BERLIN)))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            WithSnapshots m-1 is not the same when it is restored from a snapshot:
                 at: it is 2026-01-01T12:00+01:00[Europe/Berlin], but 2026-01-01T12:00+01:00 when restored
            """
                + REMEDY
                + OFF);
  }

  @Test
  void acceptsWhatSurvives() {
    AggregateScenario.of(WithSnapshots.class)
        .when(asked -> asked.begin(UTC))
        .thenRaised(Begun.class)
        .andState(state -> assertThat(state.seats).isEmpty());
  }

  @Test
  void isOnlyForThoseWithSnapshots() {
    AggregateScenario.of(WithoutSnapshots.class)
        .when(asked -> asked.begin(BERLIN))
        .thenRaised(Begun.class);
    AggregateScenario.of(WithSnapshots.class)
        .withoutChecking(ScenarioCheck.SNAPSHOT)
        .when(asked -> asked.begin(BERLIN))
        .thenRaised(Begun.class);
  }

  @Aggregate(snapshotEvery = 10)
  sealed interface Talk {}

  record NoTalk() implements Talk {}

  record LiveTalk(Object at) implements Talk {}

  /** A snapshot cannot say which class it is of. */
  @Aggregate(snapshotEvery = 10)
  interface OpenTalk {}

  record SomeTalk() implements OpenTalk {}

  static class OpenTalks implements Decider<Begin, OpenTalk, Begun> {
    @Override
    public String aggregateId(Begin command) {
      return command.id();
    }

    @Override
    public OpenTalk initialState() {
      return new SomeTalk();
    }

    @Override
    public List<Begun> decide(Begin command, OpenTalk state) {
      return List.of();
    }

    @Override
    public OpenTalk evolve(OpenTalk state, Begun event) {
      return state;
    }
  }

  @Test
  void restoresTheDeclaredClass() {
    assertThatThrownBy(() -> AggregateScenario.of(new OpenTalks()).when(new Begin("t-1", UTC)))
        .hasMessageStartingWith("SomeTalk t-1 cannot be restored from a snapshot:");
  }

  static class Talks implements Decider<Begin, Talk, Begun> {
    @Override
    public String aggregateId(Begin command) {
      return command.id();
    }

    @Override
    public Talk initialState() {
      return new NoTalk();
    }

    @Override
    public List<Begun> decide(Begin command, Talk state) {
      return List.of(new Begun(command.id(), command.at()));
    }

    @Override
    public Talk evolve(Talk state, Begun event) {
      return new LiveTalk(event.at().isEmpty() ? 1L : event.at());
    }
  }

  @Test
  void checksTheStateOfADecider() {
    AggregateScenario.of(new Talks())
        .when(new Begin("t-1", UTC))
        .thenRaised(new Begun("t-1", UTC))
        .andState(talk -> assertThat(talk).isEqualTo(new LiveTalk(UTC)));
    assertThatThrownBy(() -> AggregateScenario.of(new Talks()).when(new Begin("t-1", "")))
        .hasMessage(
            """
            LiveTalk t-1 is not the same when it is restored from a snapshot:
                 at: it is 1 (Long), but 1 (Integer) when restored
            """
                + REMEDY
                + OFF);
  }

  interface Tool {}

  record Hammer(int weight) implements Tool {}

  @Aggregate(snapshotEvery = 10)
  static class Box extends EventSourcedAggregate {
    private String id;
    private Tool tool;

    void fill() {
      raise(new Begun("b-1", UTC));
    }

    @Override
    public String id() {
      return id;
    }

    @Apply
    void on(Begun event) {
      id = event.id();
      tool = new Hammer(2);
    }
  }

  @Test
  void namesWhatCannotBeRestored() {
    assertThatThrownBy(() -> AggregateScenario.of(Box.class).when(Box::fill))
        .hasMessageStartingWith(
            "Box b-1 cannot be restored from a snapshot:\n     tool: Cannot construct")
        .hasMessageEndingWith(REMEDY + OFF);
  }
}
