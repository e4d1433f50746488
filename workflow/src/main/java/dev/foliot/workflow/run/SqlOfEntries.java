package dev.foliot.workflow.run;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The text of a statement for a number of entries. A text for few entries is made only once. */
final class SqlOfEntries {
  private static final int FEW = 4;

  private final IntFunction<String> text;
  private final List<String> few;

  SqlOfEntries(IntFunction<String> text) {
    this.text = text;
    this.few = IntStream.rangeClosed(0, FEW).mapToObj(text).toList();
  }

  String of(List<?> entries) {
    int number = entries.size();
    return number <= FEW ? few.get(number) : text.apply(number);
  }
}
