package dev.foliot.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** R8, R9: whatever is stored is read as today's classes. */
class UpcastersTests {
  private static final UUID ID = UUID.fromString("01932b7c-8a00-7abc-8def-0123456789ab");

  record Received(String product, int quantity, String warehouse) {}

  record Moved(String product, String to) {}

  record Renamed(String name) {}

  record Additive(String name, java.util.Optional<String> note) {}

  private static final MessageTypes TYPES =
      new MessageTypes(
          List.of(
              new MessageType(MessageKind.EVENT, "received", 3, Received.class, null),
              new MessageType(MessageKind.EVENT, "moved", 2, Moved.class, null),
              new MessageType(
                  MessageKind.EVENT, "renamed", 2, Renamed.class, null, List.of("old", "older")),
              new MessageType(MessageKind.EVENT, "additive", 3, Additive.class, null)));

  private final Upcaster first =
      one("received", 1, 2, json -> json.put("quantity", json.remove("count").asInt()));
  private final Upcaster second = one("received", 2, 3, json -> json.put("warehouse", "main"));
  private final Upcaster moved = one("moved", 1, 2, json -> json.put("to", "north"));

  private interface Change {
    ObjectNode of(ObjectNode json);
  }

  private static Upcaster one(String name, int from, int to, Change change) {
    return as(name, from, name, to, change);
  }

  private static Upcaster as(String name, int from, String target, int to, Change change) {
    return new Upcaster(
        name + "From" + from,
        MessageKind.EVENT,
        name,
        from,
        to,
        List.of(target),
        false,
        (json, metadata) -> List.of(UpcastMessage.of(target, to, change.of(json))));
  }

  private static Upcaster split(
      String name, int from, List<String> as, Upcaster.Conversion conversion) {
    return new Upcaster(
        name + "Split" + from, MessageKind.EVENT, name, from, 0, as, false, conversion);
  }

  private static RecordedMessage stored(
      MessageJson json, MessageKind kind, String type, int version, String payload) {
    Metadata metadata =
        new Metadata(
            ID, "c", null, Priority.HIGH, Instant.EPOCH, type, version, null, null, Map.of());
    return new RecordedMessage(
        7, kind, "stock", "42", 3, Lane.BACKFILL, true, metadata, payload, json);
  }

  private static RecordedMessage stored(
      List<Upcaster> upcasters, String type, int version, String payload) {
    Upcasters all = new Upcasters(TYPES, upcasters);
    assertThat(all.problems()).isEmpty();
    return stored(new MessageJson(TYPES, () -> all), MessageKind.EVENT, type, version, payload);
  }

  // ---- reading

  @Test
  void chainsUpcastersToTodaysVersion() {
    RecordedMessage message =
        stored(List.of(second, first), "received", 1, "{\"product\": \"p\", \"count\": 4}");

    assertThat(message.payload()).isEqualTo(new Received("p", 4, "main"));
    assertThat(message.message().metadata().type()).isEqualTo("received");
    assertThat(message.message().metadata().typeVersion()).isEqualTo(3);
    assertThat(message.message().metadata().id()).isEqualTo(ID);
    assertThat(message.metadata().typeVersion()).isEqualTo(1);
    assertThat(message.json()).isEqualTo("{\"product\": \"p\", \"count\": 4}");
  }

  @Test
  void beginsTheChainAtTheStoredVersion() {
    assertThat(
            stored(List.of(first, second), "received", 2, "{\"product\":\"p\",\"quantity\":1}")
                .payload())
        .isEqualTo(new Received("p", 1, "main"));
  }

  @Test
  void leavesTodaysVersionAlone() {
    RecordedMessage message =
        stored(
            List.of(first, second),
            "received",
            3,
            "{\"product\":\"p\",\"quantity\":1,\"warehouse\":\"w\"}");

    assertThat(message.payload()).isEqualTo(new Received("p", 1, "w"));
    assertThat(message.parts()).containsExactly(message);
  }

  @Test
  void readsOldVersionsOfATypeWithoutUpcastersAsTheyAre() {
    RecordedMessage message = stored(List.of(first, second), "additive", 1, "{\"name\":\"n\"}");

    assertThat(message.payload()).isEqualTo(new Additive("n", java.util.Optional.empty()));
    assertThat(message.message().metadata().typeVersion()).isEqualTo(3);
  }

