package dev.foliot.engine;

/**
 * The number of messages that one transaction of a segment may handle. If a batch loses a race or
 * runs out of time because of its length, the next batches are half as long. Each committed batch
 * of full length makes the next ones a little longer, up to the configured size. One thread at a
 * time.
 */
final class BatchLimit {
  private static final int PART_TO_GROW = 8;

  private final int configured;
  private int now;

  BatchLimit(int configured) {
    this.configured = configured;
    this.now = configured;
  }

  /** The maximum number of messages that the next transaction handles. */
  int now() {
    return now;
  }

  /** A batch of several messages was too long. */
  void tooMuch(int messages) {
    now = Math.max(1, Math.min(now, messages) / 2);
  }

  /** A batch was committed. */
  void committed(int messages) {
    if (messages >= now) {
      now = Math.min(configured, now + Math.max(1, now / PART_TO_GROW));
    }
  }
}
