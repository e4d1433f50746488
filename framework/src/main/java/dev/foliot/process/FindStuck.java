package dev.foliot.process;

import dev.foliot.command.CommandStatus;
import dev.foliot.process.ProcessDeclaration.Limit;
import dev.foliot.process.ProcessTable.Place;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Finds the instances that wait for nothing and were not changed for a declared time (R44).
 * Instances without a timer are read in pages, by an index. Then the commands of a page are read
 * together. The number of checked instances has a bound, so the cost does not grow with the number
 * of instances that wait for their commands.
 */
final class FindStuck {
  private static final int PAGE = 200;
  private static final int MAX_COUNTED = 1_000;
  private static final int MAX_LOOKED_UP = 10_000;

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

  /** Reads a page of instances that were not changed since an instant. */
  @FunctionalInterface
  private interface Quiet {
    List<ProcessRow> page(String process, Instant since, Place after, int limit);
  }

  /**
   * The stuck instances that the filter selects.
   *
   * @throws IllegalArgumentException if the filter names a process whose instances are never stuck
   */
  List<ProcessRow> find(ProcessFilter filter) {
    if (filter.process() != null) {
      requireLimit(filter.process());
    }
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

  /**
   * The number of stuck instances of each process manager with {@code stuckAfter}, at most 1,000
   * each.
   */
  Map<String, Long> count() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (ProcessDeclaration each : declarations.all()) {
      if (each.stuckAfter() != null) {
        counts.put(each.name(), (long) stuck(each, MAX_COUNTED).size());
      }
    }
    return counts;
  }

  private void requireLimit(String process) {
    List<String> known =
        declarations.all().stream()
            .filter(each -> each.stuckAfter() != null)
            .map(ProcessDeclaration::name)
            .toList();
    if (!known.contains(process)) {
      throw new IllegalArgumentException(
          "The process manager %s is unknown or has no stuckAfter, so no instance counts as stuck. Managers with stuckAfter: %s."
              .formatted(process, known));
    }
  }

  boolean isStuck(ProcessRow row) {
    return declarations
            .find(row.process())
            .map(ProcessDeclaration::stuckAfter)
            .filter(limit -> isQuiet(row, limit))
            .isPresent()
        && !withoutCommands(List.of(row)).isEmpty();
  }

  private boolean isQuiet(ProcessRow row, Limit limit) {
    return row.status() == ProcessStatus.RUNNING
        && !row.updatedAt().isAfter(clock.instant().minus(limit.duration()))
        && tables.instances().waitsForNoTimer(row);
  }

  private List<ProcessRow> stuck(ProcessDeclaration declaration, int limit) {
    List<ProcessRow> found = new ArrayList<>();
    Limit after = declaration.stuckAfter();
    if (after != null) {
      Instant since = clock.instant().minus(after.duration());
      addStuck(found, tables.instances()::quiet, declaration.name(), since, limit);
      addStuck(found, tables.instances()::quietSinceDiscard, declaration.name(), since, limit);
    }
    return found;
  }

  private void addStuck(
      List<ProcessRow> found, Quiet quiet, String process, Instant since, int limit) {
    Place last = Place.BEGIN;
    for (int lookedUp = 0; lookedUp < MAX_LOOKED_UP && found.size() < limit; lookedUp += PAGE) {
      List<ProcessRow> page = quiet.page(process, since, last, PAGE);
      withoutCommands(page.stream().filter(tables.instances()::waitsForNoTimer).toList()).stream()
          .limit(limit - found.size())
          .forEach(found::add);
      if (page.size() < PAGE) {
        return;
      }
      last = Place.of(page.get(PAGE - 1));
    }
  }

  /** The instances of one process whose sent commands have all ended. */
  private List<ProcessRow> withoutCommands(List<ProcessRow> rows) {
    if (rows.isEmpty()) {
      return rows;
    }
    Map<String, List<UUID>> sent =
        tables
            .transitions()
            .latestSent(
                rows.get(0).process(),
                rows.stream().map(ProcessRow::id).toList(),
                Processes.MAX_TRANSITIONS);
    Map<UUID, CommandStatus> statuses =
        commands.statuses(sent.values().stream().flatMap(List::stream).toList());
    return rows.stream()
        .filter(
            row ->
                sent.getOrDefault(row.id(), List.of()).stream()
                    .allMatch(id -> Objects.requireNonNull(statuses.get(id)).isEnd()))
        .toList();
  }
}
