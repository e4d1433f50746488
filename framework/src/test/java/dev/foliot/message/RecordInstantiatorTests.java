package dev.foliot.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Only the speed may differ from what Jackson does by itself. */
class RecordInstantiatorTests {
  private final JsonMapper plain = JsonMapper.builder().build();
  private final JsonMapper own = plain.rebuild().addModule(RecordInstantiator.module()).build();

  private record Line(String product, int quantity, long cents, double rate, boolean gift) {}

  private record Order(String id, List<Line> lines, Map<String, Line> byName, Line[] all) {}

  private record Holder<T>(T value, char sign, byte small) {}

  private record Many(int count, String... names) {}

  private record None() {}

  private record One(String only) {}

  private record Sized(int size) {
    Sized {
      if (size < 0) {
        throw new IllegalArgumentException("size " + size);
      }
      if (size == 98) {
        Sized.<RuntimeException>sneaky(new java.io.IOException("checked"));
      }
      if (size == 99) {
        throw new AssertionError("size 99");
      }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneaky(Throwable any) throws E {
      throw (E) any;
    }
  }

  private record ByFactory(String name, int length) {
    @JsonCreator
    static ByFactory of(@JsonProperty("name") String name, @JsonProperty("n") int ignored) {
      return new ByFactory("made " + name, -1);
    }
  }

  private record ByOther(String name, int length) {
    @JsonCreator
    ByOther(@JsonProperty("name") String name) {
      this("other " + name, -2);
    }
  }

  private record ByText(String text, int length) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ByText of(String text) {
      return new ByText(text, text.length());
    }
  }

  private record Renamed(@JsonProperty("the_name") String name, int count) {}

  static final class Bean {
    final String name;
    final int count;

    @JsonCreator
    Bean(@JsonProperty("name") String name, @JsonProperty("count") int count) {
      this.name = name;
      this.count = count;
    }
  }

  private void assertAlike(Class<?> type, String json) {
    assertThat(own.readValue(json, type))
        .usingRecursiveComparison()
        .isEqualTo(plain.readValue(json, type));
  }

  @Test
  void readsRecordsAsJacksonDoes() {
    String line = "{\"product\":\"p\",\"quantity\":2,\"cents\":3,\"rate\":0.5,\"gift\":true}";
    assertAlike(Line.class, line);
    assertAlike(
        Line.class, "{\"product\":null,\"quantity\":2,\"cents\":3,\"rate\":1,\"gift\":false}");
    assertAlike(Many.class, "{\"count\":2,\"names\":[\"a\",\"b\"]}");
    assertAlike(None.class, "{}");
    assertAlike(One.class, "{\"only\":\"o\"}");
    assertAlike(Renamed.class, "{\"count\":1,\"the_name\":\"n\"}");
    assertAlike(
        Order.class,
        "{\"id\":\"o\",\"lines\":[%1$s],\"byName\":{\"a\":%1$s},\"all\":[%1$s]}".formatted(line));
    TypeReference<Holder<Line>> held = new TypeReference<>() {};
    String holder = "{\"value\":%s,\"sign\":\"x\",\"small\":1}".formatted(line);
    assertThat(own.readValue(holder, held)).isEqualTo(plain.readValue(holder, held));
  }

  @Test
  void leavesOtherCreatorsAlone() {
    assertThat(own.readValue("{\"name\":\"x\",\"n\":3}", ByFactory.class))
        .isEqualTo(new ByFactory("made x", -1));
    assertThat(own.readValue("{\"name\":\"x\"}", ByOther.class))
        .isEqualTo(new ByOther("other x", -2));
    assertThat(own.readValue("\"four\"", ByText.class)).isEqualTo(new ByText("four", 4));
    assertAlike(Bean.class, "{\"name\":\"x\",\"count\":1}");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 98, 99})
  void constructorsErrorSurfacesAsItDid(int size) {
    String json = "[{\"size\":%d}]".formatted(size);

    Throwable expected = catchThrowable(() -> plain.readValue(json, Sized[].class));
    Throwable actual = catchThrowable(() -> own.readValue(json, Sized[].class));

    assertThat(actual).hasSameClassAs(expected).hasMessage(expected.getMessage());
    if (expected.getCause() == null) {
      assertThat(actual.getCause()).isNull();
    } else {
      assertThat(actual.getCause())
          .hasSameClassAs(expected.getCause())
          .hasMessage(expected.getCause().getMessage());
    }
  }

  @Test
  void constructorsErrorNamesTheField() {
    assertThatThrownBy(() -> own.readValue("{\"value\":{\"size\":-1}}", held()))
        .isInstanceOf(DatabindException.class)
        .hasMessageContaining("size -1")
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
  }

  private static TypeReference<Holder<Sized>> held() {
    return new TypeReference<>() {};
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"size\":null}"})
  void primitivesWithoutValueAreAsTheMapperSays(String json) {
    JsonMapper lenient =
        own.rebuild().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

    assertThat(lenient.readValue(json, Sized.class)).isEqualTo(new Sized(0));
    assertThatThrownBy(() -> own.readValue(json, Sized.class))
        .isInstanceOf(DatabindException.class)
        .hasMessage(catchThrowable(() -> plain.readValue(json, Sized.class)).getMessage());
  }
}
