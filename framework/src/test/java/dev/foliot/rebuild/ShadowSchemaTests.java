package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShadowSchemaTests {
  private static final int MAX_BYTES = 63;

  @Test
  void shortNameBeginsWithThatOfFoliot() {
    assertThat(ShadowSchema.ofRebuild("public", 7)).isEqualTo("public_rebuild_7");
    assertThat(ShadowSchema.ofComparison("public", "a.B")).isEqualTo("public_compare_171f5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s", "\u00e4", "\u6f22", "\uD83D\uDE00"})
  void longNameFitsWithAnEnding(String each) {
    String foliot = "x" + each.repeat(62 / bytes(each));

    for (String name :
        new String[] {
          ShadowSchema.ofRebuild(foliot, 1),
          ShadowSchema.ofRebuild(foliot, Long.MAX_VALUE),
          ShadowSchema.ofComparison(foliot, "a.B")
        }) {
      assertThat(bytes(name + "_swap")).isBetween(MAX_BYTES - 3, MAX_BYTES);
      assertThat(name).startsWith("x" + each).matches(".*_(rebuild|compare)_[0-9a-f]+");
      assertThat(new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
          .isEqualTo(name);
    }
  }

  @Test
  void longNamesThatDifferAtTheirEndsStayDifferent() {
    String beginning = "s".repeat(62);

    assertThat(ShadowSchema.ofRebuild(beginning + "a", 1))
        .isNotEqualTo(ShadowSchema.ofRebuild(beginning + "b", 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "public",
        "a_compare_1",
        "a_very_long_name_of_a_schema_that_hardly_fits_with_its_end"
      })
  void comparisonsOfOneFoliotAreFound(String foliot) {
    String schema = ShadowSchema.ofComparison(foliot, "a.B");

    assertThat(ShadowSchema.isOfComparison(foliot, schema)).isTrue();
    assertThat(ShadowSchema.isOfComparison(foliot, schema + "_BAY")).as("a part of it").isFalse();
    assertThat(ShadowSchema.isOfComparison(foliot + "x", schema)).isFalse();
    assertThat(ShadowSchema.isOfComparison(foliot, ShadowSchema.ofRebuild(foliot, 1))).isFalse();
  }

  private static int bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }
}
