package dev.foliot.personaldata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.foliot.message.Lane;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.UpcastMessage;
import dev.foliot.message.Upcaster;
import dev.foliot.message.Upcasters;
import dev.foliot.testsupport.TestMetadata;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is personal is unreadable where it is stored, and gone when its key is. */
class SealPayloadsTests {
  record CustomerId(String value) {}

  record Registered(
      @DataSubject String customerId,
      @PersonalData String name,
      @PersonalData(placeholder = "unknown") @JsonProperty("e-mail") String email,
      @PersonalData(placeholder = "1900-01-01") LocalDate born,
      @PersonalData @Nullable Address address,
      @PersonalData(placeholder = "0") int age,
      @PersonalData Optional<String> phone,
      @PersonalData(placeholder = "[]") List<String> nicknames,
      BigDecimal limit,
      double ratio) {}

  record Address(String street, String city) {}

  record Contact(@DataSubject CustomerId person, @PersonalData String name) {}

  record Note(@PersonalData String text) {}

  record Met(@DataSubject UUID host, List<Contact> guests, Map<String, Note> notes, Note first) {}

  record Loose(Object content) {}

  record Twice(@DataSubject String id, @PersonalData Object content) {}

  record Quiet(
      @DataSubject String id,
      @PersonalData @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<String> names) {}

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Row(@DataSubject String id, @PersonalData String name) {}

  record Flat(@DataSubject String id, @PersonalData @JsonUnwrapped Address address) {}

  private static final Registered ANN =
      new Registered(
          "c-1",
          "Ann Smith",
          "ann@example.org",
          LocalDate.of(1990, 2, 3),
          new Address("Elm Street 7", "Springfield"),
          36,
          Optional.of("555-0100"),
          List.of("Annie", "Nan"),
          new BigDecimal("1.10"),
          0.1);

  /** Nothing that ciphertext could show by chance. */
  private static final List<String> PLAIN =
      List.of(
          "Ann Smith",
          "ann@example.org",
          "1990-02-03",
          "Elm Street 7",
          "Springfield",
          "\"age\":36",
          "555-0100",
          "\"Annie\"");

  private final KeysInMemory store = new KeysInMemory();
  private final MessageTypes types =
      new MessageTypes(
          List.of(
              type("registered", Registered.class),
              type("met", Met.class),
              type("loose", Loose.class),
              type("quiet", Quiet.class),
              type("hired", Hired.class),
              type("numbered", Numbered.class)));
  private final MessageJson json =
      new MessageJson(
          types,
          () -> Upcasters.none(types),
          mapper -> new SealPayloads(mapper, store.uncached(), new SecureRandom()));

  private static MessageType type(String name, Class<?> javaType) {
    return new MessageType(MessageKind.EVENT, name, 1, javaType, null);
  }

  private String stored(Object payload) {
    return json.writePayloads(List.of(payload)).get(0);
  }

  private RecordedMessage recorded(String type, String payload) {
    return recorded(type, payload, json);
  }

  private static RecordedMessage recorded(String type, String payload, MessageJson json) {
    return new RecordedMessage(
        1,
        MessageKind.EVENT,
        "customer",
        "c-1",
        1,
        Lane.PRIMARY,
        false,
        TestMetadata.of(UUID.fromString("01932b7c-8a00-7abc-8def-0123456789ab"), type),
        payload,
        json);
  }

  private Object read(String type, String payload) {
    return recorded(type, payload).payload();
  }

  @Test
  void storesNothingPersonalReadably() {
    assertThat(stored(ANN))
        .contains("\"customerId\":\"c-1\"", "\"limit\":1.10", "\"ratio\":0.1")
        .doesNotContain(PLAIN);
  }

  @Test
  void readsWhatWasWritten() {
    assertThat(read("registered", stored(ANN))).isEqualTo(ANN);
  }

  @Test
  void readsPlaceholdersOnceForgotten() {
    String before = stored(ANN);

    store.destroy("c-1");

    assertThat(read("registered", before))
        .isEqualTo(
            new Registered(
                "c-1",
                "",
                "unknown",
                LocalDate.of(1900, 1, 1),
                null,
                0,
                Optional.empty(),
                List.of(),
                new BigDecimal("1.10"),
                0.1));
  }

  @Test
  void writesNothingPersonalOfWhomIsForgotten() {
    store.destroy("c-1");

    String after = stored(ANN);

    assertThat(after).doesNotContain(PLAIN).doesNotContain("aes");
    assertThat(read("registered", after))
        .extracting("name", "email")
        .containsExactly("", "unknown");
  }

