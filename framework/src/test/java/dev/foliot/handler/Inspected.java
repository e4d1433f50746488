package dev.foliot.handler;

import dev.foliot.message.Message;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.Metadata;
import dev.foliot.message.Returns;
import dev.foliot.testsupport.TestMetadata;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Messages, and handlers of them, without an application. */
final class Inspected {
  record Ordered(String orderId) {}

  record Shipped(String orderId, int parcels) {}

  record Scanned(byte[] code) {}

  record Order(String orderId) {}

  record Find(String orderId) {}

  record Count() implements Returns<Integer> {}

  /** Declares its result one step above. */
  interface Listing<E> extends Returns<Collection<E>> {}

  record Names() implements Listing<String> {}

  static final MessageTypes TYPES =
      new MessageTypes(
          List.of(
              type(MessageKind.EVENT, Ordered.class),
              type(MessageKind.EVENT, Shipped.class),
              type(MessageKind.EVENT, Scanned.class),
              type(MessageKind.COMMAND, Order.class),
              type(MessageKind.QUERY, Find.class),
              type(MessageKind.QUERY, Count.class),
              type(MessageKind.QUERY, Names.class)));

  private Inspected() {}

  private static MessageType type(MessageKind kind, Class<?> javaType) {
    return new MessageType(kind, javaType.getSimpleName(), 1, javaType, null);
  }

  static HandlerDeclaration declared(HandlerKind kind, String name) {
    return HandlerDeclaration.of(kind, name, 0);
  }

  static HandlerBean inspect(HandlerDeclaration declaration, Object bean, WiringProblems problems) {
    return HandlerInspection.inspect(declaration, bean.getClass(), "bean", bean, TYPES, problems);
  }

  static HandlerBean handler(HandlerKind kind, String name, Object bean) {
    return handler(declared(kind, name), bean);
  }

  static HandlerBean handler(HandlerDeclaration declaration, Object bean) {
    WiringProblems problems = new WiringProblems();
    HandlerBean handler = inspect(declaration, bean, problems);
    problems.throwIfAny();
    return handler;
  }

  static Message message(Object payload) {
    return new Message(payload, metadata(payload.getClass()));
  }

  static Metadata metadata(Class<?> type) {
    return TestMetadata.of(new UUID(0, 1), type.getSimpleName());
  }
}
