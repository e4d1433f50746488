package dev.foliot.test;

import dev.foliot.message.Metadata;
import dev.foliot.test.FlowStep.Delivered;
import dev.foliot.test.FlowStep.Processed;
import dev.foliot.test.FlowStep.Published;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Puts the steps of a flow in causal order: each after its cause. The recorder is notified of
 * commits late, so its order differs in two ways: with synchronous processing an event comes after
 * its deliveries, and with the engine the events of a handler come before the delivery to that
 * handler.
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
  private final Map<UUID, Source> messages = new HashMap<>();
  private final Map<UUID, List<Integer>> sources = new HashMap<>();
  private final Map<UUID, List<Integer>> deliveries = new HashMap<>();
  private final Map<UUID, Integer> depths = new HashMap<>();
  private final BitSet begun = new BitSet();
  private final BitSet delivered = new BitSet();
  private final List<Placed> story = new ArrayList<>();

  private CausalOrder(List<FlowStep> recorded) {
    this.recorded = recorded;
    for (int i = 0; i < recorded.size(); i++) {
      note(i, recorded.get(i));
    }
  }

  private void note(int index, FlowStep step) {
    step.message()
        .ifPresent(each -> messages.put(each.id(), new Source(each, step instanceof Processed)));
    if (step instanceof Published published) {
      add(sources, published.id(), index);
    } else if (step instanceof Processed processed) {
      add(sources, processed.id(), index);
    } else if (step instanceof StoredStep stored) {
      add(sources, stored.id(), index);
    } else if (step instanceof ScheduledStep scheduled) {
      add(sources, scheduled.id(), index);
    } else if (step instanceof Delivered each) {
      add(deliveries, each.id(), index);
    }
  }

  private static void add(Map<UUID, List<Integer>> places, UUID id, int index) {
    places.computeIfAbsent(id, each -> new ArrayList<>()).add(index);
  }

  static List<Placed> of(List<FlowStep> recorded) {
    var order = new CausalOrder(recorded);
    for (int i = 0; i < recorded.size(); i++) {
      order.place(i);
    }
    return order.story;
  }

  /** A chain of causes may be longer than a thread's stack, so the open steps have their own. */
  private void place(int first) {
    Deque<Integer> open = new ArrayDeque<>();
    begin(first, open);
    while (!open.isEmpty()) {
      int index = open.peek();
      OptionalInt before = before(index);
      if (before.isPresent()) {
        begin(before.getAsInt(), open);
      } else {
        open.pop();
        FlowStep step = recorded.get(index);
        story.add(new Placed(step, depth(step)));
      }
    }
  }

  private void begin(int index, Deque<Integer> open) {
    if (!begun.get(index)) {
      begun.set(index);
      open.push(index);
    }
  }

  /** The next step that comes before the step at this index and has no place yet. */
  private OptionalInt before(int index) {
    FlowStep step = recorded.get(index);
    UUID cause = step instanceof Delivered each ? each.id() : causeOf(step);
    if (cause == null) {
      return OptionalInt.empty();
    }
    OptionalInt source = nextOf(sources, cause, -1);
    if (source.isPresent() || step instanceof Delivered || delivered.get(index)) {
      return source;
    }
    delivered.set(index);
    return nextOf(deliveries, cause, index); // the step happened in the next delivery of its cause
  }

  private OptionalInt nextOf(Map<UUID, List<Integer>> places, UUID id, int after) {
    return places.getOrDefault(id, List.of()).stream()
        .mapToInt(Integer::intValue)
        .filter(each -> each > after && !begun.get(each))
        .findFirst();
  }

  private static @Nullable UUID causeOf(FlowStep step) {
    return step.message().map(Metadata::causationId).orElse(null);
  }

  private int depth(FlowStep step) {
    int own = step.message().map(this::depth).orElse(0);
    return step instanceof Delivered ? own + 1 : own;
  }

  /**
   * Returns the depth of a message. A handler stands between an event and the next event, and has
   * its own line.
   */
  private int depth(Metadata message) {
    Deque<Metadata> unknown = new ArrayDeque<>();
    Metadata each = message;
    while (each != null && depths.putIfAbsent(each.id(), 0) == null) {
      unknown.push(each);
      Source cause = sourceOf(each);
      each = cause == null ? null : cause.message();
    }
    for (Metadata next : unknown) {
      Source cause = sourceOf(next);
      if (cause != null) {
        int outer = depths.getOrDefault(cause.message().id(), 0);
        depths.put(next.id(), outer + (cause.isCommand() ? 1 : 2));
      }
    }
    return depths.getOrDefault(message.id(), 0);
  }

  private @Nullable Source sourceOf(Metadata message) {
    return message.causationId() == null ? null : messages.get(message.causationId());
  }
}
