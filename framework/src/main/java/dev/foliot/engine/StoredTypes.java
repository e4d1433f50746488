package dev.foliot.engine;

import dev.foliot.message.RecordedMessage;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The types of the messages in the settled part of the log, so that a subscription can select the
 * wanted ones by name. They are read once. Then the tail adds the types that it reads, before other
 * readers may read as far. Safe for use by several threads.
 */
final class StoredTypes {
  private final Supplier<Set<String>> lookup;
  private @Nullable Set<String> known;

  StoredTypes(Supplier<Set<String>> lookup) {
    this.lookup = lookup;
  }

  synchronized void add(List<RecordedMessage> read) {
    if (known != null) {
      for (RecordedMessage message : read) {
        known.add(message.type());
      }
    }
  }

  /** Forgets the types, because a part of the log was settled without being read. */
  synchronized void forget() {
    known = null;
  }

  /** The stored types without {@code unwanted}. */
  synchronized Set<String> without(Collection<String> unwanted) {
    Set<String> wanted = new HashSet<>(known());
    wanted.removeAll(unwanted);
    return wanted;
  }

  synchronized int count() {
    return known().size();
  }

  private Set<String> known() {
    if (known == null) {
      known = new HashSet<>(lookup.get());
    }
    return known;
  }
}
