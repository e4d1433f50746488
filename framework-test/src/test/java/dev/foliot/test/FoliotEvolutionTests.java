package dev.foliot.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.foliot.test.evolved.Evolved;
import dev.foliot.test.evolved.Evolved.Money;
import dev.foliot.test.evolved.Evolved.Priced;
import dev.foliot.test.evolving.Evolving;
import dev.foliot.test.refused.Refused;
import dev.foliot.test.refused.Refused.NeedsHelp;
import dev.foliot.test.refused.Refused.NoBean;
import dev.foliot.test.refused.Refused.Picky;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R8, R9: what was ever recorded is read, or the test says what to do. */
class FoliotEvolutionTests {
  @TempDir Path files;

  private FoliotEvolution evolution() {
    return FoliotEvolution.of(Evolving.class).directory(files).onBuildServer(false);
  }

  private void file(String name, String json) {
    try {
      Files.createDirectories(files.resolve(name).getParent());
      Files.writeString(files.resolve(name), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String read(String name) {
    try {
      return Files.readString(files.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<String> names() {
    try (Stream<Path> all = Files.walk(files)) {
      return all
          .filter(Files::isRegularFile)
          .map(each -> files.relativize(each).toString())
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String failure(FoliotEvolution evolution) {
    AssertionError error = catchThrowableOfType(AssertionError.class, evolution::verify);
    assertThat(error).isNotNull();
    return error.getMessage();
  }

  // ---- recording

  @Test
  void recordsNoValueThatAMethodDerives() {
    evolution().verify();

    assertThat(read("event/ordered.v1.json")).doesNotContain("heavy");
    assertThatCode(evolution()::verify).doesNotThrowAnyException();
  }

  @Test
  void recordsOneFileForEachTypeAndItsVersion() {
    evolution().verify();

    assertThat(names())
        .containsExactly(
            "command/place.v2.json",
            "event/additive.v2.json",
            "event/everything.v1.2.json",
            "event/everything.v1.json",
            "event/ordered.v1.2.json",
            "event/ordered.v1.json",
            "event/received.v3.json");
    assertThat(read("event/received.v3.json"))
        .isEqualTo(
            """
            {
              "product" : "product",
              "quantity" : 1,
              "warehouse" : "warehouse"
            }
            """);
  }

  @Test
  void recordsEveryComponent() {
    evolution().verify();

    assertThat(read("event/everything.v1.json"))
        .isEqualTo(
            """
            {
              "id" : "00000000-0000-7000-8000-000000000001",
              "yes" : true,
              "number" : 1,
              "ratio" : 1.5,
              "amount" : 12.50,
              "at" : "2026-01-02T03:04:05.678901Z",
              "day" : "2026-01-02",
              "lasting" : "PT1H30M",
              "size" : "SMALL",
              "payment" : {
                "@type" : "Evolving$Card",
                "number" : "number"
              },
              "lines" : [
                {
                  "product" : "product",
                  "quantity" : 1,
                  "price" : 12.50
                }
              ],
              "sizes" : [
                "SMALL"
              ],
              "byName" : {
                "key" : {
                  "product" : "product",
                  "quantity" : 1,
                  "price" : 12.50
                }
              },
              "maybe" : "maybe",
              "nullable" : "nullable",
              "numbers" : [
                1
              ],
              "box" : {
                "content" : {
                  "product" : "product",
                  "quantity" : 1,
                  "price" : 12.50
                }
              },
              "tree" : {
                "name" : "name",
                "children" : [ ]
              }
            }
            """);
  }

  @Test
  void leavesRecordedFilesAsTheyAre() {
    evolution().verify();
    String before = names().map(this::read).toList().toString();
    file("command/place.v2.json", "{\"orderId\":\"mine\"}");

    evolution().verify();
    evolution().onBuildServer(true).verify();

    assertThat(read("command/place.v2.json")).isEqualTo("{\"orderId\":\"mine\"}");
    delete("command/place.v2.json");
    evolution().verify();
    assertThat(names().map(this::read).toList()).hasToString(before);
  }

  private void delete(String name) {
    try {
      Files.delete(files.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void recordsNothingOnABuildServer() {
    assertThat(failure(evolution().onBuildServer(true)))
        .startsWith("The evolution of the messages has 5 problems:\n - ")
        .contains(
            "event/received.v3.json is missing. Run this test on your machine, where it writes the file, and commit it.");
    assertThat(names()).isEmpty();
  }

  @Test
  void recordsTheExampleThatIsGiven() {
    FoliotEvolution evolution =
        FoliotEvolution.of(Refused.class)
            .upcasters(new NeedsHelp(() -> "right"), new NoBean())
            .example(new Picky("right"))
            .directory(files)
            .onBuildServer(false);

    assertThat(failure(evolution)).doesNotContain("picky");
    assertThat(read("event/picky.v2.json")).isEqualTo("{\n  \"code\" : \"right\"\n}\n");
  }

  @Test
  void saysWhatCannotBeRecorded() {
    String text =
        failure(
            FoliotEvolution.of(Refused.class)
                .upcasters(new NeedsHelp(() -> "right"), new NoBean())
                .directory(files)
                .onBuildServer(false));

    assertThat(text)
        .isEqualTo(
            """
            The evolution of the messages has 4 problems:
             - event/endless.v1.json is not recorded: no example can be made up of dev.foliot.test.refused.Refused$Endless, which holds itself. Give one: FoliotEvolution.of(…).example(new Endless(…)).
             - event/opaque.v1.json is not recorded: no example can be made up of java.io.InputStream for stream. Give one: FoliotEvolution.of(…).example(new Opaque(…)).
             - event/picky.v2.json is not recorded: the constructor of Picky refuses the example [code]: java.lang.IllegalArgumentException: code must be right. Give one: FoliotEvolution.of(…).example(new Picky(…)).
             - event/untyped.v1.json is not recorded: the stored form of Untyped cannot be read again: field shape: Cannot construct instance of `dev.foliot.test.refused.Refused$Shape` (no Creators, like default constructor, exist): abstract types either need to be mapped to concrete types, have custom deserializer, or contain additional type information.""");
    assertThat(names()).isEmpty();
  }

  private FoliotEvolution evolved() {
    return FoliotEvolution.of(Evolved.class)
        .example(new Priced(new Money(5)))
        .directory(files)
        .onBuildServer(false);
  }

  @Test
  void refusesAnExampleOfNoMessage() {
    assertThat(failure(evolved().example("text")))
        .isEqualTo(
            """
            The evolution of the messages has 1 problem:
             - example(…) has a java.lang.String, which is no @Command and no @DomainEvent in the packages of FoliotEvolution.of(…).""");
  }

  @Test
  void refusesASecondExampleOfAType() {
    assertThat(failure(evolved().example(new Priced(new Money(-5)))))
        .isEqualTo(
            """
            The evolution of the messages has 1 problem:
             - example(…) has several examples of dev.foliot.test.evolved.Evolved$Priced. One is recorded: give one.""");
  }

  @Test
  void asksForUpcastersThatItCannotMake() {
    assertThat(failure(FoliotEvolution.of(Refused.class).directory(files)))
        .isEqualTo(
            """
            The evolution of the messages has 2 problems:
             - dev.foliot.test.refused.Refused$NeedsHelp has upcasters, but no constructor without parameters. Give one: FoliotEvolution.of(…).upcasters(new NeedsHelp(…)).
             - dev.foliot.test.refused.Refused$NoBean has upcasters, but is no @Component, so the application may not find them. Annotate it; if it is a bean by other means, give it: FoliotEvolution.of(…).upcasters(new NoBean(…)).""");
  }

  @Test
  void refusesPackagesWithoutMessages() {
    assertThat(failure(FoliotEvolution.of("dev.foliot.nowhere").directory(files)))
        .isEqualTo(
            "The evolution of the messages has 1 problem:\n - There is no @Command and no @DomainEvent in [dev.foliot.nowhere]. Name the application's packages: FoliotEvolution.of(…).");
  }

  @Test
  void refusesAPackageThatDoesNotExist() {
    assertThat(
            failure(
                FoliotEvolution.of(Refused.class.getPackageName(), "dev.foliot.nowhere")
                    .directory(files)))
        .contains(
            "There is no class in the package dev.foliot.nowhere. Correct its name in FoliotEvolution.of(…).");
  }

  // ---- reading

  @Test
  void readsEveryVersionThroughTodaysUpcasters() {
    file("event/received.v1.json", "{\"product\": \"p\", \"count\": 3}");
    file("event/received.v2.json", "{\"product\": \"p\", \"quantity\": 3}");
    file("event/arrived.v2.json", "{\"product\": \"p\", \"quantity\": 3}");
    file(
        "event/both.v1.json",
        "{\"product\":\"p\",\"quantity\":3,\"warehouse\":\"w\",\"name\":\"n\",\"urgent\":true}");
    file("event/additive.v1.json", "{\"name\": \"n\", \"urgent\": true, \"dropped\": 1}");
    file("command/place.v1.json", "{\"orderId\": \"o\"}");

    assertThatCode(evolution()::verify).doesNotThrowAnyException();
  }

  @Test
  void namesComponentThatAppeared() {
    file("event/ordered.v1.json", "{\"orderId\": \"o\", \"size\": \"SMALL\"}");

    assertThat(failure(evolution()))
        .isEqualTo(
            """
            The evolution of the messages has 1 problem:
             - event/ordered.v1.json is not read any more: Ordered (ordered version 1) requires a value that the file does not have: customer, lines, weight. Allow old messages without the component (@Nullable or Optional), or convert them:
               @DomainEvent(name = "ordered", version = 2) on Ordered, and
               @Upcasts(name = "ordered", from = 1, to = 2)
               ObjectNode orderedFrom1(ObjectNode stored) {
                 stored.put("customer", "…");
                 stored.putArray("lines");
                 stored.put("weight", 0);
                 return stored;
               }""");
  }

  @Test
  void namesComponentThatAnEarlierVersionDoesNotHave() {
    file("event/additive.v1.json", "{\"name\": \"n\"}");

    assertThat(failure(evolution()))
        .isEqualTo(
            """
            The evolution of the messages has 1 problem:
             - event/additive.v1.json is not read any more: Additive (additive version 2) requires a value that the file does not have: urgent. Allow old messages without the component (@Nullable or Optional), or convert them:
               @Upcasts(name = "additive", from = 1, to = 2)
               ObjectNode additiveFrom1(ObjectNode stored) {
                 stored.put("urgent", false);
                 return stored;
               }""");
  }

  @Test
  void namesNestedComponentThatAppeared() {
    file(
        "event/ordered.v1.json",
        "{\"orderId\":\"o\",\"customer\":\"c\",\"size\":\"SMALL\",\"weight\":1,\"lines\":[{\"product\":\"p\",\"quantity\":1}]}");

    assertThat(failure(evolution()))
        .isEqualTo(
            """
            The evolution of the messages has 1 problem:
             - event/ordered.v1.json is not read any more: Ordered (ordered version 1) requires a value that the file does not have: lines[0].price. Allow old messages without the component (@Nullable or Optional), or convert them:
               @DomainEvent(name = "ordered", version = 2) on Ordered, and
               @Upcasts(name = "ordered", from = 1, to = 2)
               ObjectNode orderedFrom1(ObjectNode stored) {
                 // add lines[0].price
                 return stored;
               }""");
  }

  @Test
  void blamesUpcastersThatDoNotLeadToTodaysClass() {
    file("event/received.v2.json", "{\"product\": \"p\", \"quantity\": 3, \"forgotten\": 1}");
    file("event/received.v1.json", "{\"product\": \"p\"}");
    file("event/both.v1.json", "{\"product\":\"p\",\"quantity\":3,\"warehouse\":\"w\"}");

    assertThat(failure(evolution()))
        .isEqualTo(
            """
            The evolution of the messages has 3 problems:
             - event/both.v1.json is not read any more: Additive (additive version 2) requires a value that the file does not have: name, urgent. Correct the upcasters that lead to additive version 2.
             - event/received.v1.json is not read any more: the upcaster Upcasters.quantity failed on event received version 1: java.lang.NullPointerException: Cannot invoke "tools.jackson.databind.JsonNode.asInt()" because the return value of "tools.jackson.databind.node.ObjectNode.remove(String)" is null. Correct it, then retry.
             - event/received.v2.json is not read any more: Received (received version 3) requires a value that the file does not have: warehouse. Correct the upcasters that lead to received version 3.""");
  }

  @Test
  void namesComponentThatHasAnotherType() {
    file("event/additive.v2.json", "{\"name\": \"n\", \"urgent\": {\"very\": true}}");

    assertThat(failure(evolution()))
        .isEqualTo(
            """
            The evolution of the messages has 1 problem:
             - event/additive.v2.json is not read any more as Additive (additive version 2): field urgent: Cannot deserialize value of type `boolean` from Object value (token `JsonToken.START_OBJECT`). Undo the change, or convert them:
               @DomainEvent(name = "additive", version = 3) on Additive, and
               @Upcasts(name = "additive", from = 2, to = 3)
               ObjectNode additiveFrom2(ObjectNode stored) {
                 // change it here
                 return stored;
               }""");
  }

  @Test
  void namesTypeThatIsGone() {
    file("event/vanished.v1.json", "{}");

    assertThat(failure(evolution()))
        .isEqualTo(
            """
            The evolution of the messages has 1 problem:
             - event/vanished.v1.json: No class, alias or upcaster is declared for the stored event type vanished; known are [additive, arrived, both, everything, ordered, received]. If its class was renamed, give it the alias: aliases = "vanished"; if the type is gone, write an upcaster: @Upcasts(name = "vanished", …); else declare a class with that name, or check foliot.packages.""");
  }

  @Test
  void namesWhatWouldBeLost() {
    file(
        "event/additive.v2.json",
        "{\"name\": \"n\", \"urgent\": true, \"reason\": {\"a\": [1]}, \"who\": \"me\"}");

    assertThat(failure(evolution()))
        .isEqualTo(
            """
            The evolution of the messages has 1 problem:
             - event/additive.v2.json has values that Additive (additive version 2) does not read any more, so they would be lost without notice: reason, who. If it has another name now, add @JsonAlias("reason") to the component, or convert the old messages:
               @DomainEvent(name = "additive", version = 3) on Additive, and
               @Upcasts(name = "additive", from = 2, to = 3)
               ObjectNode additiveFrom2(ObjectNode stored) {
                 stored.set("…", stored.remove("reason"));
                 stored.set("…", stored.remove("who"));
                 return stored;
               }
               If it was removed on purpose, declare another version: 3.""");
  }

  @Test
  void namesANestedValueThatWouldBeLost() {
    file(
        "event/ordered.v1.json",
        "{\"orderId\":\"o\",\"customer\":\"c\",\"size\":\"SMALL\",\"weight\":1,\"lines\":[{\"product\":\"p\",\"quantity\":1,\"price\":1,\"cost\":1},{\"product\":\"q\",\"quantity\":1,\"price\":1,\"cost\":1}]}");

    assertThat(failure(evolution()))
        .isEqualTo(
            """
            The evolution of the messages has 1 problem:
             - event/ordered.v1.json has values that Ordered (ordered version 1) does not read any more, so they would be lost without notice: Line.cost. If it has another name now, add @JsonAlias("cost") to the component of Line, or convert the old messages:
               @DomainEvent(name = "ordered", version = 2) on Ordered, and
               @Upcasts(name = "ordered", from = 1, to = 2)
               ObjectNode orderedFrom1(ObjectNode stored) {
                 // rename cost in each Line
                 return stored;
               }
               If it was removed on purpose, declare another version: 2.""");
  }

  @Test
  void valueOfAGetterIsNotLost() {
    evolved().verify();
    assertThat(read("event/priced.v1.json")).contains("negative");

    assertThatCode(evolved()::verify).doesNotThrowAnyException();

    file("event/priced.v1.json", "{\"total\":{\"cents\":5,\"negative\":false,\"unit\":\"EUR\"}}");
    assertThat(failure(evolved()))
        .contains("lost without notice: Money.unit. If it has another name now");
  }

  @Test
  void namesFilesThatItDoesNotUnderstand() {
    file("event/additive.json", "{}");
    file("event/additive.v1.json", "{\"name\":");
    file("event/received.v9.json", "{}");

    assertThat(failure(evolution()))
        .isEqualTo(
            """
            The evolution of the messages has 3 problems:
             - event/additive.json is not a recorded message. Its name must be that of the type and its version, such as stock-received.v2.json.
             - event/additive.v1.json is not read any more as Additive (additive version 2): Unexpected end-of-input within/between Object entries. Undo the change, or convert them:
               @Upcasts(name = "additive", from = 1, to = 2)
               ObjectNode additiveFrom1(ObjectNode stored) {
                 // change it here
                 return stored;
               }
             - event/received.v9.json is of a later version than Received (received version 3). Versions do not go back, since messages of version 9 may be stored: declare it again.""");
  }

  // ---- names of files

  @Test
  void writesAnyNameAsAFile() {
    RecordedFile file =
        new RecordedFiles(files)
            .of(
                new dev.foliot.message.MessageType(
                    dev.foliot.message.MessageKind.EVENT, "a/b:c*.v2 ü", 3, Picky.class, null));
    file.write("{}");

    assertThat(names()).containsExactly("event/a%2Fb%3Ac%2A.v2+%C3%BC.v3.json");
    assertThat(new RecordedFiles(files).list(new FoliotEvolution.Problems()))
        .singleElement()
        .satisfies(listed -> assertThat(listed.isSameAs(file)).isTrue());
  }
}
