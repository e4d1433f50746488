package dev.foliot.workflow.replay;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A view of a map whose values are computed when they are read. */
final class MappedValues<S, T> extends AbstractMap<String, T> {
  private final Map<String, S> source;
  private final Function<S, T> mapping;

  MappedValues(Map<String, S> source, Function<S, T> mapping) {
    this.source = source;
    this.mapping = mapping;
  }

  @Override
  public boolean containsKey(Object key) {
    return source.containsKey(key);
  }

  @Override
  public @Nullable T get(Object key) {
    S value = source.get(key);
    return value == null ? null : mapping.apply(value);
  }

  @Override
  public Set<Entry<String, T>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return source.size();
      }

      @Override
      public Iterator<Entry<String, T>> iterator() {
        return source.entrySet().stream()
            .map(each -> Map.entry(each.getKey(), mapping.apply(each.getValue())))
            .iterator();
      }
    };
  }
}
