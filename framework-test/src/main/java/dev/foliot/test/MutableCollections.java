package dev.foliot.test;

import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.EnumSet;

/**
 * Finds collections and maps that can be changed. It looks only at the class, because an attempt
 * could change the collection. Unmodifiable views do not count: a change behind a view is found
 * later.
 */
final class MutableCollections {
  private static final ClassValue<Boolean> MUTABLE =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return isMutable(type);
        }
      };

  private MutableCollections() {}

  static boolean has(Class<?> type) {
    return MUTABLE.get(type);
  }

  private static boolean isMutable(Class<?> type) {
    if (EnumSet.class.isAssignableFrom(type)
        || type.getName().startsWith("org.hibernate.collection.")) {
      return true;
    }
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      if (isOfJavaUtil(each)) {
        return isMutableOfJava(each);
      }
    }
    return false;
  }

  private static boolean isOfJavaUtil(Class<?> type) {
    return type.getName().startsWith("java.util.") && !Modifier.isAbstract(type.getModifiers());
  }

  /**
   * Whether code can create such a collection and change it, or it is a view of one; not {@code
   * List.of} and the like.
   */
  private static boolean isMutableOfJava(Class<?> type) {
    Class<?> outermost = type;
    while (outermost.getEnclosingClass() != null) {
      outermost = outermost.getEnclosingClass();
    }
    if (outermost == Collections.class) {
      return type.getSimpleName().startsWith("Synchronized")
          || type.getSimpleName().startsWith("Checked");
    }
    return Modifier.isPublic(outermost.getModifiers())
        && !Modifier.isAbstract(outermost.getModifiers());
  }
}
