package dev.foliot.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.foliot.command.Command;
import dev.foliot.command.CommandDeclarations;
import dev.foliot.personaldata.CachedKeys;
import dev.foliot.personaldata.DataSubject;
import dev.foliot.personaldata.PersonalData;
import dev.foliot.personaldata.PersonalDataKeys;
import dev.foliot.personaldata.SealPayloads;
import dev.foliot.personaldata.SubjectKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Equal payloads have one hash. */
class FingerprintTests {
  @Command
  record Register(
      @DataSubject String customer, @PersonalData(placeholder = "?") String name, String plan) {}

  @Command
  record Tag(Set<String> tags, Map<String, Integer> counts, List<String> steps) {}

  /** A hash needs no keys. */
  private static final class NoKeys implements PersonalDataKeys {
    @Override
    public Map<String, SubjectKey> find(Set<String> subjects) {
      throw new AssertionError("asked for keys");
    }

    @Override
    public Map<String, SubjectKey> findOrCreate(Set<String> subjects) {
      throw new AssertionError("asked for keys");
    }

    @Override
    public boolean destroy(String subject) {
      throw new AssertionError("asked for keys");
    }
  }

  private final MessageTypes types =
      new MessageTypes(
          List.of(
              CommandDeclarations.messageType(Register.class),
              CommandDeclarations.messageType(Tag.class)));

  private final MessageJson json =
      new MessageJson(
          types,
          () -> Upcasters.none(types),
          mapper ->
              new SealPayloads(
                  mapper,
                  new CachedKeys(new NoKeys(), 10, Duration.ofMinutes(1), Ticker.systemTicker()),
                  new SecureRandom()));

  @Test
  void leavesPersonalDataOut() {
    String ann = json.fingerprint(new Register("c-1", "Ann", "basic"));

    assertThat(json.fingerprint(new Register("c-1", "Bob", "basic"))).isEqualTo(ann);
    assertThat(json.fingerprint(new Register("c-2", "Ann", "basic"))).isNotEqualTo(ann);
    assertThat(json.fingerprint(new Register("c-1", "Ann", "gold"))).isNotEqualTo(ann);
    assertThat(ann).matches("[0-9a-f]{64}");
  }

  @Test
  void orderOfSetsAndMapsDoesNotCount() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    counts.put("a", 1);
    counts.put("b", 2);
    Map<String, Integer> reversed = new LinkedHashMap<>();
    reversed.put("b", 2);
    reversed.put("a", 1);

    String one = json.fingerprint(new Tag(ordered("x", "y"), counts, List.of("1", "2")));

    assertThat(json.fingerprint(new Tag(ordered("y", "x"), reversed, List.of("1", "2"))))
        .isEqualTo(one);
    assertThat(json.fingerprint(new Tag(ordered("x", "y"), counts, List.of("2", "1"))))
        .isNotEqualTo(one);
  }

  private static Set<String> ordered(String first, String second) {
    return new LinkedHashSet<>(List.of(first, second));
  }
}
