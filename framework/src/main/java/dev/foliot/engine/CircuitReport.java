package dev.foliot.engine;

import java.time.Instant;

/**
 * A node on which a subscription pauses, because all of its messages fail there, one after the
 * other. The node writes this report within about a second of the change.
 *
 * @param node the node
 * @param since when it began to pause, by that node's clock
 * @param nextTry when it tries one message
 * @param errorClass the class of the last error; its text is stored with the waiting messages
 */
public record CircuitReport(String node, Instant since, Instant nextTry, String errorClass) {}
