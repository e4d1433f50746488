package dev.foliot.workflow.step;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Draws a graph of steps in the language of Mermaid. */
final class DrawGraph {
  private final List<StepMethod> methods;

  DrawGraph(List<StepMethod> methods) {
    this.methods = methods;
  }

  String draw() {
    Set<String> lines = new LinkedHashSet<>();
    lines.add("flowchart TD");
    for (StepMethod method : methods) {
      lines.add("  " + box(method));
      lines.addAll(arrowsTo(method));
      lines.addAll(arrowsFrom(method));
      lines.addAll(arrowsOfQuestions(method));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String box(StepMethod method) {
    return method.isStep()
        ? "%s[%s]".formatted(id(method), method.name())
        : "%s{{%s}}".formatted(id(method), method.name());
  }

  /** An id for a step; its name alone may be a keyword of the diagrams, such as {@code end}. */
  private static String id(StepMethod method) {
    return "step_" + method.name();
  }

  private List<String> arrowsTo(StepMethod method) {
    if (method.isStart()) {
      return List.of(
          "  start((start)) -->|%s| %s".formatted(method.takes().getSimpleName(), id(method)));
    }
    return methods.stream()
        .filter(step -> step.isStep() && (method.catches(step.name()) || method.catchesAll()))
        .map(step -> "  %s -.->|StepFailed| %s".formatted(id(step), id(method)))
        .toList();
  }

  /** A question that the step itself asks: its answer comes back to it. */
  private static List<String> arrowsOfQuestions(StepMethod method) {
    List<String> arrows = new ArrayList<>();
    for (Class<?> question : method.asks()) {
      String answer = CheckGraph.answerOr(question).getSimpleName();
      arrows.add("  %s -->|%s| person([person])".formatted(id(method), question.getSimpleName()));
      arrows.add("  person([person]) -->|%s| %s".formatted(answer, id(method)));
    }
    return arrows;
  }

  private List<String> arrowsFrom(StepMethod method) {
    List<String> arrows = new ArrayList<>();
    for (Class<?> event : method.gives()) {
      String name = event.getSimpleName();
      if (StopEvent.class.isAssignableFrom(event)) {
        arrows.add("  %s -->|%s| stop((stop))".formatted(id(method), name));
        continue;
      }
      Class<?> next = CheckGraph.answerOr(event);
      if (next != event) {
        arrows.add("  %s -->|%s| person([person])".formatted(id(method), name));
      }
      String from = next == event ? id(method) : "person([person])";
      methods.stream()
          .filter(step -> step.takes(next))
          .map(step -> "  %s -->|%s| %s".formatted(from, next.getSimpleName(), id(step)))
          .forEach(arrows::add);
    }
    return arrows;
  }
}
