package dev.foliot.personaldata;

import dev.foliot.failure.ValueText;
import dev.foliot.personaldata.Places.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Removes personal data from texts that quote messages which are not stored yet, such as texts of
 * exceptions. If the personal values cannot be determined, all values are hidden.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class RedactedText {
  private static final JsonMapper TEXTS =
      new SealedProperties().marking(JsonMapper.builder().addModule(PairsOfMaps.module()).build());

  /** Uses the names of properties that stored messages and exceptions of Jackson use. */
  private static final JsonMapper NAMES =
      TEXTS.rebuild().disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING).build();

  private RedactedText() {}

  /** The text of a message, or of a list of messages. */
  public static String of(@Nullable Object quoted) {
    UnaryOperator<String> hiding =
        quoted instanceof Collection<?> several ? hiding(several) : hiding(quoted);
    return hiding.apply(ValueText.of(quoted));
  }

  /** Gives a text without the personal data of the message. */
  public static UnaryOperator<String> hiding(@Nullable Object message) {
    return hiding(message == null ? List.of() : List.of(message));
  }

  /** Gives a text without the personal data of all the messages. */
  public static UnaryOperator<String> hiding(Collection<?> messages) {
    List<JsonNode> personal = new ArrayList<>();
    for (Object message : messages) {
      if (message instanceof Record) { // nothing else can have personal data
        try {
          personal.addAll(valuesOf(message, TEXTS));
          personal.addAll(valuesOf(message, NAMES));
        } catch (Throwable unknown) {
          if (PersonalDataTypes.isCarrier(message.getClass())) {
            return text -> HideTexts.HIDDEN;
          }
        }
      }
    }
    return personal.isEmpty() ? UnaryOperator.identity() : new HideTexts(personal);
  }

  private static List<JsonNode> valuesOf(Object message, JsonMapper marking) {
    List<Place> places = Places.of(marking.valueToTree(message), SealPayloads::isMarked);
    return places.stream()
        .map(place -> place.value().get(place.name()))
        .filter(Objects::nonNull)
        .toList();
  }
}
