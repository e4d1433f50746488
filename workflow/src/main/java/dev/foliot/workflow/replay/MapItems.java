package dev.foliot.workflow.replay;

import dev.foliot.workflow.Branch;
import dev.foliot.workflow.ItemBody;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** The items of the operation {@code map}, as branches. */
final class MapItems {
  private MapItems() {}

  /** One branch for each item. */
  static <I extends @Nullable Object, T extends @Nullable Object> List<Branch<T>> branches(
      Collection<I> items, ItemBody<I, T> body) {
    if (!isOrdered(items)) {
      throw new IllegalArgumentException(
          "map(…) needs items in an order that is the same in each replay, but %s has no defined order. Use a List."
              .formatted(items.getClass().getName()));
    }
    List<Branch<T>> branches = new ArrayList<>();
    for (I item : items) {
      int index = branches.size();
      branches.add(Branch.of(ctx -> body.run(ctx, item, index)));
    }
    return branches;
  }

  private static boolean isOrdered(Collection<?> items) {
    return items.size() < 2
        || items instanceof List
        || items instanceof LinkedHashSet
        || items instanceof SortedSet
        || items instanceof Deque
        || !(items instanceof Set || items instanceof Queue || isViewOfMap(items));
  }

  private static boolean isViewOfMap(Collection<?> items) {
    String name = items.getClass().getName();
    return name.startsWith("java.util.HashMap$") || name.startsWith("java.util.concurrent.");
  }
}