  // R8
  @Test
  void readsARenamedTypeUnderItsAliases() {
    for (String name : List.of("renamed", "old", "older")) {
      RecordedMessage message = stored(List.of(), name, 2, "{\"name\":\"n\"}");

      assertThat(message.payload()).isEqualTo(new Renamed("n"));
      assertThat(message.message().metadata().type()).isEqualTo("renamed");
    }
  }

  @Test
  void appliesUpcastersOfTheNewNameToTheAliasToo() {
    Upcaster byAlias =
        one("older", 1, 2, json -> json.put("name", json.remove("title").asString()));

    for (String name : List.of("renamed", "old", "older")) {
      assertThat(stored(List.of(byAlias), name, 1, "{\"title\":\"t\"}").payload())
          .isEqualTo(new Renamed("t"));
    }
  }

  @Test
  void mergesATypeIntoAnother() {
    Upcaster merge = as("arrived", 1, "received", 2, json -> json.put("quantity", 1));

    RecordedMessage message =
        stored(List.of(merge, first, second), "arrived", 1, "{\"product\":\"p\"}");

    assertThat(message.payload()).isEqualTo(new Received("p", 1, "main"));
    assertThat(message.message().metadata().type()).isEqualTo("received");
  }

  @Test
  void splitsOneMessageIntoPartsThatGoOnThroughTheirChains() {
    Upcaster split =
        split(
            "transferred",
            1,
            List.of("received", "moved"),
            (json, metadata) ->
                List.of(UpcastMessage.of("moved", 1, json), UpcastMessage.of("received", 2, json)));

    RecordedMessage message =
        stored(
            List.of(split, first, second, moved),
            "transferred",
            1,
            "{\"product\":\"p\",\"quantity\":2}");

    assertThat(message.parts())
        .extracting(RecordedMessage::payload)
        .containsExactly(new Moved("p", "north"), new Received("p", 2, "main"));
    assertThat(message.parts())
        .allSatisfy(
            part -> {
              assertThat(part.metadata().id()).isEqualTo(ID);
              assertThat(part.metadata().priority()).isEqualTo(Priority.HIGH);
              assertThat(part.position()).isEqualTo(7);
              assertThat(part.streamVersion()).isEqualTo(3);
              assertThat(part.streamId()).isEqualTo("42");
              assertThat(part.category()).isEqualTo("stock");
              assertThat(part.kind()).isEqualTo(MessageKind.EVENT);
              assertThat(part.lane()).isEqualTo(Lane.BACKFILL);
              assertThat(part.deliveredSynchronously()).isTrue();
              assertThat(part.parts()).containsExactly(part);
            });
    assertThat(message.parts().get(0).json()).doesNotContain("warehouse");
    assertThat(message.parts())
        .extracting(part -> part.metadata().type() + part.metadata().typeVersion())
        .containsExactly("moved2", "received3");
    assertThatIllegalStateException()
        .isThrownBy(message::payload)
        .withMessage(
            "transferred stock-42@3 (position 7, id %s) is read as 2 messages today. Read its parts()."
                .formatted(ID));
  }

  @Test
  void dropsAMessageThatBecameNothing() {
    Upcaster drop = split("noise", 1, List.of("moved"), (json, metadata) -> List.of());

    assertThat(stored(List.of(drop), "noise", 1, "{}").parts()).isEmpty();
  }

  @Test
  void splitsAMessageIntoSeveralOfItsOwnType() {
    Upcaster split =
        split(
            "moved",
            1,
            List.of(),
            (json, metadata) ->
                Stream.of("a", "b")
                    .map(to -> UpcastMessage.of("moved", 2, json.deepCopy().put("to", to)))
                    .toList());

    assertThat(stored(List.of(split), "moved", 1, "{\"product\":\"p\"}").parts())
        .extracting(RecordedMessage::payload)
        .containsExactly(new Moved("p", "a"), new Moved("p", "b"));
  }

