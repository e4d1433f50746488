package dev.foliot.personaldata;

import dev.foliot.failure.Causes;
import dev.foliot.message.OrderedSets;
import dev.foliot.message.PayloadSeal;
import dev.foliot.message.StorableText;
import dev.foliot.personaldata.Places.Place;
import dev.foliot.personaldata.SealedProperty.Mark;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.POJONode;

/**
 * Encrypts the {@link PersonalData} of payloads before they are stored, and decrypts it when they
 * are read. A sealed value contains its subject and its placeholder, so it can be opened before any
 * other step reads the JSON: upcasters see the original value or, if the person is forgotten, the
 * placeholder that was stored with it. Safe for use by several threads.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class SealPayloads implements PayloadSeal {
  private final CachedKeys keys;
  private final AesGcm cipher;
  private final JsonMapper marking;
  private final JsonMapper comparing;
  private final ObjectReader reader;

  public SealPayloads(JsonMapper mapper, CachedKeys keys, SecureRandom random) {
    this.keys = keys;
    this.cipher = new AesGcm(random);
    this.marking =
        new SealedProperties()
            .marking(mapper)
            .rebuild()
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    this.comparing = OrderedSets.in(marking);
    this.reader =
        mapper
            .reader()
            .with(JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
  }

  @Override
  public List<String> write(List<?> payloads) {
    List<String> written = new ArrayList<>(payloads.size());
    for (Object payload : payloads) {
      String plain = writeIfPlain(payload);
      if (plain == null) {
        return seal(payloads);
      }
      written.add(plain);
    }
    return written;
  }

  /**
   * Writes a payload without personal data, as most are; null if it has personal data, or a
   * property with such a name.
   */
  @Override
  public @Nullable String writeIfPlain(Object payload) {
    AtomicBoolean personal = new AtomicBoolean();
    String json =
        marking
            .writer()
            .withAttribute(SealedProperty.LOOKING, personal)
            .writeValueAsString(payload);
    return personal.get() || json.contains(SealedValue.NAME) ? null : json;
  }

  private List<String> seal(List<?> payloads) {
    // 1. Make JSON of the payloads, in which personal data is marked.
    List<JsonNode> trees = new ArrayList<>();
    payloads.forEach(payload -> trees.add(marked(payload)));
    trees.forEach(tree -> Places.escape(tree, SealPayloads::isMarked));
    List<Place> marked = new ArrayList<>();
    trees.forEach(tree -> marked.addAll(Places.of(tree, SealPayloads::isMarked)));
    // 2. Get all keys at once, new ones for new subjects.
    Map<String, SubjectKey> found =
        keys.findOrCreate(subjects(marked, place -> markOf(place.value()).subject()));
    // 3. Put the sealed values in the place of the marked ones.
    marked.forEach(place -> seal(place, found));
    return trees.stream().map(marking::writeValueAsString).toList();
  }

  private JsonNode marked(Object payload) {
    return marked(payload, marking);
  }

  private static JsonNode marked(Object payload, JsonMapper marking) {
    try {
      return marking.valueToTree(payload);
    } catch (DatabindException e) {
      if (Causes.direct(e) instanceof DataSubjectMissingException missing) {
        throw missing;
      }
      throw e;
    }
  }

  @Override
  public JsonNode comparable(Object payload) {
    JsonNode tree = marked(payload, comparing);
    for (Place place : Places.of(tree, SealPayloads::isMarked)) {
      place.parent().set(place.name(), markOf(place.value()).placeholder());
    }
    return tree;
  }

  static boolean isMarked(JsonNode node) {
    return node.get(SealedValue.NAME) instanceof POJONode pojo && pojo.getPojo() instanceof Mark;
  }

  private static Mark markOf(JsonNode node) {
    return (Mark) Objects.requireNonNull(((POJONode) node.get(SealedValue.NAME)).getPojo());
  }

  private static Set<String> subjects(List<Place> places, Function<Place, String> subject) {
    return places.stream().map(subject).collect(Collectors.toSet());
  }

  private void seal(Place place, Map<String, SubjectKey> found) {
    Mark mark = markOf(place.value());
    JsonNode value = place.value().get(place.name());
    if (value == null) { // an annotation of Jackson's leaves this value out
      place.parent().remove(place.name());
      return;
    }
    if (value.isNull()) { // such as an empty Optional
      place.parent().set(place.name(), value);
      return;
    }
    if (!Places.of(value, SealPayloads::isMarked).isEmpty()) {
      throw new IllegalStateException(
          "%s is @PersonalData and contains more of it. Annotate either the whole or its parts."
              .formatted(place.path()));
    }
    SubjectKey key = Objects.requireNonNull(found.get(mark.subject()));
    String sealed = key.isForgotten() ? null : sealed(key, mark.subject(), place.path(), value);
    place
        .parent()
        .set(place.name(), new SealedValue(mark.subject(), sealed, mark.placeholder()).json());
  }

  private String sealed(SubjectKey key, String subject, String path, JsonNode value) {
    String text = marking.writeValueAsString(value);
    StorableText.require("The personal data in " + path, text); // not visible once it is sealed
    return cipher.seal(key.secret(), SealedValue.place(subject, path), text);
  }

  @Override
  public boolean isSealed(String json) {
    return json.contains(SealedValue.TRACE);
  }

  @Override
  public JsonNode read(String json) {
    JsonNode tree = reader.readTree(json);
    if (isSealed(json)) {
      List<Place> sealed = Places.of(tree, SealedValue::isOne);
      Places.unescape(tree, SealedValue::isOne);
      Map<String, SubjectKey> found =
          keys.find(subjects(sealed, place -> SealedValue.of(place.value()).subject()));
      sealed.forEach(place -> place.parent().set(place.name(), open(place, found)));
    }
    return tree;
  }

  @Override
  public JsonNode readPlaceholders(String json) {
    JsonNode tree = reader.readTree(json);
    List<Place> sealed = Places.of(tree, SealedValue::isOne);
    Places.unescape(tree, SealedValue::isOne);
    sealed.forEach(
        place -> place.parent().set(place.name(), SealedValue.of(place.value()).placeholder()));
    return tree;
  }

  private JsonNode open(Place place, Map<String, SubjectKey> found) {
    SealedValue value = SealedValue.of(place.value());
    if (value.sealed() == null) {
      return value.placeholder();
    }
    SubjectKey key = found.get(value.subject());
    if (key == null) {
      throw PersonalDataUnreadableException.keyMissing(value.subject());
    }
    if (key.isForgotten()) {
      return value.placeholder();
    }
    try {
      String bound = SealedValue.place(value.subject(), place.path());
      return reader.readTree(cipher.open(key.secret(), bound, value.sealed()));
    } catch (GeneralSecurityException e) {
      throw PersonalDataUnreadableException.changed(value.subject(), place.path(), e);
    }
  }

  /**
   * If a person was forgotten after the handler began, the data is unknown here, but the error may
   * quote it. Then its whole text is hidden.
   */
  @Override
  public UnaryOperator<String> hiding(String json) {
    try {
      List<Place> sealed = Places.of(reader.readTree(json), SealedValue::isOne);
      Map<String, SubjectKey> found =
          keys.find(subjects(sealed, place -> SealedValue.of(place.value()).subject()));
      return found.containsValue(SubjectKey.FORGOTTEN)
          ? text -> HideTexts.HIDDEN
          : new HideTexts(sealed.stream().map(place -> open(place, found)).toList());
    } catch (Throwable unreadable) {
      return text -> HideTexts.HIDDEN;
    }
  }
}
