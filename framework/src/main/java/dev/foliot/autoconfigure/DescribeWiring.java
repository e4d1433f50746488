package dev.foliot.autoconfigure;

import dev.foliot.Wiring;
import dev.foliot.Wiring.AggregateEntry;
import dev.foliot.Wiring.HandlerEntry;
import dev.foliot.Wiring.MessageEntry;
import dev.foliot.aggregate.AggregateInspection;
import dev.foliot.aggregate.AggregateLifecycle;
import dev.foliot.aggregate.Deciders;
import dev.foliot.handler.AwaitedEvents;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerKind;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.handler.HandlerSource;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Composes the result of {@code domain.wiring()} (R39). */
final class DescribeWiring {
  private final MessageTypes types;
  private final ScannedTypes scanned;
  private final HandlerRegistry handlers;
  private final Deciders deciders;
  private final ObserveRaisedEvents observed;
  private final Supplier<List<HandlerSource>> sources;

  DescribeWiring(
      MessageTypes types,
      ScannedTypes scanned,
      HandlerRegistry handlers,
      Deciders deciders,
      ObserveRaisedEvents observed,
      Supplier<List<HandlerSource>> sources) {
    this.types = types;
    this.scanned = scanned;
    this.handlers = handlers;
    this.deciders = deciders;
    this.observed = observed;
    this.sources = sources;
  }

  Wiring now() {
    return new Wiring(
        types.all().stream()
            .filter(type -> type.kind() != MessageKind.PROCESS_STATE)
            .map(DescribeWiring::message)
            .toList(),
        Stream.concat(
                handlers.all().stream()
                    .filter(bean -> bean.kind() != HandlerKind.SUBMITTED)
                    .map(DescribeWiring::handler),
                sources.get().stream()
                    .flatMap(source -> source.awaited().stream())
                    .map(DescribeWiring::waiting))
            .toList(),
        scanned.aggregates().stream().map(this::aggregate).toList(),
        observed.seen());
  }

  private static MessageEntry message(MessageType type) {
    return new MessageEntry(
        type.kind(), type.name(), type.version(), type.javaType(), type.publishTo());
  }

  private static HandlerEntry handler(HandlerBean bean) {
    return new HandlerEntry(
        bean.kind(),
        bean.name(),
        bean.type(),
        bean.destination().orElse(null),
        sorted(List.copyOf(bean.messageClasses())));
  }

  /** An event that code may wait for is handled, too. */
  private static HandlerEntry waiting(AwaitedEvents code) {
    return new HandlerEntry(
        HandlerKind.WORKFLOW, code.name(), code.type(), null, sorted(code.events()));
  }

  private AggregateEntry aggregate(Class<?> type) {
    return new AggregateEntry(
        AggregateLifecycle.categoryOf(type),
        type,
        sorted(List.copyOf(AggregateInspection.appliedEvents(type, deciders))));
  }

  private static List<Class<?>> sorted(List<Class<?>> classes) {
    return classes.stream()
        .<Class<?>>map(each -> each)
        .sorted(Comparator.comparing(Class::getName))
        .toList();
  }
}
