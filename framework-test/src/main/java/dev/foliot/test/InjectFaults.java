package dev.foliot.test;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Decides at each commit of a simulated node whether it takes place, and whether the node survives
 * it. Only nodes, on the simulation's thread, get faults, and not the calls of the scenario.
 */
final class InjectFaults {
  private static final int MAX_FAULTS = 20;
  private static final List<Fault> AT_COMMIT =
      List.of(
          Fault.CRASH_BEFORE_COMMIT,
          Fault.CRASH_AFTER_COMMIT,
          Fault.ERROR_BEFORE_COMMIT,
          Fault.ERROR_AFTER_COMMIT);
  private static final String LOST = "08006";
  private static final String CONFLICT = "40001";

  private final Crashes crashes;
  private final int surely;
  private final Set<Fault> kinds;
  private final List<Fault> possible;
  private final List<Fault> crashesOfSeed;
  private final SplittableRandom random;
  private final SimulationTrace trace;
  private final Thread thread = Thread.currentThread();
  private @Nullable SimulatedNode actor;
  private Runnable takeOver = () -> {};
  private boolean calm;
  private int commits;
  private int reached;
  private int injected;

  /**
   * @param surely the commit at which the run crashes for sure; 0 for none
   */
  InjectFaults(
      Crashes crashes,
      int surely,
      long seed,
      Set<Fault> kinds,
      SplittableRandom random,
      SimulationTrace trace) {
    this.crashes = crashes;
    this.surely = surely;
    this.kinds = kinds;
    this.possible = AT_COMMIT.stream().filter(kinds::contains).toList();
    this.crashesOfSeed = crashesOf(seed, kinds);
    this.random = random;
    this.trace = trace;
  }

  /** Crashes before the commit with one seed and after it with the next, if both are wanted. */
  private static List<Fault> crashesOf(long seed, Set<Fault> kinds) {
    List<Fault> wanted = Crashes.KINDS.stream().filter(kinds::contains).toList();
    return wanted.size() < 2 ? wanted : List.of(wanted.get(seed % 2 == 0 ? 1 : 0));
  }

  /** Lets the acting node lose its lease to another one. */
  void onLostLease(Runnable othersTakeOver) {
    takeOver = othersTakeOver;
  }

  /** Ends the faults. */
  void calm() {
    if (!calm) {
      calm = true;
      reached = commits;
    }
  }

  /** The number of commits that nodes had reached when the faults ended. */
  int reached() {
    return reached;
  }

  /** The number of commits that nodes have reached. */
  int commits() {
    return commits;
  }

  int injected() {
    return injected;
  }

  /** Runs an action as a node; nodes may act within the actions of others. */
  void as(SimulatedNode node, Runnable act) {
    SimulatedNode outer = actor;
    actor = node;
    try {
      act.run();
    } finally {
      actor = outer;
    }
  }

  /** The acting node; null outside of a node's steps. */
  @Nullable SimulatedNode actor() {
    return Thread.currentThread() == thread ? actor : null;
  }

  /** Called when a connection is requested, or a statement begins. */
  void alive() {
    SimulatedNode node = actor();
    if (node != null) {
      node.checkAlive();
    }
  }

  /** Called before the commit of a transaction that has written. */
  void commit(Connection connection) throws SQLException {
    SimulatedNode node = actor();
    Fault fault = node == null ? null : next();
    if (node == null || fault == null) {
      connection.commit();
      return;
    }
    inject(fault, "commit " + commits);
    if (fault == Fault.CRASH_AFTER_COMMIT || fault == Fault.ERROR_AFTER_COMMIT) {
      connection.commit();
    } else {
      connection.rollback();
    }
    switch (fault) {
      case CRASH_BEFORE_COMMIT, CRASH_AFTER_COMMIT -> throw node.crash();
      case ERROR_BEFORE_COMMIT -> throw anyError();
      default -> throw lostConnection();
    }
  }

  /** Called before a statement that writes outside of a transaction. */
  void statement() throws SQLException {
    SimulatedNode node = actor();
    Fault fault = node == null ? null : next();
    if (node == null || fault == null || fault == Fault.ERROR_AFTER_COMMIT) {
      return;
    }
    inject(fault, "statement " + commits);
    switch (fault) {
      case CRASH_BEFORE_COMMIT -> throw node.crash();
      case CRASH_AFTER_COMMIT -> node.crashNext();
      default -> throw lostConnection();
    }
  }

  private @Nullable Fault oneOf(List<Fault> some) {
    return some.isEmpty() ? null : some.get(random.nextInt(some.size()));
  }

  private @Nullable Fault next() {
    commits++;
    if (calm) {
      return null;
    }
    if (commits == surely) {
      return oneOf(crashesOfSeed);
    }
    return happens(crashes.odds()) ? oneOf(possible) : null;
  }

  /** Called before a delivery or a work checks that its node still owns the segment or the work. */
  void checkpoint() {
    if (actor() != null && mayHappen(Fault.LOST_LEASE) && happens(2 * crashes.odds())) {
      inject(Fault.LOST_LEASE, "checkpoint");
      takeOver.run();
    }
  }

  /** Whether the broker is given the message again. */
  boolean publishesTwice() {
    boolean twice =
        actor() != null && mayHappen(Fault.PUBLISHED_TWICE) && happens(crashes.odds() / 2);
    if (twice) {
      inject(Fault.PUBLISHED_TWICE, "broker");
    }
    return twice;
  }

  /** Whether a node dies between two steps. */
  boolean mayCrash() {
    return mayHappen(Fault.CRASH_BEFORE_COMMIT) && crashes.odds() > 0 && injected < MAX_FAULTS;
  }

  private boolean mayHappen(Fault kind) {
    return !calm && kinds.contains(kind);
  }

  private boolean happens(int odds) {
    return odds > 0 && injected < MAX_FAULTS && random.nextInt(odds) == 0;
  }

  private void inject(Fault fault, String where) {
    injected++;
    trace.detail("!! " + fault.told() + " (" + where + ")");
  }

  private SQLException anyError() {
    return random.nextInt(3) == 0
        ? new SQLException("The simulation lets the commit conflict.", CONFLICT)
        : lostConnection();
  }

  private static SQLException lostConnection() {
    return new SQLException("The simulation cuts the connection.", LOST);
  }

  /** Whether the connection on which this was thrown is of no use any more. */
  static boolean isLost(SQLException error) {
    return LOST.equals(error.getSQLState());
  }
}
