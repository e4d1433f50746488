package dev.foliot.test;

import dev.foliot.message.Metadata;
import dev.foliot.test.FlowStep.Delivered;
import dev.foliot.test.FlowStep.Processed;
import dev.foliot.test.FlowStep.Published;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Puts the steps of a flow in the order in which a reader tells the story: each after its cause.
 * The recorder learns of commits late, so its order differs in two ways: with synchronous
 * processing an event comes after its deliveries, and with the engine the events of a handler come
 * before the delivery to that handler.
 */
final class CausalOrder {
  /**
   * A step in its place.
   *
   * @param depth how many steps led to it
   */
  record Placed(FlowStep step, int depth) {}

  /** A message that may be a cause, and whether it is a command. */
  private record Source(Metadata message, boolean isCommand) {}

  private final List<FlowStep> recorded;
  private final Map<UUID, Source> sources = new HashMap<>();
  private final Set<Integer> placed = new HashSet<>();
  private final List<Placed> story = new ArrayList<>();

  private CausalOrder(List<FlowStep> recorded) {
    this.recorded = recorded;
    for (FlowStep step : recorded) {
      step.message()
          .ifPresent(each -> sources.put(each.id(), new Source(each, step instanceof Processed)));
    }
  }

  static List<Placed> of(List<FlowStep> recorded) {
    var order = new CausalOrder(recorded);
    for (int i = 0; i < recorded.size(); i++) {
      order.place(i);
    }
    return order.story;
  }

  private void place(int index) {
    if (!placed.add(index)) {
      return;
    }
    FlowStep step = recorded.get(index);
    UUID before = step instanceof Delivered delivered ? delivered.id() : causeOf(step);
    if (before != null) {
      placeSource(before);
      if (!(step instanceof Delivered)) {
        placeDelivery(before, index);
      }
    }
    story.add(new Placed(step, depth(step)));
  }

  private static @Nullable UUID causeOf(FlowStep step) {
    return step.message().map(Metadata::causationId).orElse(null);
  }

  private void placeSource(UUID id) {
    for (int i = 0; i < recorded.size(); i++) {
      FlowStep step = recorded.get(i);
      boolean isSource =
          (step instanceof Published published && published.id().equals(id))
              || (step instanceof Processed processed && processed.id().equals(id));
      if (isSource) {
        place(i);
      }
    }
  }

  /** The delivery in which the step at this index happened is the next one of its cause. */
  private void placeDelivery(UUID cause, int index) {
    for (int i = index + 1; i < recorded.size(); i++) {
      if (recorded.get(i) instanceof Delivered delivered
          && delivered.id().equals(cause)
          && !placed.contains(i)) {
        place(i);
        return;
      }
    }
  }

  private int depth(FlowStep step) {
    int own = step.message().map(this::depth).orElse(0);
    return step instanceof Delivered ? own + 1 : own;
  }

  /** An event leads to another by way of a handler, which takes a line of its own. */
  private int depth(Metadata message) {
    Source cause = message.causationId() == null ? null : sources.get(message.causationId());
    if (cause == null) {
      return 0;
    }
    return depth(Objects.requireNonNull(cause).message()) + (cause.isCommand() ? 1 : 2);
  }
}
