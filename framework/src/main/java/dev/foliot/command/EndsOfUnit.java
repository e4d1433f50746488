package dev.foliot.command;

import dev.foliot.unitofwork.UnitOfWork;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The commands that end in one unit of work. Their rows are written together, as late as possible:
 * after the log, and before the checkpoint of the delivery.
 */
final class EndsOfUnit {
  private final CommandTable table;
  private final Set<UUID> looked = new HashSet<>();
  private final Map<UUID, CommandStatus> known = new HashMap<>();
  private final Map<UUID, EndedCommand> ended = new LinkedHashMap<>();

  private EndsOfUnit(CommandTable table) {
    this.table = table;
  }

  /** The ends in the unit of work of this thread. */
  static EndsOfUnit current(CommandTable table) {
    UnitOfWork unit = UnitOfWork.required();
    return (EndsOfUnit) unit.kept(EndsOfUnit.class).orElseGet(() -> begin(unit, table));
  }

  private static EndsOfUnit begin(UnitOfWork unit, CommandTable table) {
    EndsOfUnit ends = new EndsOfUnit(table);
    unit.keep(EndsOfUnit.class, ends);
    unit.lastly(ends::write);
    return ends;
  }

  /** Reads which of these commands have a row. */
  void look(Collection<UUID> commands) {
    looked.addAll(commands);
    known.putAll(table.statuses(commands));
  }

  /** Whether a command had ended when its row was read, or has ended here. */
  boolean hasEnded(UUID command) {
    if (!looked.contains(command)) {
      look(List.of(command));
    }
    CommandStatus status = known.get(command);
    return ended.containsKey(command) || (status != null && status.isEnd());
  }

  void add(EndedCommand end) {
    ended.put(end.id(), end);
  }

  private void write() {
    List<EndedCommand> inserted = new ArrayList<>();
    List<EndedCommand> updated = new ArrayList<>();
    ended.values().forEach(each -> (known.containsKey(each.id()) ? updated : inserted).add(each));
    table.insert(inserted);
    table.update(updated);
  }
}