  @Test
  void givesEachUpcastingItsOwnJson() {
    String json = "{\"product\":\"p\",\"count\":1}";
    RecordedMessage one = stored(List.of(first, second), "received", 1, json);
    RecordedMessage other = stored(List.of(first, second), "received", 1, json);

    assertThat(one.payload()).isEqualTo(other.payload());
    assertThat(one.json()).isEqualTo(json);
    assertThat(one.parts()).isSameAs(one.parts());
  }

  record Price(BigDecimal amount, double ratio, long big) {}

  @Test
  void keepsNumbersAsTheyWereWritten() {
    MessageTypes types =
        new MessageTypes(
            List.of(new MessageType(MessageKind.EVENT, "price", 2, Price.class, null)));
    Upcasters all = new Upcasters(types, List.of(one("price", 1, 2, json -> json)));
    MessageJson json = new MessageJson(types, () -> all);
    String text = "{\"amount\":10.5000,\"ratio\":0.1,\"big\":9223372036854775807}";

    Object read = stored(json, MessageKind.EVENT, "price", 1, text).payload();

    assertThat(read).isEqualTo(new Price(new BigDecimal("10.5000"), 0.1, Long.MAX_VALUE));
    assertThat(
            stored(json, MessageKind.EVENT, "price", 1, text.replace("10.5000", "1E+3")).payload())
        .isEqualTo(new Price(new BigDecimal("1E+3"), 0.1, Long.MAX_VALUE));
  }

  @Test
  void readsAPublishedMessageThroughTheUpcastersOfItsEvent() {
    Upcasters all = new Upcasters(TYPES, List.of(moved));

    Object read =
        stored(
                new MessageJson(TYPES, () -> all),
                MessageKind.PUBLISHED,
                "moved",
                1,
                "{\"product\":\"p\"}")
            .payload();

    assertThat(read).isEqualTo(new Moved("p", "north"));
  }

  @Test
  void doesNotAskForUpcastersWhereNothingIsOld() {
    MessageJson json =
        new MessageJson(
            TYPES,
            () -> {
              throw new IllegalStateException("too early");
            });

    assertThat(stored(json, MessageKind.EVENT, "renamed", 2, "{\"name\":\"n\"}").payload())
        .isEqualTo(new Renamed("n"));
    assertThatIllegalStateException()
        .isThrownBy(stored(json, MessageKind.EVENT, "moved", 1, "{}")::payload)
        .withMessage("too early");
  }

  // ---- what fails

  // R27
  @Test
  void namesTheUpcasterThatFails() {
    Upcaster broken =
        one(
            "received",
            2,
            3,
            json -> {
              throw new ArithmeticException("by zero");
            });

    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(
            stored(List.of(first, broken), "received", 1, "{\"product\":\"p\",\"count\":1}")
                ::payload)
        .withMessage(
            "Message %s of type received version 1 cannot be read: the upcaster receivedFrom2 failed on event received version 2: java.lang.ArithmeticException: by zero. Correct it, then retry."
                .formatted(ID))
        .withCauseInstanceOf(ArithmeticException.class)
        .satisfies(unreadable -> assertThat(unreadable.typeVersion()).isEqualTo(1));
  }

  @Test
  void refusesNullFromAnUpcaster() {
    Upcaster nothing = split("noise", 1, List.of("moved"), (json, metadata) -> null);

    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(stored(List.of(nothing), "noise", 1, "{}")::parts)
        .withMessageContaining("the upcaster noiseSplit1 failed on event noise version 1: ")
        .withMessageContaining("it returned null");
  }

  @Test
  void refusesAPartThatWasNotDeclared() {
    Upcaster undeclared =
        split(
            "noise",
            1,
            List.of("moved"),
            (json, metadata) -> List.of(UpcastMessage.of("renamed", 2, json)));
    Upcaster back =
        split(
            "moved", 1, List.of(), (json, metadata) -> List.of(UpcastMessage.of("moved", 1, json)));

    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(stored(List.of(undeclared), "noise", 1, "{}")::parts)
        .withMessageEndingWith(
            "the upcaster noiseSplit1 made event renamed version 2 of it, but may make only [moved] of a later version. Correct it, or name the type in @Upcasts(as = …), then retry.");
    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(stored(List.of(back), "moved", 1, "{}")::parts)
        .withMessageContaining("made event moved version 1 of it");
  }