  @Test
  void givesReadableJsonToWhoeverMaySeeIt() {
    String stored = stored(new Contact(new CustomerId("c-1"), "Ann"));

    assertThat(json.readable(stored))
        .isEqualTo("{\"person\":{\"value\":\"c-1\"},\"name\":\"Ann\"}");
    store.destroy("c-1");
    assertThat(json.readable(stored)).isEqualTo("{\"person\":{\"value\":\"c-1\"},\"name\":\"\"}");
  }

  @Test
  void leavesNullAsItIs() {
    Registered noAddress =
        new Registered(
            "c-1",
            "A",
            "B",
            LocalDate.EPOCH,
            null,
            1,
            Optional.empty(),
            List.of(),
            BigDecimal.ONE,
            1);

    String stored = stored(noAddress);

    assertThat(stored).contains("\"address\":null", "\"phone\":null");
    assertThat(read("registered", stored)).isEqualTo(noAddress);
  }

  @Test
  void takesTheNearestSubject() {
    UUID host = UUID.fromString("01932b7c-8a00-7abc-8def-000000000001");
    Met met =
        new Met(
            host,
            List.of(
                new Contact(new CustomerId("c-1"), "Ann"),
                new Contact(new CustomerId("c-2"), "Bob")),
            Map.of("a/b", new Note("of the host")),
            new Note("of the host, too"));
    String stored = stored(met);
    assertThat(read("met", stored)).isEqualTo(met);

    store.destroy("c-1");
    assertThat(read("met", stored))
        .isEqualTo(
            new Met(
                host,
                List.of(
                    new Contact(new CustomerId("c-1"), ""),
                    new Contact(new CustomerId("c-2"), "Bob")),
                met.notes(),
                met.first()));

    store.destroy(host.toString());
    assertThat(read("met", stored))
        .isEqualTo(
            new Met(
                host,
                List.of(
                    new Contact(new CustomerId("c-1"), ""),
                    new Contact(new CustomerId("c-2"), "Bob")),
                Map.of("a/b", new Note("")),
                new Note("")));
  }

  @Test
  void asksOnceForAllKeys() {
    stored(
        new Met(
            UUID.randomUUID(),
            List.of(
                new Contact(new CustomerId("c-1"), "Ann"),
                new Contact(new CustomerId("c-2"), "Bob")),
            Map.of(),
            new Note("")));

    assertThat(store.asked).singleElement().satisfies(asked -> assertThat(asked).hasSize(3));
  }

  @Test
  void refusesWhatIsNobodys() {
    assertThatExceptionOfType(DataSubjectMissingException.class)
        .isThrownBy(() -> stored(new Loose(new Note("secret"))))
        .withMessage(
            "text of %s is @PersonalData, but no record around it has a @DataSubject, so it cannot be encrypted. Annotate the component that identifies the person.",
            Note.class.getName());
  }

  @Test
  @SuppressWarnings("NullAway") // that is the test
  void refusesSubjectThatIsNull() {
    assertThatExceptionOfType(DataSubjectMissingException.class)
        .isThrownBy(() -> stored(new Contact(null, "Ann")))
        .withMessage(
            "The @DataSubject person of %s is null, so its @PersonalData cannot be encrypted. Give it a value.",
            Contact.class.getName());
  }

  record BadgeNumber(long value) {}

  @SubjectKind("employee")
  record EmployeeId(@JsonValue long value) {}

  record Hired(@DataSubject EmployeeId id, @PersonalData String name) {}

  record Numbered(@DataSubject BadgeNumber id, @PersonalData String name) {}

  @Test
  void forgetsOnlyThePersonOfTheKind() {
    String hired = stored(new Hired(new EmployeeId(7), "Ann"));
    String numbered = stored(new Numbered(new BadgeNumber(7), "Bob"));

    store.destroy(SubjectId.of(7L));

    assertThat(store.keys).containsOnlyKeys("employee@@7", "7");
    assertThat(hired).startsWith("{\"id\":7,");
    assertThat(read("hired", hired)).isEqualTo(new Hired(new EmployeeId(7), "Ann"));
    assertThat(read("numbered", numbered)).isEqualTo(new Numbered(new BadgeNumber(7), ""));
    assertThat(store.destroy(SubjectId.of(new EmployeeId(7)))).isTrue();
  }

