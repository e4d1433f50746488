package dev.foliot.personaldata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.foliot.failure.ErrorText;
import dev.foliot.message.Lane;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.UnreadableMessageException;
import dev.foliot.message.Upcasters;
import dev.foliot.testsupport.TestMetadata;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What Foliot says about messages in memory. */
class RedactedTextTests {
  private static final MessageKind EVENT = MessageKind.EVENT;

  record Address(String street, String city) {}

  record Guest(@PersonalData String name) {}

  record Registered(
      @DataSubject @Nullable String id,
      @PersonalData String name,
      @PersonalData @Nullable Address address,
      @PersonalData(placeholder = "1900-01-01") @Nullable LocalDate born,
      List<Guest> guests,
      String source) {
    static Registered of(String name) {
      return new Registered("c-1", name, null, null, List.of(), "web");
    }
  }

  record Renamed(@DataSubject String id, @PersonalData(placeholder = "0") int name) {}

  record Broken(@DataSubject String id, @PersonalData String name) {
    @Override
    public String toString() {
      throw new IllegalStateException(name);
    }
  }

  @Test
  void quotesMessageWithoutWhatIsPersonal() {
    Registered event =
        new Registered(
            "c-1",
            "Ada Lovelace",
            new Address("Elm Street 7", "Springfield"),
            LocalDate.of(1990, 2, 3),
            List.of(new Guest("Grace")),
            "web");

    assertThat(RedactedText.of(event))
        .startsWith("Registered[id=c-1, name=[personal data], address=Address[street=[personal")
        .endsWith("source=web]")
        .doesNotContain("Ada", "Elm", "Springfield", "1990", "Grace");
  }

  record Visit(
      @DataSubject String id,
      @PersonalData(placeholder = "1900-01-01T00:00:00") LocalDateTime at,
      @PersonalData(placeholder = "1900-01-01T00:00:00Z") OffsetDateTime until) {}

  @Test
  void hidesTimesWithoutSeconds() { // which JSON writes, and toString() does not
    LocalDateTime at = LocalDateTime.of(2026, 2, 3, 10, 15);

    assertThat(RedactedText.of(new Visit("c-1", at, at.atOffset(ZoneOffset.ofHours(2)))))
        .isEqualTo("Visit[id=c-1, at=[personal data], until=[personal data]]");
  }

  enum Size {
    SMALL,
    LARGE;

    @Override
    public String toString() {
      return this == SMALL ? "petite" : "ample";
    }
  }

  record Measured(
      @DataSubject String id,
      @PersonalData(placeholder = "SMALL") Size size,
      @PersonalData @Nullable Map<String, String> friends,
      @PersonalData @Nullable Map<Size, Integer> shirts) {}

  @Test
  void hidesEnumByNameAndByText() { // stored by the name, printed by toString()
    var hiding = RedactedText.hiding(new Measured("c-1", Size.LARGE, null, null));

    assertThat(hiding.apply("size=ample, not LARGE")).doesNotContain("ample", "LARGE");
  }

  @Test
  void hidesKeysOfPersonalMaps() {
    Measured event =
        new Measured("c-1", Size.SMALL, Map.of("grace@ex.org", "Grace"), Map.of(Size.LARGE, 123));

    assertThat(RedactedText.of(event))
        .startsWith("Measured[id=c-1, size=[personal data], friends={[personal data]")
        .doesNotContain("grace", "Grace", "ample", "123");
  }

  @Test
  void quotesListOfMessagesWithoutWhatIsPersonal() {
    assertThat(RedactedText.of(List.of(Registered.of("Ada"), Registered.of("Grace"))))
        .contains("id=c-1", "source=web")
        .doesNotContain("Ada", "Grace");
  }

  @Test
  void quotesOthersAsTheyAre() {
    assertThat(RedactedText.of(new Address("Elm Street 7", "Springfield")))
        .isEqualTo("Address[street=Elm Street 7, city=Springfield]");
    assertThat(RedactedText.of("saving it")).isEqualTo("saving it");
    assertThat(RedactedText.of(null)).isEqualTo("null");
    assertThat(RedactedText.of(Map.of("name", "Ada"))).isEqualTo("{name=Ada}");
  }

  @Test
  void hidesAllWithoutDataSubject() {
    Registered event = new Registered(null, "Ada", null, null, List.of(), "web");

    assertThat(RedactedText.of(event)).isEqualTo("[personal data]");
  }

  @Test
  void namesClassOfMessageThatHasNoText() {
    assertThat(RedactedText.of(new Broken("c-1", "Ada"))).isEqualTo(Broken.class.getName());
  }

  @Test
  void messageThatCannotBeReadQuotesNothingPersonal() {
    KeysInMemory keys = new KeysInMemory();
    String stored =
        json(keys, Registered.class).writePayloads(List.of(Registered.of("Ada"))).get(0);
    RecordedMessage message = recorded(stored, json(keys, Renamed.class));

    var refused = catchThrowableOfType(UnreadableMessageException.class, message::payload);

    assertThat(refused.reason()).contains("[personal data]").contains("field name");
    assertThat(ErrorText.stackTrace(refused).replaceAll("\\tat .*", ""))
        .contains("InvalidFormat")
        .doesNotContain("Ada");
  }

  private static MessageJson json(KeysInMemory keys, Class<?> type) {
    MessageTypes types =
        new MessageTypes(List.of(new MessageType(EVENT, "registered", 1, type, null)));
    return new MessageJson(
        types,
        () -> Upcasters.none(types),
        mapper -> new SealPayloads(mapper, keys.uncached(), new SecureRandom()));
  }

  private static RecordedMessage recorded(String payload, MessageJson json) {
    return new RecordedMessage(
        1,
        EVENT,
        "customer",
        "c-1",
        1,
        Lane.PRIMARY,
        false,
        TestMetadata.of(UUID.fromString("01932b7c-8a00-7abc-8def-0123456789ab"), "registered"),
        payload,
        json);
  }
}
