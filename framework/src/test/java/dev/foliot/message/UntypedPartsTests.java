package dev.foliot.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.ParameterizedTypeReference;

/** Types that do not decide the classes of all their values. */
class UntypedPartsTests {
  /** A bound that refers to itself. */
  record Range<T extends Comparable<T>>(T from, T to) {}

  static Stream<Type> untyped() {
    return Stream.of(
        Object.class,
        Map.class,
        Range.class,
        Range.class.getTypeParameters()[0],
        new ParameterizedTypeReference<Map<String, Object>>() {}.getType(),
        new ParameterizedTypeReference<List<Map<String, ?>>>() {}.getType(),
        new ParameterizedTypeReference<List<Object>[]>() {}.getType());
  }

  @ParameterizedTest
  @MethodSource("untyped")
  void areInTypes(Type type) {
    assertThat(UntypedParts.areIn(type)).isTrue();
  }

  @Test
  void areNotInOthers() {
    assertThat(UntypedParts.areIn(String.class)).isFalse();
    assertThat(UntypedParts.areIn(int[].class)).isFalse();
    assertThat(
            UntypedParts.areIn(
                new ParameterizedTypeReference<Map<String, List<Range<Integer>>>>() {}.getType()))
        .isFalse();
  }
}
