package dev.foliot.message;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.OptBoolean;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** R9: what is required when it is read is required when it is raised. */
@SuppressWarnings("NullAway") // nulls where there should be none
class CompleteMessageTests {

  record Line(String product, int quantity, @Nullable String note) {}

  record Placed(
      String id,
      @Nullable String voucher,
      Optional<Line> gift,
      List<Line> lines,
      Map<String, Line[]> more,
      @JsonProperty(isRequired = OptBoolean.FALSE) String old) {}

  private static final Line GOOD = new Line("p", 1, null);
  private static final Line BAD = new Line(null, 1, null);

  static List<List<Object>> incomplete() {
    return List.of(
        List.of("id", new Placed(null, null, Optional.empty(), List.of(), Map.of(), null)),
        List.of("lines", new Placed("o", null, Optional.empty(), null, Map.of(), null)),
        List.of(
            "lines[1].product",
            new Placed("o", null, Optional.empty(), List.of(GOOD, BAD), Map.of(), null)),
        List.of("gift.product", new Placed("o", null, Optional.of(BAD), List.of(), Map.of(), null)),
        List.of(
            "more[0][0].product",
            new Placed(
                "o", null, Optional.empty(), List.of(), Map.of("a", new Line[] {BAD}), null)));
  }

  @ParameterizedTest
  @MethodSource("incomplete")
  void namesTheRequiredComponentThatIsNull(List<Object> each) {
    assertThatExceptionOfType(MissingComponentException.class)
        .isThrownBy(() -> CompleteMessage.require(each.get(1)))
        .withMessage(
            "%s cannot be stored: its component %s is null, and it is required. Give it a value, or annotate it with @Nullable, or make it an Optional.",
            Placed.class.getName(), each.get(0));
  }

  record Moved(String id, @Nullable String parentId, String note, List<Part> parts) {}

  record Part(String parcelId) {}

  static List<List<Object>> madeOfNull() {
    return List.of(
        List.of("id", new Moved("null", null, "", List.of())),
        List.of("parts[0].parcelId", new Moved("1", null, "", List.of(new Part("null")))));
  }

  @ParameterizedTest
  @MethodSource("madeOfNull")
  void namesTheIdThatIsTheTextOfNull(List<Object> each) {
    assertThatExceptionOfType(MissingComponentException.class)
        .isThrownBy(() -> CompleteMessage.require(each.get(1)))
        .withMessageContaining(
            "its component %s is the text \"null\", and it is required.", each.get(0));
  }

  @Test
  void acceptsTheTextOfNullInAnythingElse() {
    Moved moved = new Moved("nullable", "null", "null", List.of(new Part("Null")));

    assertThatCode(() -> CompleteMessage.require(moved)).doesNotThrowAnyException();
  }

  @Test
  void acceptsNullWhereItMayBeMissing() {
    Placed placed = new Placed("o", null, null, List.of(), Map.of(), null);

    assertThatCode(() -> CompleteMessage.require(placed)).doesNotThrowAnyException();
    assertThatCode(() -> CompleteMessage.require("no record")).doesNotThrowAnyException();
  }

  record Filled(
      List<String> texts,
      Map<String, List<Line>> lines,
      String[][] arrays,
      Optional<List<String>> perhaps) {}

  private static Filled filled(List<String> texts, List<Line> lines, String... array) {
    return new Filled(texts, Map.of("a", lines), new String[][] {{}, array}, Optional.of(texts));
  }

  static List<List<Object>> withNullElement() {
    List<String> nulls = Arrays.asList("a", null);
    Map<String, List<Line>> withoutValue = new HashMap<>();
    withoutValue.put("a", null);
    Filled good = filled(List.of(), List.of(GOOD));
    return List.of(
        List.of("texts[1]", filled(nulls, List.of())),
        List.of("lines[0]", new Filled(List.of(), withoutValue, good.arrays(), good.perhaps())),
        List.of("lines[0][1]", filled(List.of(), Arrays.asList(GOOD, null))),
        List.of("arrays[1][0]", filled(List.of(), List.of(), (String) null)),
        List.of(
            "perhaps[1]", new Filled(List.of(), good.lines(), good.arrays(), Optional.of(nulls))));
  }

  @ParameterizedTest
  @MethodSource("withNullElement")
  void namesTheElementThatIsNull(List<Object> each) {
    assertThatExceptionOfType(MissingComponentException.class)
        .isThrownBy(() -> CompleteMessage.require(each.get(1)))
        .withMessage(
            "%s cannot be stored: its component %s is null. Leave it out, or annotate the declared type of the elements with @Nullable.",
            Filled.class.getName(), each.get(0));
  }

  record Sparse<T>(
      List<@Nullable String> texts,
      Map<String, @Nullable Line> lines,
      @Nullable String[] array,
      List<?> any,
      List<Object> objects,
      List<T> variable) {}

  @Test
  void acceptsNullElementsThatAreDeclared() {
    Map<String, Line> lines = new HashMap<>();
    lines.put("a", null);
    List<String> texts = Arrays.asList("a", null);

    assertThatCode(
            () ->
                CompleteMessage.require(
                    new Sparse<>(
                        texts, lines, new String[2], texts, Arrays.asList(1, null), texts)))
        .doesNotThrowAnyException();
  }
}
