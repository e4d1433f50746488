package dev.foliot.test.steps;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofSeconds;

import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.test.steps.Research.Article;
import dev.foliot.test.steps.Research.Notes;
import dev.foliot.test.steps.Research.Progress;
import dev.foliot.test.steps.Research.QuickWriters;
import dev.foliot.test.steps.Research.Section;
import dev.foliot.test.steps.Research.TopicGiven;
import dev.foliot.workflow.step.StepGraph;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of the documentation. */
class ResearchTests {
  // docs: test
  @Test
  void writesAnArticle() {
    WorkflowResult<Object> result =
        WorkflowTestRunner.of(new Research(new QuickWriters("Owls 2")))
            .exposeInternal(false)
            .run(new TopicGiven("Owls"));

    Article article =
        new Article(List.of(new Section("On Owls 1"), new Section("to be written: no idea")));
    assertThat(result).hasResult(article).hasAttempts("write", 4).took(ofSeconds(3));
    assertThat(result.collected()).containsExactly(new Progress("started"), article);
    assertThat(result.state(Notes.class)).isEqualTo(new Notes(2));
  }

  // docs: end

  // docs: stub
  @Test
  void replacesTheCodeOfAStep() {
    WorkflowResult<Object> result =
        WorkflowTestRunner.of(new Research(new QuickWriters("")))
            .stub("write", failsWith(new IllegalStateException("down")), returns(new Section("…")))
            .run(new TopicGiven("Owls"));

    assertThat(result).hasResult(new Article(List.of(new Section("…"), new Section("…"))));
  }

  // docs: end

  @Test
  void survivesACrashAnywhere() {
    WorkflowResult<Object> result =
        WorkflowTestRunner.of(new Research(new QuickWriters("Owls 2")))
            .crashAfterEachAppend()
            .run(new TopicGiven("Owls"));

    assertThat(result).succeeded();
    assertThat(result.repeated()).contains("write");
  }

  // docs: graph
  @Test
  void drawsTheGraph() {
    assertThat(StepGraph.of(Research.class).toMermaid())
        .contains("step_plan -->|Paragraph| step_write", "step_write -->|Section| step_finish");
  }
  // docs: end
}