  @Test
  void refusesAPartOfAVersionOfTheFuture() {
    Upcaster future =
        split(
            "noise",
            1,
            List.of("moved"),
            (json, metadata) -> List.of(UpcastMessage.of("moved", 3, json)));

    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(stored(List.of(future), "noise", 1, "{}")::parts)
        .withMessageContaining("this application knows versions up to 2.");
  }

  @Test
  void refusesAVersionThatAllUpcastersPassBy() {
    Upcaster past = one("received", 1, 3, json -> json);

    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(stored(List.of(past), "received", 2, "{}")::payload)
        .withMessage(
            "Message %s of type received version 2 cannot be read: no upcaster leads on from event received version 2. Add a method with @Upcasts(name = \"received\", from = 2, to = …), then retry."
                .formatted(ID));
  }

  @Test
  void saysThatJsonIsNoObject() {
    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(stored(List.of(moved), "moved", 1, "[1]")::payload);
    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(stored(List.of(moved), "moved", 1, "{\"a\":")::payload)
        .withMessageStartingWith(
            "Message %s of type moved version 1 cannot be read: ".formatted(ID));
  }

  @Test
  void listsStoredNamesWhenOneIsUnknown() {
    Upcaster merge = as("arrived", 1, "received", 3, json -> json);

    assertThatExceptionOfType(UnknownMessageTypeException.class)
        .isThrownBy(stored(List.of(merge), "gone", 1, "{}")::payload)
        .withMessageStartingWith(
            "No class, alias or upcaster is declared for the stored event type gone; known are [additive, arrived, moved, old, older, received, renamed].");
  }

  // ---- names

  @Test
  void knowsEveryNameThatMayBecomeAClass() {
    Upcaster merge = as("arrived", 1, "received", 3, json -> json);
    Upcaster split =
        split("transferred", 1, List.of("moved", "arrived"), (json, metadata) -> List.of());
    Upcasters all = new Upcasters(TYPES, List.of(merge, split, moved));

    assertThat(all.problems()).isEmpty();
    assertThat(all.storedNames(MessageKind.EVENT))
        .containsExactly(
            "additive", "arrived", "moved", "old", "older", "received", "renamed", "transferred");
    assertThat(all.classesOf(MessageKind.EVENT, "older")).isEqualTo(Set.of(Renamed.class));
    assertThat(all.classesOf(MessageKind.EVENT, "arrived")).isEqualTo(Set.of(Received.class));
    assertThat(all.classesOf(MessageKind.EVENT, "transferred"))
        .isEqualTo(Set.of(Received.class, Moved.class));
    assertThat(all.splits(MessageKind.EVENT, "transferred")).isTrue();
    assertThat(all.splits(MessageKind.EVENT, "arrived")).isFalse();
  }

  // ---- R38: what refuses the start

  private static List<String> problems(Upcaster... upcasters) {
    return new Upcasters(TYPES, List.of(upcasters)).problems();
  }

  @Test
  void refusesTwoFromOneVersion() {
    assertThat(problems(moved, one("moved", 1, 2, json -> json)))
        .containsExactly(
            "movedFrom1 and movedFrom1 both upcast event moved version 1. Keep one of them.");
    assertThat(problems(one("old", 1, 2, json -> json), one("renamed", 1, 2, json -> json)))
        .containsExactly(
            "oldFrom1 and renamedFrom1 both upcast event renamed version 1. Keep one of them.");
  }

  @Test
  void refusesAGap() {
    assertThat(problems(first))
        .containsExactly(
            "Event received has upcasters, but none from version 2 (today's is 3). Add a method with @Upcasts(name = \"received\", from = 2, …).");
    assertThat(problems(second))
        .containsExactly(
            "Event received has upcasters, but none from version 1 (today's is 3). Add a method with @Upcasts(name = \"received\", from = 1, …).");
    assertThat(problems(as("gone", 2, "moved", 2, json -> json)))
        .containsExactly(
            "Event gone has upcasters, but none from version 1, and no class has this name; known are [additive, moved, old, older, received, renamed]. Correct the name, or, if the type is gone, add a method with @Upcasts(name = \"gone\", from = 1, as = …).");
    assertThat(problems(one("gone", 1, 2, json -> json)))
        .containsExactly(
            "Event gone has upcasters, but none from version 2, and no class has this name; known are [additive, moved, old, older, received, renamed]. Correct the name, or, if the type is gone, add a method with @Upcasts(name = \"gone\", from = 2, as = …).");
  }

