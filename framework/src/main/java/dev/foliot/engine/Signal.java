package dev.foliot.engine;

import java.util.Arrays;
import java.util.Optional;

/** The notifications between nodes, so that a node need not wait for its next poll. */
enum Signal {
  /** There are new messages in the log. */
  COMMITTED,
  /** The owners of segments have changed. */
  OWNERSHIP;

  /** The text of a notification: the signal and its sender. */
  String from(String node) {
    return name() + " " + node;
  }

  /** Nothing if this node has sent it itself, or a version that knows more signals. */
  static Optional<Signal> read(String text, String thisNode) {
    return Arrays.stream(values())
        .filter(each -> text.startsWith(each.name() + " "))
        .filter(each -> !text.equals(each.from(thisNode)))
        .findFirst();
  }
}
