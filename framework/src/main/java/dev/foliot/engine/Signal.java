package dev.foliot.engine;

import java.util.Arrays;
import java.util.Optional;

/**
 * A notification between nodes, so that a node need not wait for its next poll.
 *
 * @param kind the event
 * @param subscription its subscription; empty for a signal without one
 */
record Signal(Kind kind, String subscription) {
  /** There are new messages in the log. */
  static final Signal COMMITTED = new Signal(Kind.COMMITTED, "");

  /** The owners of segments have changed. */
  static final Signal OWNERSHIP = new Signal(Kind.OWNERSHIP, "");

  /** The events that nodes notify each other of. */
  enum Kind {
    COMMITTED,
    OWNERSHIP,
    /** A reader waits for the commits of a subscription. */
    AWAITED,
    /** A subscription has committed a delivery; sent only while a reader waits. */
    ADVANCED
  }

  static Signal awaited(String subscription) {
    return new Signal(Kind.AWAITED, subscription);
  }

  static Signal advanced(String subscription) {
    return new Signal(Kind.ADVANCED, subscription);
  }

  /** The text of a notification: the kind, the sender, and the subscription. */
  String from(String node) {
    String text = kind + " " + node;
    return subscription.isEmpty() ? text : text + " " + subscription;
  }

  /**
   * Reads a notification. Empty if this node has sent it, or if only a newer version knows its
   * kind.
   */
  static Optional<Signal> read(String text, String thisNode) {
    return Arrays.stream(Kind.values())
        .filter(kind -> text.startsWith(kind + " "))
        .findFirst()
        .flatMap(kind -> read(kind, text.substring(kind.name().length() + 1), thisNode));
  }

  private static Optional<Signal> read(Kind kind, String rest, String thisNode) {
    boolean isAboutNone = kind == Kind.COMMITTED || kind == Kind.OWNERSHIP;
    int end = isAboutNone ? rest.length() : rest.indexOf(' ');
    return end < 0 || rest.substring(0, end).equals(thisNode)
        ? Optional.empty()
        : Optional.of(new Signal(kind, isAboutNone ? "" : rest.substring(end + 1)));
  }
}
