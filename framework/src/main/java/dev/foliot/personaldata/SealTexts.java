package dev.foliot.personaldata;

import dev.foliot.message.RecordedMessage;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Encrypts whole texts with data of several persons, such as a snapshot. If one person is
 * forgotten, the text is unreadable. Safe for use by several threads.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class SealTexts {
  private static final String SUBJECTS = "subjects";
  private static final String SEALED = "aes-256-gcm";

  private final CachedKeys keys;
  private final AesGcm cipher;
  private final JsonMapper json = new JsonMapper();

  public SealTexts(CachedKeys keys, SecureRandom random) {
    this.keys = keys;
    this.cipher = new AesGcm(random);
  }

  /**
   * The data subjects of the message whose data can still be read. Call it before you read the
   * payload, so that the result includes all readable data. Parses the JSON only if it contains
   * sealed data.
   */
  public Set<String> subjectsIn(RecordedMessage message) {
    if (!message.storedJson().contains(SealedValue.TRACE)) {
      return Set.of();
    }
    Set<String> subjects =
        Places.of(json.readTree(message.storedJson()), SealedValue::isOne).stream()
            .map(place -> SealedValue.of(place.value()))
            .filter(value -> value.sealed() != null)
            .map(SealedValue::subject)
            .collect(Collectors.toSet());
    Map<String, SubjectKey> found = keys.find(subjects);
    subjects.removeIf(subject -> SubjectKey.FORGOTTEN.equals(found.get(subject)));
    return subjects;
  }

  /**
   * The text, sealed with the keys of all these subjects; unchanged if there are none.
   *
   * @return empty if one of them was forgotten or has no key: the text must not be stored
   */
  public Optional<String> seal(Set<String> subjects, String text) {
    if (subjects.isEmpty()) {
      return Optional.of(text);
    }
    Set<String> sorted = new TreeSet<>(subjects);
    return keyOf(sorted).map(key -> sealed(sorted, cipher.seal(key, place(sorted), text)));
  }

  private static String sealed(Set<String> subjects, String sealed) {
    ObjectNode node = JsonMapper.shared().createObjectNode();
    ObjectNode value = node.putObject(SealedValue.NAME);
    ArrayNode names = value.putArray(SUBJECTS);
    subjects.forEach(names::add);
    value.put(SEALED, sealed);
    return node.toString();
  }

  /** The subjects that a text was sealed for; none if it is not sealed. */
  public Set<String> subjectsOf(String sealed) {
    return isSealed(sealed) ? subjects(json.readTree(sealed).get(SealedValue.NAME)) : Set.of();
  }

  private static boolean isSealed(String text) {
    return text.startsWith("{\"" + SealedValue.TRACE);
  }

  private static Set<String> subjects(JsonNode value) {
    Set<String> subjects = new TreeSet<>();
    value.get(SUBJECTS).forEach(each -> subjects.add(each.stringValue()));
    return subjects;
  }

  /** The text that was sealed; empty if it cannot be read any more. */
  public Optional<String> open(String sealed) {
    if (!isSealed(sealed)) {
      return Optional.of(sealed);
    }
    JsonNode value = json.readTree(sealed).get(SealedValue.NAME);
    Set<String> subjects = subjects(value);
    return keyOf(subjects).flatMap(key -> open(key, subjects, value.get(SEALED).stringValue()));
  }

  private Optional<String> open(byte[] key, Set<String> subjects, String sealed) {
    try {
      return Optional.of(cipher.open(key, place(subjects), sealed));
    } catch (GeneralSecurityException otherKey) {
      return Optional.empty();
    }
  }

  private Optional<byte[]> keyOf(Set<String> sorted) {
    Map<String, SubjectKey> found = keys.find(sorted);
    List<SubjectKey> all = new ArrayList<>();
    for (String subject : sorted) {
      SubjectKey key = found.get(subject);
      if (key == null || key.isForgotten()) {
        return Optional.empty();
      }
      all.add(key);
    }
    return Optional.of(AesGcm.combined(all));
  }

  private static String place(Set<String> sorted) {
    return sorted.stream()
        .map(subject -> subject.length() + ":" + Objects.requireNonNull(subject))
        .collect(Collectors.joining());
  }
}
