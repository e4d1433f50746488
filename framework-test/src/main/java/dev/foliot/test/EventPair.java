package dev.foliot.test;

import static java.util.Objects.requireNonNull;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One line of a comparison: an expected event and the one that came in its place.
 *
 * @param expected null if nothing was expected
 * @param raised null if nothing came
 */
record EventPair(@Nullable ExpectedEvent expected, @Nullable Object raised) {

  boolean isSame() {
    return expected != null && raised != null && expected.matches(raised);
  }

  String describe() {
    if (expected == null) {
      return line("unexpected", requireNonNull(raised));
    }
    if (raised == null) {
      return line("missing", expected);
    }
    if (expected.matches(raised)) {
      return line("same", raised);
    }
    if (expected.isOfSameClass(raised)) {
      return line("differs", raised.getClass().getSimpleName())
          + expected.differences(raised).stream()
              .map(each -> line("", each))
              .collect(Collectors.joining("     ", "     ", ""));
    }
    return line("expected", expected) + "     " + line("but was", raised);
  }

  private static String line(String what, Object text) {
    return "%-11s %s%n".formatted(what, text);
  }
}
