package dev.foliot.message;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The parts of stored objects of one class that are known to come back unchanged from their JSON.
 * The parts are the fields of the class and of the classes in it, also in lists and maps. If the
 * declared types do not determine the classes of all values, nothing is ever proven. Otherwise, a
 * field is proven when an object with a value in this field has come back unchanged. A null or
 * empty field proves nothing. An object need not be read back if all its fields that have values
 * are proven. Safe for use by several threads.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ProvenParts {
  private final boolean isOpen;
  private final Set<Object> proven = ConcurrentHashMap.newKeySet();
  private final Set<Object> empty = new HashSet<>();
  private volatile boolean complete;

  /**
   * @param isOpen whether the declared types do not determine the classes of all values: then
   *     nothing is ever proven
   */
  public ProvenParts(boolean isOpen) {
    this.isOpen = isOpen;
  }

  /** Whether all parts of the object that have values are proven. */
  public boolean isProven(Object object) {
    return complete || (!isOpen && proven.containsAll(new Look(object).filled));
  }

  /** Notes that the object came back unchanged. */
  public synchronized void proved(Object object) {
    if (isOpen) {
      return;
    }
    Look look = new Look(object);
    proven.addAll(look.filled);
    empty.addAll(look.empty);
    empty.removeAll(proven);
    complete = empty.isEmpty();
  }

  /** The fields and classes in one object. */
  private static final class Look {
    private final Set<Object> filled = new HashSet<>();
    private final Set<Object> empty = new HashSet<>();

    Look(Object object) {
      visit(object.getClass(), object);
    }

    private void visit(Object part, @Nullable Object value) {
      if (value instanceof Optional<?> optional) {
        visit(part, optional.orElse(null));
      } else if (value instanceof Map<?, ?> map) {
        visitAll(part, map.values());
      } else if (value instanceof Collection<?> all) {
        visitAll(part, all);
      } else if (value instanceof Object[] array) {
        visitAll(part, Arrays.asList(array));
      } else if (value == null || isEmpty(value)) {
        empty.add(part);
      } else {
        filled.add(part);
        visitFields(value);
      }
    }

    private void visitAll(Object part, Collection<?> all) {
      if (all.isEmpty()) {
        empty.add(part);
      }
      all.forEach(each -> visit(part, each));
    }

    private static boolean isEmpty(Object value) {
      return value.getClass().isArray()
          ? Array.getLength(value) == 0
          : isLeaf(value) && ReadBackComparison.isNothing(value);
    }

    private static boolean isLeaf(Object value) {
      Class<?> type = value.getClass();
      return value instanceof Enum || type.isArray() || MessageShape.isOfJava(type);
    }

    private void visitFields(Object value) {
      if (isLeaf(value)) {
        return;
      }
      Class<?> type = value.getClass();
      filled.add(type);
      for (Field field : ReadBackComparison.fields(type)) {
        visit(field, ReadBackComparison.read(field, value));
      }
    }
  }
}
