package dev.foliot.trace;

import dev.foliot.message.RecordedMessage;
import dev.foliot.outbox.InDatabaseBroker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All messages with the correlation id of one message, as a tree: below each message are the
 * messages that were raised while it was being handled (R7). Messages stand in the order of the
 * log. The effects of a cause that is not stored, such as a command, are grouped below its id. A
 * run of a workflow stands below the message or the run that caused it. The messages of a run stand
 * beside the run, below the same cause; only if the run began the correlation, they stand below the
 * run. {@link #toString()} draws the tree. Immutable.
 */
public final class Trace {
  private final RecordedMessage message;
  private final Map<UUID, RecordedMessage> messages = new LinkedHashMap<>();
  private final Map<UUID, TracedRun> runs = new LinkedHashMap<>();
  private final boolean complete;

  /**
   * @param message the requested message
   * @param messages all messages of its correlation, including itself, in the order of positions
   * @param runs the runs of the correlation, in the order of their starts
   * @param complete whether there are no more
   */
  Trace(
      RecordedMessage message,
      List<RecordedMessage> messages,
      List<TracedRun> runs,
      boolean complete) {
    this.message = message;
    messages.forEach(each -> this.messages.put(each.metadata().id(), each));
    runs.forEach(each -> this.runs.put(each.id(), each));
    this.complete = complete;
  }

  /**
   * One place in the tree.
   *
   * @param id the id of a message, or of a run
   * @param message the message; null for a run, and for a cause of which only the id is known
   * @param run the run; null for a message
   * @param effects the messages and the runs that it caused
   */
  public record Node(
      UUID id, @Nullable RecordedMessage message, @Nullable TracedRun run, List<Node> effects) {}

  /** The requested message. */
  public RecordedMessage message() {
    return message;
  }

  /** All messages of the correlation, in the order of the log. */
  public List<RecordedMessage> messages() {
    return List.copyOf(messages.values());
  }

  /** The runs of workflows that belong to the correlation, in the order of their starts. */
  public List<TracedRun> runs() {
    return List.copyOf(runs.values());
  }

  /**
   * Whether all messages and runs of the correlation are here; a trace has at most 10,000 of each.
   */
  public boolean isComplete() {
    return complete;
  }

  /** Returns the causes of the message: its own cause first, then the cause of that. */
  public List<RecordedMessage> causes() {
    List<RecordedMessage> causes = new ArrayList<>();
    Optional<RecordedMessage> cause = storedCause(message);
    while (cause.isPresent()) {
      causes.add(cause.get());
      cause = storedCause(cause.get());
    }
    return causes;
  }

  /** All that the message led to, directly or not, in the order of the log. */
  public List<RecordedMessage> effects() {
    Set<UUID> reached = new HashSet<>(Set.of(message.metadata().id()));
    List<RecordedMessage> effects = new ArrayList<>();
    for (RecordedMessage each : messages.values()) {
      UUID id = each.metadata().id();
      if (storedCause(each).filter(cause -> reached.contains(cause.metadata().id())).isPresent()
          && reached.add(id)) {
        effects.add(each);
      }
    }
    return effects;
  }

  /** The beginnings of the tree, in the order of the log. */
  public List<Node> roots() {
    Tree tree = new Tree();
    messages.values().forEach(tree::add);
    runs.values().forEach(tree::placed);
    return tree.roots;
  }

  /**
   * The tree. The cause of a message has a lower position, or is not known, so there are no cycles.
   */
  private final class Tree {
    private final Map<UUID, Node> nodes = new HashMap<>();
    private final List<Node> roots = new ArrayList<>();

    void add(RecordedMessage message) {
      Node node = new Node(message.metadata().id(), message, null, new ArrayList<>());
      hang(node, causeOf(message));
      nodes.put(node.id(), node);
    }

    private void hang(Node node, @Nullable UUID cause) {
      List<Node> siblings = cause == null ? roots : parent(cause).effects();
      siblings.add(node);
    }

    private Node parent(UUID cause) {
      Node known = nodes.get(cause);
      if (known != null) {
        return known;
      }
      TracedRun run = runs.get(cause);
      if (run != null) {
        return placed(run);
      }
      Node unknown = new Node(cause, null, null, new ArrayList<>());
      nodes.put(cause, unknown);
      roots.add(unknown);
      return unknown;
    }

    /** Returns the node of a run; it is made as soon as the run or one of its effects is placed. */
    Node placed(TracedRun run) {
      Node known = nodes.get(run.id());
      if (known != null) {
        return known;
      }
      Node node = new Node(run.id(), null, run, new ArrayList<>());
      nodes.put(run.id(), node);
      hang(node, run.causationId());
      return node;
    }
  }

  /** Only a message with a lower position can be a cause, so a chain is never a circle. */
  private Optional<RecordedMessage> storedCause(RecordedMessage effect) {
    return Optional.ofNullable(causeOf(effect))
        .map(messages::get)
        .filter(cause -> cause.position() < effect.position());
  }

  /**
   * Returns the id of the cause. A published message is a copy of an event, which counts as its
   * cause.
   */
  private static @Nullable UUID causeOf(RecordedMessage message) {
    return InDatabaseBroker.eventIdOf(message).orElse(message.metadata().causationId());
  }

  // ---- the drawing

  private record Line(Node node, String branch, String indent) {}

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("Trace of correlation %s: ".formatted(message.metadata().correlationId()))
        .append(complete ? "" : "the first ")
        .append("%s messages".formatted(messages.size()))
        .append(runs.isEmpty() ? "\n" : ", %s runs\n".formatted(runs.size()));
    Deque<Line> lines = new ArrayDeque<>();
    List<Node> roots = roots();
    for (int i = roots.size() - 1; i >= 0; i--) {
      lines.push(new Line(roots.get(i), "", ""));
    }
    while (!lines.isEmpty()) {
      Line line = lines.pop();
      text.append(line.branch()).append(describe(line.node())).append('\n');
      pushEffects(line, lines);
    }
    return text.toString();
  }

  private static void pushEffects(Line line, Deque<Line> lines) {
    List<Node> effects = line.node().effects();
    for (int i = effects.size() - 1; i >= 0; i--) {
      boolean last = i == effects.size() - 1;
      String indent = line.indent() + (last ? "   " : "│  ");
      lines.push(new Line(effects.get(i), line.indent() + (last ? "└─ " : "├─ "), indent));
    }
  }

  private String describe(Node node) {
    RecordedMessage each = node.message();
    TracedRun run = node.run();
    if (run != null) {
      return "run %s of %s, %s %s"
          .formatted(run.runId(), run.name(), run.status(), run.startedAt());
    }
    if (each == null) {
      return "caused by %s (%s)".formatted(node.id(), complete ? "not stored" : "not read");
    }
    return "%s %s-%s%s %s %s%s"
        .formatted(
            each.metadata().type(),
            each.category(),
            each.streamId(),
            each.streamVersion() == 0 ? "" : "@" + each.streamVersion(),
            each.metadata().occurredAt(),
            node.id(),
            node.id().equals(message.metadata().id()) ? "  <- asked for" : "");
  }
}
