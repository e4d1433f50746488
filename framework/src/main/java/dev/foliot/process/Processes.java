package dev.foliot.process;

import dev.foliot.message.Given;
import dev.foliot.message.StorableText;
import dev.foliot.timer.TimerKey;
import dev.foliot.timer.Timers;
import dev.foliot.unitofwork.Transactions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/**
 * Shows the committed instances of process managers. Instances that have ended are shown until
 * {@code foliot.process.retention} is over. Personal data is left out of everything that is shown.
 * Safe for use by several threads.
 */
public final class Processes {
  static final int MAX_TRANSITIONS = 1_000;

  private final ProcessTables tables;
  private final ProcessDeclarations declarations;
  private final Timers timers;
  private final ShowProcess show;
  private final FindStuck stuck;
  private final Transactions transactions;

  /**
   * Made by the auto-configuration.
   *
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public Processes(
      ProcessParts parts,
      ProcessDeclarations declarations,
      SentCommands sent,
      Transactions transactions) {
    this.tables = parts.tables();
    this.declarations = declarations;
    this.timers = parts.timers();
    this.show = new ShowProcess(parts, sent);
    this.stuck = new FindStuck(parts, declarations, sent);
    this.transactions = transactions;
  }

  /**
   * The instance of a process with its details: the latest 1,000 transitions, and the commands that
   * they have sent.
   *
   * @param process the name of the process manager
   * @param id the correlation: the value of the component that its events are sequenced by
   * @throws IllegalArgumentException if nothing is found, and no process manager has this name
   */
  public Optional<ProcessInstance> find(String process, Object id) {
    String name = Given.text(process, "processes.find", "the name of a process manager");
    String key = Given.value(id, "processes.find", "the correlation of an instance").toString();
    Optional<ProcessInstance> found =
        isPossible(name, key)
            ? transactions.readOnly(
                () ->
                    tables
                        .instances()
                        .find(name, key)
                        .map(row -> show.instance(row, stuck.isStuck(row))))
            : Optional.empty();
    if (found.isEmpty()) {
      declarations.requireKnown(name);
    }
    return found;
  }

  /**
   * The latest 1,000 transitions of an instance, in their order; none if there is no such instance.
   *
   * @throws IllegalArgumentException if nothing is found, and no process manager has this name
   */
  public List<ProcessTransition> transitions(String process, Object id) {
    String name = Given.text(process, "processes.transitions", "the name of a process manager");
    String key =
        Given.value(id, "processes.transitions", "the correlation of an instance").toString();
    return shown(name, key, () -> tables.transitions().latest(name, key, MAX_TRANSITIONS));
  }

  /**
   * A page of the transitions of an instance, in their order.
   *
   * @param after the number of the last transition of the previous page; 0 for the first page
   * @param limit from 1 to 1,000
   * @throws IllegalArgumentException if the limit is out of its range, or if nothing is found, and
   *     no process manager has this name
   */
  public List<ProcessTransition> transitions(String process, Object id, int after, int limit) {
    String name = Given.text(process, "processes.transitions", "the name of a process manager");
    String key =
        Given.value(id, "processes.transitions", "the correlation of an instance").toString();
    if (limit < 1 || limit > MAX_TRANSITIONS) {
      throw new IllegalArgumentException(
          "A page of transitions has a limit from 1 to %s; this one is %s."
              .formatted(MAX_TRANSITIONS, limit));
    }
    return shown(name, key, () -> tables.transitions().after(after, name, key, limit));
  }

  private List<ProcessTransition> shown(
      String process, String id, Supplier<List<Transition>> transitions) {
    List<ProcessTransition> found =
        isPossible(process, id)
            ? transactions.readOnly(() -> transitions.get().stream().map(show::transition).toList())
            : List.of();
    if (found.isEmpty()) {
      declarations.requireKnown(process);
    }
    return found;
  }

  /**
   * Instances, the oldest start first within one process manager; instances without a start come
   * last. Stuck ones are found among the oldest 10,000 instances of each process manager that wait
   * for no timer and were not changed for {@code stuckAfter}.
   *
   * @throws IllegalArgumentException if nothing is found, and no process manager has the name of
   *     the filter, or if the stuck instances of a process without {@code stuckAfter} are wanted
   */
  public List<ProcessSummary> list(ProcessFilter filter) {
    Given.value(filter, "processes.list", "a filter, such as ProcessFilter.all()");
    if (filter.process() != null && !isPossible(filter.process(), "")) {
      declarations.requireKnown(filter.process());
    }
    List<ProcessSummary> found =
        transactions.readOnly(
            () ->
                (filter.stuck() ? stuck.find(filter) : tables.instances().list(filter))
                    .stream().map(ShowProcess::summary).toList());
    if (found.isEmpty() && filter.process() != null) {
      declarations.requireKnown(filter.process());
    }
    return found;
  }

  /**
   * Counts the stuck instances of each process manager that declares {@code stuckAfter}, up to
   * 1,000, as {@link #list} finds them. An instance is stuck if it is running, has no timer, was
   * not changed for the declared time, and all commands that it has sent have ended.
   */
  public Map<String, Long> countStuck() {
    return transactions.readOnly(stuck::count);
  }

  /**
   * Drops the events that wait for the start of an instance, in the unit of work of this thread or
   * in a transaction of its own.
   *
   * @return whether there were any
   * @throws IllegalArgumentException if nothing is found, and no process manager has this name
   */
  public boolean dropEarly(String process, Object id) {
    String name = Given.text(process, "processes.dropEarly", "the name of a process manager");
    String key =
        Given.value(id, "processes.dropEarly", "the correlation of an instance").toString();
    boolean dropped =
        isPossible(name, key)
            && transactions.inCurrentOrNew(
                () -> tables.instances().find(name, key).filter(this::dropEarly).isPresent());
    if (!dropped) {
      declarations.requireKnown(name);
    }
    return dropped;
  }

  /** Whether there may be such an instance: the database would refuse or change other texts. */
  private static boolean isPossible(String process, String id) {
    return StorableText.problem(process).isEmpty() && StorableText.problem(id).isEmpty();
  }

  private boolean dropEarly(ProcessRow row) {
    if (row.status() != ProcessStatus.EARLY) {
      return false;
    }
    timers.cancel(new TimerKey(row.process(), row.id(), OverdueEarlyEvents.TIMER));
    tables.kept().delete(row.process(), row.id());
    if (!tables.instances().delete(row.process(), row.id(), row.revision())) {
      throw new ConcurrentProcessChangeException(row.process(), row.id(), row.revision());
    }
    return true;
  }
}