  @Test
  void refusesIdsThatLookLikeOnesOfAKind() {
    assertThatThrownBy(() -> stored(new Contact(new CustomerId("employee@@7"), "Ann")))
        .hasStackTraceContaining(
            "The data subject person of %s looks like one with a kind, whose key it would share. Take another id, or a record with @SubjectKind.",
            Contact.class.getName());
    assertThat(stored(new Contact(new CustomerId("@ann:example.org"), "Ann")))
        .contains("\"@ann:example.org\"");
  }

  // An operator has the stored id only, such as that of an unreadable value
  @Test
  void forgetsByStoredId() {
    stored(new Hired(new EmployeeId(7), "Ann"));

    assertThat(store.destroy(SubjectId.of("employee@@7"))).isTrue();
  }

  // UTF-8 has no half of a pair, so the stored value would be another one
  @Test
  void refusesTextThatEncryptionWouldChange() {
    assertThatThrownBy(() -> stored(new Contact(new CustomerId("c-1"), "Ann \uD83D")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "The personal data in /name has half of a surrogate pair, U+D83D, at index ");
  }

  @Test
  void refusesPersonalDataInsideOfItself() {
    assertThatThrownBy(() -> stored(new Twice("c-1", new Contact(new CustomerId("c-2"), "Bob"))))
        .hasMessage(
            "/content is @PersonalData and contains more of it. Annotate either the whole or its parts.");
  }

  @Test
  void refusesShapesThatItCannotSeal() {
    assertThatThrownBy(() -> stored(new Row("c-1", "Ann")))
        .hasStackTraceContaining(
            "is @PersonalData and cannot be written as an element of an array");
    assertThatThrownBy(() -> stored(new Flat("c-1", new Address("Elm", "X"))))
        .hasStackTraceContaining("is @PersonalData and cannot be unwrapped");
  }

  @Test
  void leavesOutWhatJacksonLeavesOut() {
    assertThat(stored(new Quiet("c-1", Optional.empty()))).isEqualTo("{\"id\":\"c-1\"}");
    assertThat(read("quiet", stored(new Quiet("c-1", Optional.of("Ann")))))
        .isEqualTo(new Quiet("c-1", Optional.of("Ann")));
  }

  @Test
  void opensNoValueInAnotherPlace() {
    String stored =
        stored(
            new Met(
                UUID.randomUUID(),
                List.of(new Contact(new CustomerId("c-1"), "Ann")),
                Map.of("x", new Note("one")),
                new Note("two")));
    String moved = stored.replace("\"x\":", "\"y\":");

    assertThatExceptionOfType(PersonalDataUnreadableException.class)
        .isThrownBy(() -> read("met", moved))
        .withMessageContaining("at /notes/y/text does not fit its key");
  }

  @Test
  void saysWhoseKeyIsMissing() {
    String stored = stored(ANN);
    store.keys.clear();

    assertThatExceptionOfType(PersonalDataUnreadableException.class)
        .isThrownBy(() -> read("registered", stored))
        .withMessage(
            "The key of data subject c-1 is missing, although the subject was never forgotten, so its stored personal data cannot be read. Restore the key, or call domain.forget(…) to abandon the data.");
  }

  @Test
  void takesNoMapForSealedValue() {
    String stored = stored(ANN);
    String sealed = stored.substring(stored.indexOf("{\"$personal"), stored.indexOf("}},") + 2);
    Map<String, Object> forged =
        Map.of(
            "name",
            Map.of("$personal", Map.of("subject", "c-1", "placeholder", sealed)),
            "$$personal",
            1);

    Loose read = (Loose) read("loose", stored(new Loose(forged)));

    assertThat(read.content()).isEqualTo(forged);
  }

  @Test
  void hidesInErrorsWhatTheMessageCarries() {
    RecordedMessage message = recorded("registered", stored(ANN));
    Exception error =
        new IllegalStateException(
            "no mail to ANN SMITH, who is 36", new IllegalArgumentException("ann@example.org"));
    error.addSuppressed(new IllegalArgumentException("Elm Street 7 in Springfield"));

    Throwable shown = message.redact(error);

    assertThat(shown)
        .hasMessage("no mail to [personal data], who is [personal data]")
        .hasToString(
            "java.lang.IllegalStateException: no mail to [personal data], who is [personal data]")
        .hasStackTraceContaining("hidesInErrorsWhatTheMessageCarries")
        .hasStackTraceContaining("java.lang.IllegalArgumentException: [personal data]");
    assertThat(shown.getSuppressed()[0]).hasMessage("[personal data] in [personal data]");
  }

  @Test
  void leavesOtherErrorsAsTheyAre() {
    Exception error = new IllegalStateException("out of stock");

    assertThat(recorded("registered", stored(ANN)).redact(error)).isSameAs(error);
  }

  @Test
  void hidesEverythingIfItCannotReadTheMessage() {
    RecordedMessage message = recorded("registered", stored(ANN));
    store.keys.clear();

    assertThat(message.redact(new IllegalStateException("no mail to Ann Smith")))
        .hasToString("java.lang.IllegalStateException: [personal data]");
  }

  @Test
  void hidesEverythingOfAHandlerThatBeganBeforeForgetting() {
    RecordedMessage message = recorded("registered", stored(ANN));
    store.destroy("c-1");

    assertThat(message.redact(new IllegalStateException("no mail to Ann Smith")))
        .hasMessage("[personal data]")
        .hasToString("java.lang.IllegalStateException: [personal data]");
  }

  @Test
  void sealsWholeTextsForSeveralSubjects() {
    SealTexts texts = new SealTexts(store.uncached(), new SecureRandom());
    RecordedMessage message =
        recorded(
            "met",
            stored(
                new Met(
                    UUID.fromString("01932b7c-8a00-7abc-8def-000000000001"),
                    List.of(new Contact(new CustomerId("c-1"), "Ann")),
                    Map.of(),
                    new Note("hello"))));
    Set<String> subjects = texts.subjectsIn(message);
    assertThat(subjects).containsExactlyInAnyOrder("01932b7c-8a00-7abc-8def-000000000001", "c-1");

    String sealed = texts.seal(subjects, "Ann says hello").orElseThrow();

    assertThat(sealed).doesNotContain("Ann says", "says hello");
    assertThat(texts.open(sealed)).contains("Ann says hello");
    store.destroy("c-1");
    assertThat(texts.open(sealed)).isEmpty();
    assertThat(texts.seal(subjects, "Ann says hello")).isEmpty();
    assertThat(texts.subjectsIn(message)).containsExactly("01932b7c-8a00-7abc-8def-000000000001");
  }

  // R8
  @Test
  void upcastersSeeWhatWasWritten() {
    Upcaster upcaster =
        new Upcaster(
            "shout",
            MessageKind.EVENT,
            "contact",
            1,
            2,
            List.of("contact"),
            false,
            (old, metadata) ->
                List.of(
                    UpcastMessage.of(
                        "contact", 2, old.put("name", old.get("name").asString() + "!"))));
    var two =
        new MessageTypes(
            List.of(new MessageType(MessageKind.EVENT, "contact", 2, Contact.class, null)));
    MessageJson reading =
        new MessageJson(
            two,
            () -> new Upcasters(two, List.of(upcaster)),
            mapper -> new SealPayloads(mapper, store.uncached(), new SecureRandom()));
    String stored = stored(new Contact(new CustomerId("c-1"), "Ann Smith"));
    RecordedMessage message = recorded("contact", stored, reading);
    RecordedMessage part = message.parts().get(0);

    assertThat(part.payload()).isEqualTo(new Contact(new CustomerId("c-1"), "Ann Smith!"));
    assertThat(part.redact(new IllegalStateException("no Ann Smith!")))
        .hasMessage("no [personal data]!");
    assertThat(new SealTexts(store.uncached(), new SecureRandom()).subjectsIn(part))
        .containsExactly("c-1");
    store.destroy("c-1");
    assertThat(recorded("contact", stored, reading).payload())
        .isEqualTo(new Contact(new CustomerId("c-1"), "!"));
    assertThat(message.payload()).isEqualTo(new Contact(new CustomerId("c-1"), "!"));
  }

  @Test
  void forgetsWhatAnotherHandlerHasReadBefore() {
    RecordedMessage message = recorded("registered", stored(ANN));
    assertThat(message.payload()).isEqualTo(ANN);

    store.destroy("c-1");

    assertThat(message.payload().toString()).doesNotContain(PLAIN);
    assertThat(message.message().payload().toString()).doesNotContain(PLAIN);
  }

  @Test
  void leavesTextsOfNobodyAsTheyAre() {
    SealTexts texts = new SealTexts(store.uncached(), new SecureRandom());

    assertThat(texts.seal(Set.of(), "{\"total\":1}")).contains("{\"total\":1}");
    assertThat(texts.open("{\"total\":1}")).contains("{\"total\":1}");
  }
}
