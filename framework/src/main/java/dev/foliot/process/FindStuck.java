package dev.foliot.process;

import dev.foliot.command.CommandStatus;
import dev.foliot.process.ProcessDeclaration.Limit;
import dev.foliot.process.Transition.Sent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Finds the instances that wait for nothing and were not changed for a declared time (R44). The
 * database gives those that have no timer; their commands are then looked up in pages.
 */
final class FindStuck {
  private static final int PAGE = 200;
  private static final int MAX_COUNTED = 1_000;

  private final ProcessTables tables;
  private final ProcessDeclarations declarations;
  private final SentCommands commands;
  private final InstantSource clock;

  FindStuck(ProcessParts parts, ProcessDeclarations declarations, SentCommands commands) {
    this.tables = parts.tables();
    this.declarations = declarations;
    this.commands = commands;
    this.clock = parts.clock();
  }

  /** The stuck ones that the filter lets through. */
  List<ProcessRow> find(ProcessFilter filter) {
    List<ProcessRow> found = new ArrayList<>();
    for (ProcessDeclaration each : declarations.all()) {
      boolean wanted = filter.process() == null || filter.process().equals(each.name());
      if (wanted
          && filter.status() != ProcessStatus.ENDED
          && filter.status() != ProcessStatus.EARLY) {
        found.addAll(stuck(each, filter.limit() - found.size()));
      }
    }
    return found;
  }

  /** How many there are of each process manager that declares a time; at most 1,000 each. */
  Map<String, Long> count() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (ProcessDeclaration each : declarations.all()) {
      if (each.stuckAfter() != null) {
        counts.put(each.name(), (long) stuck(each, MAX_COUNTED).size());
      }
    }
    return counts;
  }

  boolean isStuck(ProcessRow row) {
    return declarations
            .find(row.process())
            .map(ProcessDeclaration::stuckAfter)
            .filter(limit -> isQuiet(row, limit))
            .isPresent()
        && !waitsForCommand(row);
  }

  private boolean isQuiet(ProcessRow row, Limit limit) {
    return row.status() == ProcessStatus.RUNNING
        && !row.updatedAt().isAfter(clock.instant().minus(limit.duration()))
        && tables.instances().waitsForNoTimer(row);
  }

  private List<ProcessRow> stuck(ProcessDeclaration declaration, int limit) {
    List<ProcessRow> found = new ArrayList<>();
    Limit after = declaration.stuckAfter();
    if (after == null) {
      return found;
    }
    Instant until = clock.instant().minus(after.duration());
    String last = "";
    List<ProcessRow> page;
    do {
      page = tables.instances().quiet(declaration.name(), until, last, PAGE);
      for (ProcessRow row : page) {
        last = row.id();
        if (found.size() < limit
            && tables.instances().waitsForNoTimer(row)
            && !waitsForCommand(row)) {
          found.add(row);
        }
      }
    } while (page.size() == PAGE && found.size() < limit);
    return found;
  }

  private boolean waitsForCommand(ProcessRow row) {
    List<UUID> sent =
        tables.transitions().of(row.process(), row.id()).stream()
            .flatMap(each -> each.sent().stream())
            .map(Sent::id)
            .toList();
    return !commands.statuses(sent).values().stream().allMatch(CommandStatus::isEnd);
  }
}
