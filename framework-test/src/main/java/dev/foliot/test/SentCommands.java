package dev.foliot.test;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The commands that a process sent in one step, and their differences from the expected ones.
 *
 * @param process its name in messages
 * @param commands in the order of sending
 */
record SentCommands(String process, List<Object> commands) {
  /** Empty if these commands were sent, no others, and in this order. */
  Optional<String> differenceInOrder(List<Object> expected) {
    return difference("", EventPairs.inOrder(each(expected), commands));
  }

  /** Empty if these commands were sent and no others. */
  Optional<String> differenceInAnyOrder(List<Object> expected) {
    return difference(", in any order", EventPairs.inAnyOrder(each(expected), commands));
  }

  static List<ExpectedEvent> each(List<Object> given) {
    return given.stream().map(ExpectedEvent::of).toList();
  }

  private Optional<String> difference(String how, List<EventPair> pairs) {
    return EventPairs.differences(
        "%s did not send the expected commands%s".formatted(process, how), pairs);
  }

  /** For a message about commands that should not be there. */
  String list() {
    return list(commands);
  }

  static String list(List<Object> messages) {
    return messages.isEmpty()
        ? "     nothing\n"
        : messages.stream().map(each -> "     " + each + "\n").collect(Collectors.joining());
  }
}
