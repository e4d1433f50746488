package dev.foliot.engine;

import dev.foliot.failure.ErrorText;
import java.time.Instant;

/**
 * Why a subscription pauses on this node: all of its messages fail, one after the other.
 *
 * @param since when it began to pause
 * @param trying whether it is trying one message at this moment
 * @param nextTry when it tries one message
 * @param errorClass the class of the last error
 * @param lastError the last error, without the personal data that its message carries
 */
public record CircuitStatus(
    Instant since, boolean trying, Instant nextTry, String errorClass, String lastError) {
  private static final int MAX_ERROR_CLASS = 500;

  /** Returns the report for other nodes. */
  CircuitReport on(String node) {
    return new CircuitReport(node, since, nextTry, ErrorText.cut(errorClass, MAX_ERROR_CLASS));
  }
}
