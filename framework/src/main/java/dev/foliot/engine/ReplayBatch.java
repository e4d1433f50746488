package dev.foliot.engine;

import dev.foliot.message.RecordedMessage;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Messages of one segment that are handled once more, in the order of the log.
 *
 * @param segment the number of the segment
 * @param messages all messages that the segment has to handle up to {@code through}
 * @param through the position up to which the segment was read
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record ReplayBatch(int segment, List<RecordedMessage> messages, long through) {
  public ReplayBatch {
    messages = List.copyOf(messages);
  }

  /** The position of the segment when the first {@code done} messages are done. */
  long positionAfter(int done) {
    return done == messages.size() ? through : messages.get(done - 1).position();
  }
}
