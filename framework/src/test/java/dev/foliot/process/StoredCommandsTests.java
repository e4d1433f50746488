package dev.foliot.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.process.checkout.CheckoutShop.RejectOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredCommandsTests {
  private final MessageTypes types =
      new MessageTypes(
          List.of(new MessageType(MessageKind.COMMAND, "RejectOrder", 1, RejectOrder.class, null)));
  private final MessageJson json = new MessageJson(types);

  @Test
  void refusesATextThatPostgresWouldChange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StoredCommands.of(new RejectOrder("o-1", "cut \uD83D"), types, json))
        .withMessageStartingWith(
            "The compensation RejectOrder has half of a surrogate pair, U+D83D, at index ");
    assertThat(StoredCommands.of(new RejectOrder("o-1", "whole \uD83D\uDE00"), types, json).type())
        .isEqualTo("RejectOrder");
  }
}