  @Test
  void allowsAnUpcasterToGoPastAVersion() {
    assertThat(problems(one("received", 1, 3, json -> json))).isEmpty();
  }

  @Test
  void refusesAVersionThatIsReachedAndPassed() {
    Upcasters all =
        new Upcasters(
            new MessageTypes(
                List.of(new MessageType(MessageKind.EVENT, "a", 4, Renamed.class, null))),
            List.of(one("a", 1, 3, json -> json), one("a", 2, 4, json -> json)));

    assertThat(all.problems())
        .singleElement()
        .asString()
        .startsWith("Event a has upcasters, but none from version 3");
  }

  @Test
  void refusesACycle() {
    Upcaster there = as("a", 1, "b", 1, json -> json);
    Upcaster back = split("b", 1, List.of("a"), (json, metadata) -> List.of());

    assertThat(problems(there, back))
        .containsExactly(
            "The upcasters go round in a circle: event a version 1 → event b version 1 → event a version 1. Remove one of them.");
  }

  @Test
  void refusesAVersionThatDoesNotRise() {
    assertThat(problems(one("received", 1, 2, json -> json), one("received", 2, 2, json -> json)))
        .containsExactly(
            "receivedFrom2 upcasts event received version 2 to version 2. The version must rise.");
  }

  @Test
  void refusesToChangeWhatIsStoredToday() {
    assertThat(problems(moved, as("moved", 2, "received", 3, json -> json)))
        .containsExactly(
            "movedFrom2 upcasts event moved version 2, but %s is declared with version 2, so messages of the current version would be converted too. Raise the version of the class, or remove the class if the type is gone."
                .formatted(Moved.class.getName()));
  }

  @Test
  void refusesUnknownTargets() {
    assertThat(problems(as("gone", 1, "nowhere", 1, json -> json)))
        .containsExactly(
            "goneFrom1 makes event nowhere of event gone version 1, which has neither a class nor an upcaster of its own; known are [additive, moved, old, older, received, renamed]. Correct the name.");
    assertThat(problems(split("gone", 1, List.of("moved", "x"), (json, metadata) -> List.of())))
        .singleElement()
        .asString()
        .startsWith("goneSplit1 makes event x of event gone version 1, which has neither");
    assertThat(problems(as("gone", 1, "moved", 3, json -> json)))
        .containsExactly(
            "goneFrom1 makes event moved version 3 of event gone version 1, but %s is declared with version 2. Raise the version of the class, or correct the upcaster's."
                .formatted(Moved.class.getName()));
    assertThat(problems(as("gone", 1, "received", 2, json -> json), one("received", 1, 3, j -> j)))
        .containsExactly(
            "goneFrom1 makes event received version 2 of event gone version 1, from where no upcaster leads on to version 3. Add one, or let this one make a later version.");
  }

  @Test
  void refusesWhatIsNeverStored() {
    Upcaster query =
        new Upcaster(
            "q", MessageKind.QUERY, "x", 0, 1, List.of("x"), false, (json, metadata) -> List.of());

    assertThat(problems(query))
        .contains(
            "q upcasts query x version 0, but queries are not stored.",
            "q upcasts query x version 0, but versions start at 1.");
  }

  @Test
  void readsNothingThroughWrongUpcasters() {
    Upcasters wrong = new Upcasters(TYPES, List.of(first));

    assertThatIllegalStateException()
        .isThrownBy(
            stored(new MessageJson(TYPES, () -> wrong), MessageKind.EVENT, "moved", 1, "{}")
                ::payload)
        .withMessageStartingWith(
            "Old messages cannot be read, because the upcasters are wrong:\n - Event received has upcasters, but none from version 2");
  }
}
