package dev.foliot.eventstore;

import dev.foliot.message.RecordedMessage;
import java.util.List;
import org.apiguardian.api.API;

/**
 * The part of an event that the state of its stream needs: no position, lane or metadata.
 *
 * @param version the version in its stream, from 1
 * @param payloads its payloads as objects of the current classes, after all upcasters: usually one
 *     (see {@link RecordedMessage#parts()})
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record StreamEvent(long version, List<Object> payloads) {

  /** The part of a message that the state of its stream needs. */
  public static StreamEvent of(RecordedMessage message) {
    return new StreamEvent(
        message.streamVersion(), message.parts().stream().map(RecordedMessage::payload).toList());
  }
}
