package dev.foliot.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** R8: declared names, not class names. */
class MessageTypesTests {
  record Placed() {}

  record Placement() {}

  private static MessageType type(MessageKind kind, String name, Class<?> javaType) {
    return new MessageType(kind, name, 1, javaType, null);
  }

  @Test
  void findsBothWays() {
    MessageType placed = type(MessageKind.EVENT, "order-placed", Placed.class);
    MessageTypes types = new MessageTypes(List.of(placed));

    assertThat(types.of(Placed.class)).isEqualTo(placed);
    assertThat(types.named(MessageKind.EVENT, "order-placed")).isEqualTo(placed);
    assertThat(types.find(MessageKind.COMMAND, "order-placed")).isEmpty();
    assertThat(types.knows(Placement.class)).isFalse();
    assertThat(types.all()).containsExactly(placed);
  }

  @Test
  void oneNameMayBeAnEventAndACommand() {
    MessageTypes types =
        new MessageTypes(
            List.of(
                type(MessageKind.EVENT, "place", Placed.class),
                type(MessageKind.COMMAND, "place", Placement.class)));

    assertThat(types.named(MessageKind.COMMAND, "place").javaType()).isEqualTo(Placement.class);
  }

  @Test
  void knowsFoliotsOwnTypesBesideTheApplications() {
    MessageType placed = type(MessageKind.EVENT, "order-placed", Placed.class);
    MessageTypes types = new MessageTypes(List.of(placed));

    assertThat(types.of(Tombstone.class)).isEqualTo(Tombstone.TYPE);
    assertThat(types.named(MessageKind.TOMBSTONE, "foliot:tombstone")).isEqualTo(Tombstone.TYPE);
    assertThat(types.all()).containsExactly(placed);
  }

  @Test
  void knowsTheKindsOfItsTypes() {
    MessageKind alarm = new MessageKind(90, "ALARM");
    MessageTypes types = new MessageTypes(List.of(type(alarm, "foliot:rung", Placed.class)));

    assertThat(types.kind(90)).contains(alarm);
    assertThat(types.kind(1)).contains(MessageKind.EVENT);
    assertThat(types.kind(91)).isEmpty();
    assertThat(types.kinds()).hasSize(8);
  }

  @Test
  void refusesOneCodeForTwoKinds() {
    MessageKind alarm = new MessageKind(1, "ALARM");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MessageTypes(List.of(type(alarm, "foliot:rung", Placed.class))))
        .withMessage(
            "The message kinds EVENT and ALARM both have the code 1. Give one of them another code.");
  }

  @Test
  void namesTheAnnotationOfAMessageWithATakenName() {
    assertThatExceptionOfType(DuplicateMessageTypeException.class)
        .isThrownBy(
            () ->
                new MessageTypes(
                    List.of(
                        new MessageType(MessageKind.TIMER, "tick", 1, String.class, null),
                        new MessageType(MessageKind.TIMER, "tick", 1, Integer.class, null))))
        .withMessageContaining("for example @TimerMessage(name = \"…\").");
  }

  @Test
  void refusesOneNameForTwoClasses() {
    assertThatExceptionOfType(DuplicateMessageTypeException.class)
        .isThrownBy(
            () ->
                new MessageTypes(
                    List.of(
                        type(MessageKind.EVENT, "placed", Placed.class),
                        type(MessageKind.EVENT, "placed", Placement.class))))
        .withMessage(
            "The message name placed is declared by both %s and %s. Give one of them another name, for example @DomainEvent(name = \"…\")."
                .formatted(Placed.class.getName(), Placement.class.getName()));
  }

  @Test
  void namesTheAnnotationOfTheKind() {
    assertThat(
            Stream.of(MessageKind.COMMAND, MessageKind.QUERY, MessageKind.EVENT, MessageKind.TIMER)
                .map(
                    kind ->
                        DuplicateMessageTypeException.describe(
                            kind, "placed", Placed.class, Placement.class)))
        .extracting(text -> text.replaceAll(".*for example (@\\w+).*", "$1"))
        .containsExactly("@Command", "@Query", "@DomainEvent", "@TimerMessage");
  }

  @Test
  void listsTheKnownNamesWhenOneIsUnknown() {
    MessageTypes types =
        new MessageTypes(
            List.of(
                type(MessageKind.EVENT, "b", Placed.class),
                type(MessageKind.EVENT, "a", Placement.class)));

    assertThatExceptionOfType(UnknownMessageTypeException.class)
        .isThrownBy(() -> types.named(MessageKind.EVENT, "c"))
        .withMessage(
            "No class, alias or upcaster is declared for the stored event type c; known are [a, b]. If its class was renamed, give it the alias: aliases = \"c\"; if the type is gone, write an upcaster: @Upcasts(name = \"c\", …); else declare a class with that name, or check foliot.packages.");
  }

  // R8
  @Test
  void findsARenamedTypeByItsAlias() {
    MessageType placed = aliased("order-placed", Placed.class, "placed", "OrderPlaced");
    MessageTypes types = new MessageTypes(List.of(placed));

    assertThat(types.named(MessageKind.EVENT, "placed")).isEqualTo(placed);
    assertThat(types.named(MessageKind.EVENT, "OrderPlaced")).isEqualTo(placed);
    assertThat(types.all()).containsExactly(placed);
  }

  @Test
  void refusesAnAliasThatIsTaken() {
    String text =
        "The message name placed is declared by both %s and %s. Give one of them another name, for example @DomainEvent(name = \"…\").";
    MessageType named = type(MessageKind.EVENT, "placed", Placed.class);
    MessageType renamed = aliased("placement", Placement.class, "placed");

    assertThatExceptionOfType(DuplicateMessageTypeException.class)
        .isThrownBy(() -> new MessageTypes(List.of(named, renamed)))
        .withMessage(text.formatted(Placed.class.getName(), Placement.class.getName()));
    assertThatExceptionOfType(DuplicateMessageTypeException.class)
        .isThrownBy(() -> new MessageTypes(List.of(aliased("p", Placed.class, "placed"), renamed)))
        .withMessage(text.formatted(Placed.class.getName(), Placement.class.getName()));
  }

  private static MessageType aliased(String name, Class<?> javaType, String... aliases) {
    return new MessageType(MessageKind.EVENT, name, 1, javaType, null, List.of(aliases));
  }

  @Test
  void namesTheClassThatIsNoMessage() {
    assertThatExceptionOfType(UnknownMessageTypeException.class)
        .isThrownBy(() -> new MessageTypes(List.of()).of(Placed.class))
        .withMessageStartingWith(
            Placed.class.getName() + " is not a known message. Annotate it with @Command");
  }

  @Test
  void refusesABlankNameAndAVersionBelowOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> type(MessageKind.EVENT, " ", Placed.class))
        .withMessageContaining("blank name");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MessageType(MessageKind.EVENT, "placed", 0, Placed.class, null))
        .withMessageContaining("has version 0; versions start at 1.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> aliased("placed", Placed.class, " "))
        .withMessageContaining("has a blank alias.");
  }
}
