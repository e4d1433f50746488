package dev.foliot.engine;

import java.util.Arrays;
import java.util.Optional;

/** What nodes tell each other, so that they need not wait until they look. */
enum Signal {
  /** There are new messages in the log. */
  COMMITTED,
  /** Who may deliver what has changed. */
  OWNERSHIP;

  /** As it is sent: the signal, and who sent it. */
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
