package dev.foliot.workflow.expression;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Finds the items whose conditions may hold, without evaluating all of them. A condition that
 * requires a text, such as {@code event.sensor == 's-1' && event.value > 10}, is looked up by this
 * text: the property is read once for all conditions that compare it.
 *
 * @param <T> an item
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ConditionIndex<T> {
  private static final Comparator<Entry<?>> IN_ORDER = Comparator.comparingInt(Entry::number);

  private final List<Entry<T>> always = new ArrayList<>();
  private final Map<String, ByText<T>> byPath = new LinkedHashMap<>();
  private int size;

  private record Entry<T>(int number, T item, @Nullable Expression condition) {
    boolean fails(Map<String, ?> values) {
      return condition != null && condition.evaluate(values).error() != null;
    }
  }

  /** The items that require a text of one property. */
  private record ByText<T>(
      Expression property, Map<String, List<Entry<T>>> entries, List<Entry<T>> all) {
    ByText(Expression property) {
      this(property, new HashMap<>(), new ArrayList<>());
    }

    void add(String text, Entry<T> entry) {
      entries.computeIfAbsent(text, each -> new ArrayList<>()).add(entry);
      all.add(entry);
    }

    /**
     * The items for the text of the property; all items if the property is no text, so that the
     * conditions decide.
     */
    List<Entry<T>> candidates(Map<String, ?> values) {
      Evaluation read = property.evaluate(values);
      if (read.error() != null) {
        return failing(values);
      }
      Object value = read.value();
      return value instanceof CharSequence text
          ? entries.getOrDefault(text.toString(), List.of())
          : all;
    }

    /** The first item only: if the property cannot be read, one error is reported for all items. */
    private List<Entry<T>> failing(Map<String, ?> values) {
      return all.stream().filter(each -> each.fails(values)).limit(1).toList();
    }
  }

  /**
   * Adds an item. Add all of them before other threads use the index.
   *
   * @param condition null if it always holds
   */
  public void add(T item, @Nullable Expression condition) {
    Entry<T> entry = new Entry<>(size++, item, condition);
    RequiredText required = condition == null ? null : condition.requiredText();
    if (required == null) {
      always.add(entry);
    } else {
      byPath
          .computeIfAbsent(
              required.property().toString(), path -> new ByText<>(required.property()))
          .add(required.text(), entry);
    }
  }

  /** The items whose conditions may hold for these values, in their order. */
  public List<T> candidates(Map<String, ?> values) {
    List<Entry<T>> found = new ArrayList<>(always);
    byPath.values().forEach(each -> found.addAll(each.candidates(values)));
    found.sort(IN_ORDER);
    return found.stream().map(Entry::item).toList();
  }
}
