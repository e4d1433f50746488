package dev.foliot.eventstore;

import dev.foliot.message.RecordedMessage;
import java.util.List;

/**
 * A piece of the log, in the order of positions.
 *
 * @param messages what the filter lets through
 * @param through everything up to here that the filter lets through is among them
 */
public record LogPage(List<RecordedMessage> messages, long through) {}
