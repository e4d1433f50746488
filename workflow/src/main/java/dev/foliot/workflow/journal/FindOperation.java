package dev.foliot.workflow.journal;

import dev.foliot.workflow.journal.OperationKind.Group;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * Finds an operation in a journal by its id or its name.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class FindOperation {
  private FindOperation() {}

  /**
   * The id of the operation.
   *
   * @throws IllegalArgumentException if there is none, or if several have the name
   */
  public static String in(String runId, List<JournalEntry> journal, String wanted) {
    Map<String, JournalEntry> operations = new LinkedHashMap<>();
    journal.stream()
        .filter(entry -> entry.kind().group() != Group.MARKER)
        .forEach(entry -> operations.putIfAbsent(entry.operation(), entry));
    if (operations.containsKey(wanted)) {
      return wanted;
    }
    List<JournalEntry> named =
        operations.values().stream().filter(entry -> wanted.equals(entry.name())).toList();
    if (named.size() == 1) {
      return named.get(0).operation();
    }
    throw new IllegalArgumentException(
        named.isEmpty()
            ? "Run %s has no operation \"%s\". It has these: %s."
                .formatted(runId, wanted, described(List.copyOf(operations.values())))
            : "Run %s has several operations \"%s\". Name one by its id: %s."
                .formatted(runId, wanted, described(named)));
  }

  private static String described(List<JournalEntry> operations) {
    return operations.isEmpty()
        ? "none"
        : operations.stream()
            .map(each -> each.operation() + (each.name() == null ? "" : " " + each.name()))
            .collect(Collectors.joining(", "));
  }
}
