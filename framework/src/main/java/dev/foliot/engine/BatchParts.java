package dev.foliot.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The rest of a batch, in parts of one transaction each. */
final class BatchParts {
  private final Deque<Part> left = new ArrayDeque<>();

  /**
   * Messages {@code from} (inclusive) to {@code to}, then perhaps the failure of message {@code
   * to}.
   *
   * @param tries the number of tries, with this one
   */
  record Part(int from, int to, @Nullable Failure failure, int tries) {
    Part(int from, int to, @Nullable Failure failure) {
      this(from, to, failure, 1);
    }

    /** The number of messages of the batch that are done after this part. */
    int done() {
      return failure == null ? to : to + 1;
    }

    /** Returns this part without its failure. The failed message is passed over. */
    Part passedOver() {
      return new Part(from, to + 1, null, tries);
    }

    int size() {
      return to - from;
    }
  }

  /**
   * A batch of this number of messages. An empty batch is one part, too, which moves the
   * checkpoint.
   */
  BatchParts(int messages) {
    left.push(new Part(0, messages, null));
  }

  boolean isEmpty() {
    return left.isEmpty();
  }

  /** Whether the next part records the failure of a message that was tried. */
  boolean nextRecordsFailure() {
    return left.element().failure() != null;
  }

  /** Takes the next part, with at most this number of messages. */
  Part next(int most) {
    Part part = left.pop();
    if (part.size() <= most) {
      return part;
    }
    int end = part.from() + most;
    left.push(new Part(end, part.to(), part.failure()));
    return new Part(part.from(), end, null);
  }

  /** Drops the rest of the batch, which must not be tried now. */
  void dropAll() {
    left.clear();
  }

  /** Repeats a part, perhaps in smaller parts. */
  void again(Part part) {
    left.push(new Part(part.from(), part.to(), part.failure(), part.tries() + 1));
  }

  /**
   * Handles the messages before the failed one and records the failure, then the messages behind
   * it.
   */
  void around(int failed, Failure failure, Part part) {
    push(new Part(failed + 1, part.to(), part.failure()));
    push(new Part(part.from(), failed, failure));
  }

  /** Handles each message alone, so that the culprit is found. */
  void oneByOne(Part part) {
    push(new Part(part.to(), part.to(), part.failure()));
    for (int place = part.to() - 1; place >= part.from(); place--) {
      push(new Part(place, place + 1, null));
    }
  }

  private void push(Part part) {
    if (part.size() > 0 || part.failure() != null) {
      left.push(part);
    }
  }
}
