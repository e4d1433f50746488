package dev.foliot.aggregate;

import org.hibernate.Hibernate;

/**
 * Entities whose bytecode Hibernate's build plugin has enhanced. A lazy reference to such an entity
 * is an instance of its own class, which is loaded when one of its enhanced fields is read; the
 * fields of {@link StateStoredAggregate} are not enhanced.
 */
final class EnhancedEntities {
  private static final boolean HIBERNATE = isPresent();

  private EnhancedEntities() {}

  private static boolean isPresent() {
    try {
      Class.forName("org.hibernate.Hibernate", false, EnhancedEntities.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Loads a lazy reference. A test of a plain aggregate needs no Hibernate. */
  static void initialize(StateStoredAggregate aggregate) {
    if (HIBERNATE) {
      Hibernate.initialize(aggregate);
    }
  }
}
