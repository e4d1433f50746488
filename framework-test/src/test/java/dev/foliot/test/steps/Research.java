package dev.foliot.test.steps;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.step.CatchError;
import dev.foliot.workflow.step.StartEvent;
import dev.foliot.workflow.step.Step;
import dev.foliot.workflow.step.StepContext;
import dev.foliot.workflow.step.StepFailed;
import dev.foliot.workflow.step.StopEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The example of the documentation: an article whose paragraphs are written beside each other. */
// docs: workflow
@Workflow
class Research {
  static final RetryPolicy PATIENT = RetryPolicy.exponential(3, Duration.ofSeconds(1));

  private final Writers writers;

  Research(Writers writers) {
    this.writers = writers;
  }

  @Step
  List<Paragraph> plan(TopicGiven topic, StepContext<Notes> ctx) {
    ctx.emit(new Progress("started"));
    List<Paragraph> outline = writers.outline(topic.topic());
    ctx.edit(notes -> notes.expecting(outline.size()));
    return outline;
  }

  @Step(workers = 4, retry = "PATIENT")
  Section write(Paragraph paragraph) {
    return new Section(writers.write(paragraph.title()));
  }

  @Step
  @Nullable Article finish(StepContext<Notes> ctx, Section section) {
    List<Section> all = ctx.collect(section, Section.class, ctx.state().paragraphs());
    return all == null ? null : new Article(all);
  }

  @CatchError(steps = "write")
  Section rescue(StepFailed failure) {
    return new Section("to be written: " + failure.error().message());
  }

  record TopicGiven(String topic) implements StartEvent {}

  record Paragraph(String title) {}

  record Section(String text) {}

  record Article(List<Section> text) implements StopEvent {}

  record Progress(String message) {}

  record Notes(int paragraphs) {
    Notes() {
      this(0);
    }

    Notes expecting(int count) {
      return new Notes(count);
    }
  }

  // docs: end

  /** Another system. */
  interface Writers {
    List<Paragraph> outline(String topic);

    String write(String title);
  }

  /** Writes at once, until it fails for a title. */
  static final class QuickWriters implements Writers {
    final List<String> asked = new ArrayList<>();
    private final String hard;

    QuickWriters(String hard) {
      this.hard = hard;
    }

    @Override
    public List<Paragraph> outline(String topic) {
      return List.of(new Paragraph(topic + " 1"), new Paragraph(topic + " 2"));
    }

    @Override
    public String write(String title) {
      asked.add(title);
      if (title.equals(hard)) {
        throw new IllegalStateException("no idea");
      }
      return "On " + title;
    }
  }
}
