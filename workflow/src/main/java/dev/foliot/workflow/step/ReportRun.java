package dev.foliot.workflow.step;

import dev.foliot.workflow.InternalEvent;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.replay.InternalEvents;
import dev.foliot.workflow.step.RunEvent.Given;
import java.util.List;

/** Reads the internal events of a run from its journal. */
final class ReportRun implements InternalEvents {
  private final StepGraph graph;
  private final ReadJournal journal;
  private final Given start;
  private StepsState state = StepsState.NEW;

  ReportRun(StepGraph graph, String input) {
    this.graph = graph;
    this.journal = new ReadJournal(graph);
    this.start = new Given(graph.startClass().getName(), input);
  }

  @Override
  public List<InternalEvent> atStart() {
    return happened(new Happening.Began(start));
  }

  @Override
  public List<InternalEvent> after(JournalEntry entry) {
    return journal.read(entry, state).map(this::happened).orElse(List.of());
  }

  private List<InternalEvent> happened(Happening happening) {
    ReduceRun.Next next = ReduceRun.reduce(graph, state, happening);
    state = next.state();
    return next.effects().stream()
        .filter(Effect.Report.class::isInstance)
        .map(effect -> ((Effect.Report) effect).event())
        .toList();
  }
}
