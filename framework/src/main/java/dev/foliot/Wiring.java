package dev.foliot;

import dev.foliot.handler.HandlerKind;
import dev.foliot.message.MessageKind;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The messages of the application with their handlers and aggregates (R39).
 *
 * @param messages every declared message
 * @param handlers every handler bean, and every workflow that waits for events
 * @param aggregates every aggregate class
 * @param raises the events that each aggregate was observed to raise since the start; perhaps not
 *     complete
 */
public record Wiring(
    List<MessageEntry> messages,
    List<HandlerEntry> handlers,
    List<AggregateEntry> aggregates,
    List<RaisesEntry> raises) {

  /**
   * A declared message.
   *
   * @param kind event, command or query
   * @param name the stored name
   * @param version the schema version
   * @param javaType the class
   * @param publishTo the destination to which an event is published; null for none
   */
  public record MessageEntry(
      MessageKind kind, String name, int version, Class<?> javaType, @Nullable String publishTo) {}

  /**
   * A handler bean, or a workflow that waits for events.
   *
   * @param kind the kind of handler
   * @param name its stable name
   * @param javaType the class
   * @param destination the destination from which a subscriber receives; null for any other
   * @param handles the message classes that it takes
   */
  public record HandlerEntry(
      HandlerKind kind,
      String name,
      Class<?> javaType,
      @Nullable String destination,
      List<Class<?>> handles) {}

  /**
   * An aggregate class.
   *
   * @param category the category of its streams
   * @param javaType the class
   * @param applies the event classes that it applies, if it is event-sourced
   */
  public record AggregateEntry(String category, Class<?> javaType, List<Class<?>> applies) {}

  /**
   * An aggregate that was observed to raise an event.
   *
   * @param category the category of the aggregate
   * @param event the name of the event
   */
  public record RaisesEntry(String category, String event) {}

  public Wiring {
    messages = List.copyOf(messages);
    handlers = List.copyOf(handlers);
    aggregates = List.copyOf(aggregates);
    raises = List.copyOf(raises);
  }

  /** The events that no handler takes, no aggregate applies and no destination receives. */
  public List<MessageEntry> unhandledEvents() {
    return messages.stream()
        .filter(message -> message.kind() == MessageKind.EVENT && message.publishTo() == null)
        .filter(
            message ->
                handlers.stream()
                    .noneMatch(handler -> handler.handles().contains(message.javaType())))
        .filter(
            message ->
                aggregates.stream()
                    .noneMatch(aggregate -> aggregate.applies().contains(message.javaType())))
        .toList();
  }

  /**
   * Returns a Mermaid flow chart. Solid arrows were declared: a message goes to its handlers, a
   * published event to its destination. Dashed arrows were observed: an aggregate raised the event.
   */
  public String toMermaid() {
    Set<String> lines = new TreeSet<>();
    for (HandlerEntry handler : handlers) {
      handler.handles().forEach(type -> lines.add(arrow(source(handler, type), node(handler))));
    }
    for (MessageEntry message : messages) {
      if (message.publishTo() != null) {
        lines.add(arrow(node(message), destination(message.publishTo())));
      }
    }
    for (RaisesEntry entry : raises) {
      lines.add("  %s -. observed .-> %s".formatted(aggregate(entry.category()), event(entry)));
    }
    return "flowchart LR\n" + String.join("\n", lines);
  }

  private static String arrow(String from, String to) {
    return "  %s --> %s".formatted(from, to);
  }

  /** The source of a message. A subscriber has a destination, and no message class. */
  private String source(HandlerEntry handler, Class<?> type) {
    return handler.destination() != null
        ? destination(handler.destination())
        : messages.stream()
            .filter(message -> message.javaType() == type)
            .map(Wiring::node)
            .findFirst()
            .orElseThrow();
  }

  private String event(RaisesEntry entry) {
    return messages.stream()
        .filter(message -> message.kind() == MessageKind.EVENT)
        .filter(message -> message.name().equals(entry.event()))
        .map(Wiring::node)
        .findFirst()
        .orElse(node(MessageKind.EVENT, entry.event(), entry.event()));
  }

  private static String node(MessageEntry message) {
    return node(message.kind(), message.name(), message.javaType().getSimpleName());
  }

  private static String node(MessageKind kind, String name, String label) {
    return "%s([\"%s\"])".formatted(id(kind.name(), name), label);
  }

  private static String node(HandlerEntry handler) {
    return "%s[\"%s\"]"
        .formatted(id("handler", handler.kind() + "_" + handler.name()), handler.name());
  }

  private static String aggregate(String category) {
    return "%s{{\"%s\"}}".formatted(id("aggregate", category), category);
  }

  private static String destination(String name) {
    return "%s>\"%s\"]".formatted(id("destination", name), name);
  }

  private static String id(String prefix, String name) {
    return (prefix + "_" + name).replaceAll("[^A-Za-z0-9]", "_").toLowerCase(Locale.ROOT);
  }
}
