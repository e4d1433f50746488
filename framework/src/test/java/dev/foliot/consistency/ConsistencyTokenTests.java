package dev.foliot.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.unitofwork.PositionRuns;
import dev.foliot.unitofwork.PositionRuns.Run;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistencyTokenTests {
  private static ConsistencyToken token(Run... runs) {
    return ConsistencyToken.of(PositionRuns.of(List.of(runs)));
  }

  @Test
  void textIsReadBack() {
    ConsistencyToken token =
        token(new Run(1, 1), new Run(128, 10_000), new Run(4_711_000_123L, 4_711_000_123L));

    assertThat(ConsistencyToken.parse(token.toString())).isEqualTo(token).hasSameHashCodeAs(token);
    assertThat(token.toString()).matches("[A-Za-z0-9._-]+").hasSizeLessThan(30);
  }

  @Test
  void emptyTokenHasATextToo() {
    assertThat(ConsistencyToken.empty().isEmpty()).isTrue();
    assertThat(ConsistencyToken.parse(ConsistencyToken.empty().toString()).isEmpty()).isTrue();
    assertThat(token(new Run(1, 1)).isEmpty()).isFalse();
  }

  @Test
  void tokensOfTwoCommitsBecomeOne() {
    assertThat(token(new Run(1, 2)).and(token(new Run(3, 3), new Run(9, 9))))
        .isEqualTo(token(new Run(1, 3), new Run(9, 9)));
    assertThat(token(new Run(1, 2)).and(ConsistencyToken.empty())).isEqualTo(token(new Run(1, 2)));
  }

  @Test
  void everyTextIsShortEnoughToBeReadBack() {
    Random random = new Random(16);
    for (int round = 0; round < 100; round++) {
      List<Run> runs = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        long first = random.nextLong(1, Long.MAX_VALUE - 10);
        runs.add(new Run(first, first + random.nextInt(10)));
      }
      ConsistencyToken token = ConsistencyToken.of(PositionRuns.of(runs));

      assertThat(token.toString()).hasSizeLessThanOrEqualTo(ConsistencyToken.MAX_LENGTH);
      assertThat(ConsistencyToken.parse(token.toString())).isEqualTo(token);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1.",
        "1.A",
        "1.!!!!",
        "1.AA",
        "1.AAAA",
        "1.gA",
        "1.____________________",
        "0.AQA",
        "x.AQA",
        "1.AQAAAA",
        "1.AQ\u0000",
        "null",
        "../../etc/passwd",
        "<script>",
        "1.AQA ",
        "1.__________9__________9_"
      })
  void hostileTextIsRefused(String text) {
    assertThatThrownBy(() -> ConsistencyToken.parse(text))
        .isInstanceOf(InvalidConsistencyTokenException.class)
        .hasMessageStartingWith("The consistency token cannot be used: ")
        .hasMessageEndingWith("Pass the text of a token on unchanged, or leave it out.")
        .message()
        .doesNotContain("script", "passwd");
  }

  @Test
  void longTextIsRefusedAtOnce() {
    assertThatThrownBy(() -> ConsistencyToken.parse("1." + "A".repeat(10_000_000)))
        .isInstanceOf(InvalidConsistencyTokenException.class)
        .hasMessageContaining("it has 10000002 characters, more than 1000");
  }

  @Test
  void tokenOfALaterVersionIsRefused() {
    assertThatThrownBy(() -> ConsistencyToken.parse("2.AQA"))
        .isInstanceOf(InvalidConsistencyTokenException.class)
        .hasMessageContaining("a later version of Foliot has written it");
  }

  @Test
  void tooManyPositionsAreRefused() {
    byte[] all = {1, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f}; // from 1 to 2^35
    String text = "1." + Base64.getUrlEncoder().withoutPadding().encodeToString(all);

    assertThatThrownBy(() -> ConsistencyToken.parse(text))
        .isInstanceOf(InvalidConsistencyTokenException.class)
        .hasMessageContaining("it covers too many positions");
  }

  @Test
  void randomTextIsReadOrRefused() {
    Random random = new Random(4711);
    for (int round = 0; round < 10_000; round++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      String text =
          random.nextBoolean()
              ? "1." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)
              : new String(bytes, StandardCharsets.ISO_8859_1);
      try {
        ConsistencyToken read = ConsistencyToken.parse(text);
        assertThat(ConsistencyToken.parse(read.toString())).isEqualTo(read);
      } catch (InvalidConsistencyTokenException refused) {
        assertThat(refused).hasMessageContaining("cannot be used");
      }
    }
  }
}
