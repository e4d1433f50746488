package dev.foliot.engine;

/**
 * How many messages one transaction of a segment may handle. A batch that loses a race or runs out
 * of time because of its length makes the next ones half as long; each batch of full length that
 * goes through makes them a little longer, up to the configured size. One thread at a time.
 */
final class BatchLimit {
  private static final int PART_TO_GROW = 8;

  private final int configured;
  private int now;

  BatchLimit(int configured) {
    this.configured = configured;
    this.now = configured;
  }

  /** The most messages that the next transaction handles. */
  int now() {
    return now;
  }

  /** A batch of several messages was too long. */
  void tooMuch(int messages) {
    now = Math.max(1, Math.min(now, messages) / 2);
  }

  /** A batch went through. */
  void committed(int messages) {
    if (messages >= now) {
      now = Math.min(configured, now + Math.max(1, now / PART_TO_GROW));
    }
  }
}
