package dev.foliot.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StorableKeyTests {

  // R25: a key that no column takes would hold up its whole segment
  @Test
  void keysFitTheirColumn() {
    String longKey = "k".repeat(5_000);

    assertThat(StorableKey.of("order-42", 700)).isEqualTo("order-42");
    assertThat(StorableKey.of(longKey, 700)).hasSizeLessThanOrEqualTo(700).startsWith("kkk");
    assertThat(StorableKey.of(longKey, 200)).hasSizeLessThanOrEqualTo(200);
    assertThat(StorableKey.of(longKey + "a", 700)).isNotEqualTo(StorableKey.of(longKey + "b", 700));
    assertThat(StorableKey.of("a\0b", 700)).doesNotContain("\0");
  }

  @Test
  void keepsKeysApartThatTheDatabaseWouldMakeOne() {
    assertThat(StorableKey.of("a\uD83D", 700)).isNotEqualTo(StorableKey.of("a\uD83E", 700));
    assertThat(StorableKey.of("a\uD83D", 700)).startsWith("a#").doesNotContain("\uD83D");
    assertThat(StorableKey.of("a\uD83D\uDE00", 700)).isEqualTo("a\uD83D\uDE00");
  }

  @Test
  void cutsNoCharacterInHalf() {
    String emoji = "\uD83D\uDE00".repeat(300);

    String cut = StorableKey.of("a" + emoji, 200);

    assertThat(cut.chars().filter(each -> Character.isSurrogate((char) each)).count() % 2).isZero();
  }
}
