package dev.foliot.workflow.journal;

import dev.foliot.workflow.journal.OperationKind.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a journal, so that its run begins again from one of its operations. Open {@link #from}
 * first.
 *
 * <p>Entries that are older than the operation stay, as after a crash at that time. The branches of
 * a batch do not depend on each other. So if the operation is in a branch, the other branches keep
 * all their entries. Only those that have failed begin again, each from its own failure: otherwise
 * the batch would fail again.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class JournalCut {
  private final List<JournalEntry> journal;
  private final Predicate<JournalEntry> childGoesOn;
  private final Map<String, JournalEntry> first = new HashMap<>();
  private final Set<Integer> removed = new TreeSet<>();

  private JournalCut(List<JournalEntry> journal, Predicate<JournalEntry> childGoesOn) {
    this.journal = journal;
    this.childGoesOn = childGoesOn;
    journal.forEach(entry -> first.putIfAbsent(entry.operation(), entry));
  }

  /**
   * Cuts a journal before an operation.
   *
   * @param operation its id
   * @param childGoesOn whether the child run that an entry has started can continue itself, so that
   *     it is not started again
   * @return the entries that stay
   */
  public static List<JournalEntry> from(
      List<JournalEntry> journal, String operation, Predicate<JournalEntry> childGoesOn) {
    JournalCut cut = new JournalCut(journal, childGoesOn);
    cut.rewind(journal, Objects.requireNonNull(cut.first.get(operation)), null);
    return cut.rest();
  }

  /**
   * Cuts a journal before the operation whose error has ended the run. If no operation has this
   * error, cuts before the last operation if it has failed or timed out. Otherwise all entries
   * stay.
   *
   * @param error the error of the run
   */
  public static List<JournalEntry> fromFailure(
      List<JournalEntry> journal,
      @Nullable StoredError error,
      Predicate<JournalEntry> childGoesOn) {
    JournalCut cut = new JournalCut(journal, childGoesOn);
    JournalEntry place = cut.failureIn(journal, error);
    if (place != null) {
      cut.rewind(journal, place, null);
    }
    return cut.rest();
  }

  private List<JournalEntry> rest() {
    return journal.stream().filter(entry -> !removed.contains(entry.number())).toList();
  }

  /**
   * Removes a place and everything after it.
   *
   * @param scope the journal, or the entries of one branch of a batch
   * @param batch the batch of that branch
   */
  private void rewind(List<JournalEntry> scope, JournalEntry place, @Nullable String batch) {
    List<String> batches = batchesAround(place, batch);
    scope.stream()
        .filter(entry -> entry.number() >= place.number() && !entry.kind().isNote())
        .filter(entry -> batches.stream().noneMatch(each -> isInOtherBranch(each, entry, place)))
        .forEach(entry -> removed.add(entry.number()));
    if (isBatch(place) && place.type() != EntryType.STARTED) {
      batches.add(place.operation());
    }
    for (String each : batches) {
      branchesOf(each, scope).forEach((branch, entries) -> restart(each, branch, entries, place));
    }
  }

  /** The batches in whose branches an operation is, up to another batch. */
  private List<String> batchesAround(JournalEntry place, @Nullable String upTo) {
    List<String> batches = new ArrayList<>();
    String context = place.parent();
    while (context != null && !context.equals(upTo)) {
      JournalEntry started = first.get(context);
      if (started != null && isBatch(started)) {
        batches.add(context);
      }
      context = started == null ? null : started.parent();
    }
    return batches;
  }

  private static boolean isBatch(JournalEntry entry) {
    return entry.kind() == OperationKind.PARALLEL || entry.kind() == OperationKind.MAP;
  }

  private boolean isInOtherBranch(String batch, JournalEntry entry, JournalEntry place) {
    String branch = branchIn(batch, entry);
    return branch != null && !branch.equals(branchIn(batch, place));
  }

  /** The branch of a batch in which an entry is; null if it is not in the batch. */
  private @Nullable String branchIn(String batch, JournalEntry entry) {
    JournalEntry child = childOf(batch, entry);
    if (child == null) {
      return null;
    }
    String id = child.operation();
    int end = id.indexOf('-', batch.length() + 1);
    return end < 0 ? id : id.substring(0, end);
  }

  /** The operation in a context that an entry belongs to; null if it is not in the context. */
  private @Nullable JournalEntry childOf(String context, JournalEntry entry) {
    JournalEntry each = entry;
    while (each != null && !context.equals(each.parent())) {
      each = each.parent() == null ? null : first.get(each.parent());
    }
    return each;
  }

  private Map<String, List<JournalEntry>> branchesOf(String batch, List<JournalEntry> scope) {
    Map<String, List<JournalEntry>> branches = new LinkedHashMap<>();
    for (JournalEntry entry : scope) {
      String branch = branchIn(batch, entry);
      if (branch != null) {
        branches.computeIfAbsent(branch, key -> new ArrayList<>()).add(entry);
      }
    }
    return branches;
  }

  /** Lets another failed branch begin again. A flat branch has no outcome of its own. */
  private void restart(
      String batch, String branch, List<JournalEntry> entries, JournalEntry place) {
    if (branch.equals(branchIn(batch, place))) {
      return;
    }
    JournalEntry failure = failureOf(branch, entries);
    if (failure != null) {
      rewind(entries, failure, batch);
    }
  }

  private @Nullable JournalEntry failureOf(String branch, List<JournalEntry> entries) {
    JournalEntry last =
        entries.stream()
            .filter(entry -> entry.operation().equals(branch))
            .reduce((one, other) -> other)
            .orElse(null);
    if (last == null) {
      return failureIn(entries, null);
    }
    return hasFailed(last) ? placeOf(last, entries) : null;
  }

  /**
   * The entry from which a part of a run begins again after its failure; null without a failure.
   */
  private @Nullable JournalEntry failureIn(List<JournalEntry> scope, @Nullable StoredError error) {
    List<JournalEntry> outcomes =
        scope.stream().filter(entry -> entry.kind().group() != Group.MARKER).toList();
    JournalEntry last = outcomes.isEmpty() ? null : outcomes.get(outcomes.size() - 1);
    return outcomes.stream()
        .filter(entry -> error != null && error.equals(entry.details().error()))
        .filter(JournalCut::hasFailed)
        .reduce((one, other) -> other)
        .map(entry -> placeOf(entry, scope))
        .orElseGet(() -> last == null || !isFailure(last, scope) ? null : placeOf(last, scope));
  }

  private static boolean hasFailed(JournalEntry entry) {
    boolean isFailure = entry.type() == EntryType.FAILED || entry.type() == EntryType.TIMED_OUT;
    return isFailure && entry.isFinal() && entry.kind() != OperationKind.COMPENSATION;
  }

  /** Whether an entry is a failure. A batch succeeds even if its branches fail. */
  private boolean isFailure(JournalEntry last, List<JournalEntry> scope) {
    boolean hasFailures =
        isBatch(last)
            && last.isFinal()
            && branchesOf(last.operation(), scope).entrySet().stream()
                .anyMatch(branch -> failureOf(branch.getKey(), branch.getValue()) != null);
    return hasFailures || hasFailed(last);
  }

  /** The entry from which a failed operation begins again. */
  private JournalEntry placeOf(JournalEntry failed, List<JournalEntry> scope) {
    String operation = failed.operation();
    if (failed.kind().group() == Group.CONTEXT) {
      List<JournalEntry> inside =
          scope.stream().filter(entry -> childOf(operation, entry) != null).toList();
      JournalEntry cause = isBatch(failed) ? null : failureIn(inside, failed.details().error());
      return cause == null ? failed : cause;
    }
    JournalEntry started = Objects.requireNonNull(first.get(operation));
    boolean isChild = failed.kind() == OperationKind.INVOKE && failed.type() == EntryType.FAILED;
    return isChild && childGoesOn.test(started) ? failed : started;
  }
}
