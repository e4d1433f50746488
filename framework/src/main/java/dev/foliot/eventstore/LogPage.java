package dev.foliot.eventstore;

import dev.foliot.message.RecordedMessage;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A piece of the log, in the order of positions.
 *
 * @param messages the messages that the filter accepts
 * @param through the messages include all accepted ones up to this position
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record LogPage(List<RecordedMessage> messages, long through) {}
