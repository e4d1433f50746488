package dev.foliot.personaldata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.foliot.event.EventDeclarations;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerInspection;
import dev.foliot.handler.WiringException;
import dev.foliot.handler.WiringProblems;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** R38, for personal data. */
class PersonalDataInspectionTests {
  private static final String HERE = PersonalDataInspectionTests.class.getName() + "$";

  private static List<String> problemsOf(Class<?> message) {
    return problemsOf(MessageKind.EVENT, message, List.of());
  }

  private static List<String> problemsOf(
      MessageKind kind, Class<?> message, List<Object> handlers) {
    var types = new MessageTypes(List.of(new MessageType(kind, "m", 1, message, null)));
    var problems = new WiringProblems();
    List<HandlerBean> beans =
        handlers.stream()
            .map(
                bean ->
                    HandlerInspection.inspect(
                        EventDeclarations.handler(bean.getClass()),
                        bean.getClass(),
                        "bean",
                        bean,
                        types,
                        problems))
            .toList();
    PersonalDataInspection.inspect(types, beans, new MessageJson(types), problems);
    return Assertions.catchThrowable(problems::throwIfAny) instanceof WiringException e
        ? e.problems()
        : List.of();
  }

  record PersonId(UUID value) {}

  record Name(@PersonalData String first, @PersonalData(placeholder = "?") String last) {}

  record Box<T>(T content) {}

  sealed interface Channel permits Phone, Mail {}

  record Phone(@PersonalData String number) implements Channel {}

  record Mail(@PersonalData String address) implements Channel {}

  record Right(
      @DataSubject PersonId person,
      Box<Name> name,
      List<? extends Channel> channels,
      Map<String, Name[]> others,
      @PersonalData(placeholder = "0") int age,
      @PersonalData(placeholder = "1900-01-01") LocalDate born,
      @PersonalData(placeholder = "MONDAY") DayOfWeek day,
      @PersonalData(placeholder = "[]") List<String> nicknames,
      @PersonalData Optional<String> note,
      @PersonalData OptionalInt size,
      @PersonalData @Nullable PersonId friend) {}

  @Test
  void acceptsWhatIsRight() {
    assertThat(problemsOf(Right.class)).isEmpty();
  }

  record Unowned(List<Box<Name>> names) {}

  @Test
  void namesWhatIsNobodys() {
    assertThat(problemsOf(Unowned.class))
        .containsExactly(
            HERE
                + "Name.first, in message m, is @PersonalData, but neither its record nor one around it has a @DataSubject. Annotate the component that identifies the person.",
            HERE
                + "Name.last, in message m, is @PersonalData, but neither its record nor one around it has a @DataSubject. Annotate the component that identifies the person.");
  }

  @Test
  void ignoresQueries() {
    assertThat(problemsOf(MessageKind.QUERY, Unowned.class, List.of())).isEmpty();
  }

  record Two(@DataSubject String one, @DataSubject String other) {}

  record Secret(@DataSubject @PersonalData String email) {}

  record Odd(@DataSubject LocalDate day) {}

  @Test
  void namesSubjectsThatCannotBe() {
    assertThat(problemsOf(Two.class))
        .containsExactly(
            HERE
                + "Two has 2 components that are @DataSubject. Personal data belongs to one person: keep one, or move the data of each into a record of its own.");
    assertThat(problemsOf(Secret.class))
        .containsExactly(
            HERE
                + "Secret.email is @DataSubject and @PersonalData. The id that selects the key cannot be encrypted with it: use an id that contains no personal data.");
    assertThat(problemsOf(Odd.class))
        .containsExactly(
            HERE
                + "Odd.day is @DataSubject and a java.time.LocalDate. It must be a String, a UUID, an integer, or a record with just one of these.");
  }

  record Nested(@DataSubject String id, @PersonalData @Nullable Name name) {}

  @Test
  void namesPersonalDataInsideOfItself() {
    assertThat(problemsOf(Nested.class))
        .hasSize(2)
        .first()
        .isEqualTo(
            HERE
                + "Name.first, in message m, is @PersonalData inside of a component that is @PersonalData. Annotate either the whole or its parts.");
  }

  record Number(@DataSubject String id, @PersonalData int age) {}

  record Required(@DataSubject String id, @PersonalData LocalDate born) {}

  record Wrong(@DataSubject String id, @PersonalData(placeholder = "never") LocalDate born) {}

  @Test
  void namesPlaceholdersThatDoNotFit() {
    assertThat(problemsOf(Number.class))
        .containsExactly(
            HERE
                + "Number.age is @PersonalData without a placeholder, so it would become null, which it cannot be. Declare a placeholder, or make it @Nullable.");
    assertThat(problemsOf(Required.class)).singleElement().asString().contains("Required.born");
    assertThat(problemsOf(Wrong.class))
        .singleElement()
        .asString()
        .startsWith(
            "The placeholder of " + HERE + "Wrong.born does not read as a java.time.LocalDate: ")
        .endsWith(" Declare JSON that does.");
  }

