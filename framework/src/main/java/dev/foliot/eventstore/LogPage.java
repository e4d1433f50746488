package dev.foliot.eventstore;

import dev.foliot.message.RecordedMessage;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A piece of the log, in the order of positions.
 *
 * @param messages the messages that the filter accepts
 * @param through the position up to which all accepted messages are included
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record LogPage(List<RecordedMessage> messages, long through) {}
