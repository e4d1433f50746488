package dev.foliot.workflow.step;

import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.step.RunEvent.Given;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The events that steps collect. An attempt that runs again gets the same events: they are kept
 * until their step has ended.
 */
final class CollectedEvents {
  private final StepGraph graph;
  private final PayloadCodec codec;
  private final Map<String, List<Kept>> kept = new LinkedHashMap<>();

  /**
   * @param number the number of the event
   * @param taker the id of the execution that has taken it; null before that
   */
  private record Kept(int number, Given given, @Nullable String taker) {
    Kept takenBy(String execution) {
      return new Kept(number, given, execution);
    }
  }

  CollectedEvents(StepGraph graph, PayloadCodec codec) {
    this.graph = graph;
    this.codec = codec;
  }

  @Nullable List<Object> collect(Execution execution, Object event, List<Class<?>> types) {
    String key =
        types.stream()
            .map(Class::getName)
            .distinct()
            .collect(Collectors.joining("+", execution.step() + "/", ""));
    List<Kept> all = kept.computeIfAbsent(key, none -> new ArrayList<>());
    List<Kept> mine = all.stream().filter(each -> execution.id().equals(each.taker())).toList();
    if (!mine.isEmpty()) {
      return inOrder(mine, types).stream().map(this::read).toList();
    }
    if (!add(execution.event().number(), event, all)) {
      return null; // another step has got it
    }
    List<Kept> taken = inOrder(all.stream().filter(each -> each.taker() == null).toList(), types);
    if (taken.size() < types.size()) {
      return null;
    }
    all.replaceAll(each -> taken.contains(each) ? each.takenBy(execution.id()) : each);
    return taken.stream().map(this::read).toList();
  }

  /** Adds the event, unless it was added before; false if it was taken. */
  private boolean add(int number, Object event, List<Kept> all) {
    for (Kept each : all) {
      if (each.number() == number) {
        return each.taker() == null;
      }
    }
    all.add(new Kept(number, new Given(event.getClass().getName(), codec.write(event)), null));
    return true;
  }

  /** One event for each class, if there is one. */
  private List<Kept> inOrder(List<Kept> all, List<Class<?>> types) {
    List<Kept> open = new ArrayList<>(all);
    List<Kept> found = new ArrayList<>();
    for (Class<?> type : types) {
      open.stream()
          .filter(each -> type.isAssignableFrom(graph.classOf(each.given().type())))
          .findFirst()
          .ifPresent(
              each -> {
                open.remove(each);
                found.add(each);
              });
    }
    return found;
  }

  private Object read(Kept each) {
    Given given = each.given();
    return Objects.requireNonNull(codec.read(given.json(), graph.classOf(given.type())));
  }

  /** Removes the events of a step that has ended; false if it had none. */
  boolean remove(Execution execution) {
    boolean removed = false;
    for (List<Kept> all : kept.values()) {
      removed |= all.removeIf(each -> execution.id().equals(each.taker()));
    }
    kept.values().removeIf(List::isEmpty);
    return removed;
  }

  String write() {
    return kept.entrySet().stream()
        .map(entry -> EventJson.write((Object) entry.getKey()) + ":" + write(entry.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String write(List<Kept> all) {
    return all.stream()
        .map(
            each ->
                "{\"number\":%s,\"event\":%s,\"taker\":%s}"
                    .formatted(
                        each.number(),
                        EventJson.write(each.given()),
                        each.taker() == null ? "null" : EventJson.write((Object) each.taker())))
        .collect(Collectors.joining(",", "[", "]"));
  }

  void read(JsonNode json) {
    kept.clear();
    json.properties()
        .forEach(
            field ->
                kept.put(
                    field.getKey(),
                    field.getValue().values().stream()
                        .map(CollectedEvents::readOne)
                        .collect(Collectors.toCollection(ArrayList::new))));
  }

  private static Kept readOne(JsonNode json) {
    JsonNode taker = json.path("taker");
    return new Kept(
        json.path("number").asInt(),
        EventJson.read(json.path("event")),
        taker.isNull() ? null : taker.asString());
  }
}
