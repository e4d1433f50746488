package dev.foliot.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CommandSequenceTests {
  private static final UUID ID = UUID.fromString("00000000-0000-7000-8000-000000000001");

  @Command(sequencedBy = "order")
  record Place(@Nullable String order) {}

  @Command
  record Alone(String order) {}

  @Command(sequencedBy = "orderId")
  record Misspelt(String order) {}

  @Command(sequencedBy = "key")
  record OfBytes(byte[] key) {}

  @Test
  void componentHasAText() {
    assertThatThrownBy(() -> CommandDeclarations.messageType(OfBytes.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "%s is sequenced by key, which is a byte[], and that has no toString() of its own, so equal values would not be one sequence. Let it be a String, a UUID, a number or a record.",
            OfBytes.class.getName());
  }

  @Test
  void valueOfTheComponentIsTheSequence() {
    assertThat(CommandSequence.streamId(new Place("o1"), ID)).isEqualTo("o1");
    assertThat(CommandSequence.streamId(new Place("o".repeat(2_000)), ID)).hasSize(500 - 100 + 37);
  }

  @Test
  void otherCommandsAreOnTheirOwn() {
    assertThat(CommandSequence.streamId(new Place(null), ID)).isEqualTo(ID.toString());
    assertThat(CommandSequence.streamId(new Alone("o1"), ID)).isEqualTo(ID.toString());
  }

  @Test
  void componentMustExist() {
    assertThatThrownBy(() -> CommandDeclarations.messageType(Misspelt.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "%s is sequenced by orderId, but has no component of that name. Name one of its components in @Command(sequencedBy = …), or leave it out.",
            Misspelt.class.getName());
  }
}
