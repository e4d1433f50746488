package dev.foliot.workflow.step;

import dev.foliot.workflow.RunError;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.StoredError;
import dev.foliot.workflow.step.RunEvent.Given;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Reads the happenings of a run of steps from its journal. */
final class ReadJournal {
  private static final String WAIT = "-wait-";
  private static final String QUESTION = "-question-";

  private final StepGraph graph;

  ReadJournal(StepGraph graph) {
    this.graph = graph;
  }

  /** The id of the n-th wait of a step. */
  static String waitId(String execution, int number) {
    return execution + WAIT + number;
  }

  /** The id of the n-th question that a step gives. */
  static String questionId(String execution, int number) {
    return execution + QUESTION + number;
  }

  /** Reads an entry; empty if it changes nothing. */
  Optional<Happening> read(JournalEntry entry, StepsState state) {
    return switch (entry.kind()) {
      case STEP -> Optional.of(outcome(entry));
      case EVENT -> Optional.of(wait(entry));
      case CALLBACK ->
          entry.isFinal()
              ? answer(entry, state)
              : Optional.of(new Happening.Asked(entry.operation()));
      default -> Optional.empty();
    };
  }

  private static Happening outcome(JournalEntry entry) {
    if (entry.type() == EntryType.SUCCEEDED) {
      return new Happening.Succeeded(
          entry.operation(), EventJson.readAll(Objects.requireNonNull(entry.payload())));
    }
    Instant startedAt = entry.details().startedAt();
    return new Happening.AttemptFailed(
        entry.operation(),
        error(entry),
        startedAt == null ? entry.at() : startedAt,
        entry.at(),
        entry.isFinal());
  }

  private static RunError error(JournalEntry entry) {
    StoredError error = entry.details().error();
    return error == null
        ? new RunError(entry.type().name(), null)
        : new RunError(error.type(), error.message());
  }

  private static Happening wait(JournalEntry entry) {
    String execution = entry.operation().substring(0, entry.operation().lastIndexOf(WAIT));
    return entry.isFinal() ? new Happening.GoesOn(execution) : new Happening.Waits(execution);
  }

  private Optional<Happening> answer(JournalEntry entry, StepsState state) {
    String id = entry.operation();
    StepsState.Question question = state.questions().get(id);
    if (question == null) {
      return Optional.empty(); // the run has ended
    }
    Class<?> asked = graph.classOf(question.event().given().type());
    if (entry.type() != EntryType.SUCCEEDED) {
      return Optional.of(new Happening.Unanswered(id, error(entry), entry.at()));
    }
    Class<?> answer = Objects.requireNonNull(EventClasses.answerTo(asked));
    String json = Objects.requireNonNullElse(entry.payload(), "{}");
    return Optional.of(new Happening.Answered(id, new Given(answer.getName(), json)));
  }
}
