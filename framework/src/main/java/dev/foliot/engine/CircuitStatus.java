package dev.foliot.engine;

import java.time.Instant;

/**
 * Why a subscription pauses on this node: all of its messages fail, one after the other.
 *
 * @param since when it began to pause
 * @param trying whether it is trying one message at this moment
 * @param nextTry when it tries one message
 * @param lastError the last error, without the personal data that its message carries
 */
public record CircuitStatus(Instant since, boolean trying, Instant nextTry, String lastError) {}
