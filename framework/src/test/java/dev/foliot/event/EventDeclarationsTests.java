package dev.foliot.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.command.Command;
import dev.foliot.command.CommandDeclarations;
import dev.foliot.command.CommandHandler;
import dev.foliot.handler.HandlerDeclaration;
import dev.foliot.handler.HandlerKind;
import dev.foliot.handler.StartPosition;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.query.Query;
import dev.foliot.query.QueryDeclarations;
import dev.foliot.query.QueryHandler;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.Order;

/** What annotations say, for all kinds of messages (R8). */
class EventDeclarationsTests {

  @DomainEvent
  record Plain() {}

  @DomainEvent(name = "stock-received", version = 2, publish = "stock", aliases = "received")
  record Named() {}

  @Command(
      name = "order",
      version = 3,
      aliases = {"ordering", "orders"})
  record Ordered() {}

  @Query
  record Asked() {}

  @EventHandler
  static class PlainHTTPHandler {}

  @EventHandler(name = "inventory", sequencedBy = "orderId", start = StartPosition.BEGINNING)
  @Order(7)
  static class NamedHandler {}

  @CommandHandler
  static class CommandBean {}

  @QueryHandler
  @Order(2)
  static class QueryBean {}

  @Test
  void readsMessages() {
    assertThat(EventDeclarations.messageType(Plain.class))
        .isEqualTo(new MessageType(MessageKind.EVENT, "Plain", 1, Plain.class, null));
    assertThat(EventDeclarations.messageType(Named.class))
        .isEqualTo(
            new MessageType(
                MessageKind.EVENT, "stock-received", 2, Named.class, "stock", List.of("received")));
    assertThat(CommandDeclarations.messageType(Ordered.class))
        .isEqualTo(
            new MessageType(
                MessageKind.COMMAND,
                "order",
                3,
                Ordered.class,
                null,
                List.of("ordering", "orders")));
    assertThat(QueryDeclarations.messageType(Asked.class))
        .isEqualTo(new MessageType(MessageKind.QUERY, "Asked", 1, Asked.class, null));
  }

  @Test
  void readsHandlers() {
    HandlerDeclaration plain = EventDeclarations.handler(PlainHTTPHandler.class);
    HandlerDeclaration named = EventDeclarations.handler(NamedHandler.class);

    assertThat(plain.name()).isEqualTo("plain-http-handler");
    assertThat(plain.order()).isEqualTo(Integer.MAX_VALUE);
    assertThat(plain.start()).isEqualTo(StartPosition.END);
    assertThat(named.name()).isEqualTo("inventory");
    assertThat(named.order()).isEqualTo(7);
    assertThat(named.sequencedBy()).isEqualTo("orderId");
    assertThat(named.start()).isEqualTo(StartPosition.BEGINNING);
    assertThat(CommandDeclarations.handler(CommandBean.class).kind())
        .isEqualTo(HandlerKind.COMMAND);
    assertThat(QueryDeclarations.handler(QueryBean.class).order()).isEqualTo(2);
  }

  @Test
  void refusesWhatIsNotAnnotated() {
    assertThatThrownBy(() -> EventDeclarations.messageType(String.class))
        .hasMessage("java.lang.String is not annotated with @DomainEvent");
  }
}
