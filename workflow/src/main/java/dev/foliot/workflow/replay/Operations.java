package dev.foliot.workflow.replay;

import dev.foliot.workflow.journal.OperationKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The operations of a run, from its journal and from the calls of its code. */
final class Operations {
  private final Map<String, Operation> byId = new LinkedHashMap<>();
  private final Map<@Nullable String, List<Operation>> byParent = new HashMap<>();

  Map<String, Operation> byId() {
    return byId;
  }

  @Nullable Operation get(String id) {
    return byId.get(id);
  }

  Operation getOrAdd(
      String id, @Nullable String parent, OperationKind kind, @Nullable String name) {
    Operation known = byId.get(id);
    if (known != null) {
      return known;
    }
    Operation added = new Operation(id, parent, kind, name);
    byId.put(id, added);
    byParent.computeIfAbsent(parent, key -> new ArrayList<>()).add(added);
    return added;
  }

  /** The operations of a context; those at the top for null. */
  List<Operation> in(@Nullable String parent) {
    return byParent.getOrDefault(parent, List.of());
  }

  /** The operations whose time is over, the earliest first. */
  List<Operation> due(Instant now) {
    return byId.values().stream()
        .filter(each -> EndByTime.ends(each) && isDue(each, now) && isOpen(each))
        .sorted(Comparator.comparing(each -> Objects.requireNonNull(each.dueAt())))
        .toList();
  }

  static boolean isDue(Operation operation, Instant now) {
    Instant due = operation.dueAt();
    return due != null && !now.isBefore(due);
  }

  /** The time when the first operation continues by itself; null if none does. */
  @Nullable Instant nextDue(Predicate<Operation> which) {
    return byId.values().stream()
        .filter(this::isOpen)
        .filter(which)
        .map(Operation::dueAt)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /**
   * Whether all contexts of an operation are open: operations of a stopped branch end with its
   * context.
   */
  private boolean isOpen(Operation operation) {
    Operation each = operation;
    while (each != null && each.parent() != null) {
      each = byId.get(each.parent());
      if (each != null && each.isEnded()) {
        return false;
      }
    }
    return true;
  }
}
