package dev.foliot.engine;

import java.time.Instant;

/**
 * A node on which a subscription pauses, because all of its messages fail there, one after the
 * other. It is written within about a second of the change.
 *
 * @param node the node
 * @param since when it began to pause, by that node's clock
 * @param nextTry when it tries one message
 * @param errorClass of the last error; its text is with the messages that wait
 */
public record CircuitReport(String node, Instant since, Instant nextTry, String errorClass) {}