  record Text(@PersonalData String text) {
    @JsonValue
    String json() {
      return text;
    }
  }

  record Flat(@DataSubject String id, @PersonalData @JsonUnwrapped @Nullable PersonId person) {}

  record WithText(@DataSubject String id, Text text) {}

  @Test
  void namesWhatJacksonWouldWriteReadably() {
    assertThat(problemsOf(WithText.class))
        .containsExactly(
            HERE
                + "Text.text is @PersonalData, but Jackson does not write Text component by component. Remove its @JsonValue or @JsonSerialize.");
    assertThat(problemsOf(Flat.class))
        .singleElement()
        .asString()
        .contains("is @PersonalData and cannot be unwrapped");
  }

  record CustomerId(long value) {}

  record EmployeeId(long value) {}

  @SubjectKind("guest")
  record GuestId(long value) {}

  record Bought(@DataSubject CustomerId buyer) {}

  record Sold(@DataSubject CustomerId seller) {}

  record Hired(@DataSubject EmployeeId employee) {}

  record Counted(@DataSubject long number) {}

  record Named(@DataSubject String name) {}

  record Met(@DataSubject PersonId person) {}

  record Invited(@DataSubject GuestId guest) {}

  @Test
  void warnsOfSubjectsThatMayShareAKey() {
    assertThat(warningOf(Bought.class, Sold.class, Hired.class, Counted.class))
        .contains(
            "These data subjects may have the same id, such as 7, and would then share one key, so that domain.forget of one destroys the personal data of the other: %1$sBought.buyer (CustomerId), %1$sHired.employee (EmployeeId), %1$sCounted.number (long). Let each have a record of its own with @SubjectKind, or ids that no other data subject has. If no two of them share an id, switch this warning off: logging.level.dev.foliot.personaldata.SharedIds=error."
                .formatted(HERE));
  }

  @Test
  void acceptsSubjectsThatShareNoKey() {
    assertThat(warningOf(Bought.class, Sold.class, Named.class, Met.class, Invited.class))
        .isEmpty();
  }

  private static Optional<String> warningOf(Class<?>... events) {
    var types =
        new MessageTypes(
            Stream.of(events)
                .map(
                    each -> new MessageType(MessageKind.EVENT, each.getSimpleName(), 1, each, null))
                .toList());
    return PersonalDataInspection.inspect(
        types, List.of(), new MessageJson(types), new WiringProblems());
  }

  @SubjectKind("a:b")
  record Strange(long value) {}

  record OfStrange(@DataSubject Strange id) {}

  @Test
  void namesKindsThatCannotBe() {
    assertThat(problemsOf(OfStrange.class))
        .containsExactly(
            HERE
                + "Strange has @SubjectKind(\"a:b\"). A kind consists of 1 to 50 letters, digits, dots, hyphens or underscores of ASCII.");
  }

  record Sequenced(@DataSubject String id, @PersonalData String email) {}

  @EventHandler(sequencedBy = "email")
  static class ByEmail {
    @Handle
    void on(Sequenced event) {}
  }

  @Test
  void namesHandlersThatAreSequencedByIt() {
    assertThat(problemsOf(MessageKind.EVENT, Sequenced.class, List.of(new ByEmail())))
        .containsExactly(
            "by-email is sequenced by "
                + HERE
                + "Sequenced.email, which is @PersonalData. Sequence it by an id that contains no personal data.");
  }

  // ---- classes that are no records

  static class Address {
    @PersonalData private final String street;

    Address(String street) {
      this.street = street;
    }

    @JsonValue
    String text() {
      return street;
    }
  }

  record Moved(@DataSubject UUID person, List<Address> addresses) {}

  // Jackson would write it by its getters, under other names
  @Test
  void refusesAClassInAMessageThatIsNoRecord() {
    assertThat(problemsOf(Moved.class))
        .containsExactly(
            HERE
                + "Address.street, in message m, is @PersonalData, but its class is no record, so the data could be stored unencrypted. Make it a record.");
  }

  static class Move {
    @DataSubject private UUID person = UUID.randomUUID();
    private @Nullable Address address;
  }

  static class Orphan {
    private @Nullable Address address;
  }

  @Test
  void inspectsClassesInTheStateOfAProcess() {
    assertThat(problemsOf(MessageKind.PROCESS_STATE, Move.class, List.of())).isEmpty();
    assertThat(problemsOf(MessageKind.PROCESS_STATE, Orphan.class, List.of()))
        .singleElement()
        .asString()
        .contains("Address.street, in process m, is @PersonalData, but neither its record");
  }
}
